package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;

/** Resilient propagation (Riedmiller and Braun 1993): a step size for each element, which grows while the gradient keeps its sign. */
public final class Rprop extends Optimizer {
  private static final UpdateRule RULE = UpdateRule.of("rprop", "shrink grow least most",
      "step_size = min(max(step_size * (g * prev > 0 ? grow : g * prev < 0 ? shrink : 1), least), most)",
      "prev = g * prev < 0 ? 0 : g",
      "p = p - sign(prev) * step_size");

  /** Rprop whose step sizes start with {@code lr}. */
  public Rprop(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).numbers("etas", 0, Double.POSITIVE_INFINITY, 0.5, 1.2)
        .numbers("step_sizes", 0, Double.POSITIVE_INFINITY, 1e-6, 50).flag("maximize"));
  }

  /** Rprop whose step sizes start with 0.01. */
  public Rprop(List<Tensor> params) {
    this(params, 1e-2);
  }

  /** What a step size is multiplied by when the gradient changes its sign and when it keeps it; 0.5 and 1.2 unless set. */
  public Rprop etas(double shrink, double grow) {
    if (!(shrink > 0 && shrink < 1 && grow > 1)) {
      throw new NablaException(
          "Rprop: etas must be a number between 0 and 1 and one above 1; got " + shrink + " and " + grow);
    }
    set("etas", List.of(shrink, grow));
    return this;
  }

  /** The smallest and the largest step size; 1e-6 and 50 unless set. */
  public Rprop stepSizes(double least, double most) {
    set("step_sizes", List.of(least, most));
    return this;
  }

  /** Climbs instead of descending. */
  public Rprop maximize() {
    set("maximize", true);
    return this;
  }

  @Override
  protected void update(Update u) {
    u.count();
    u.tensor("step_size", u.lr());
    u.apply(RULE, u.get("etas", 0), u.get("etas", 1), u.get("step_sizes", 0), u.get("step_sizes", 1));
  }
}
