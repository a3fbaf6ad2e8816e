package dev.nabla.optim;

import dev.nabla.Linalg;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.List;

/**
 * Adafactor (Shazeer and Stern 2018): Adam without momentum, which remembers of a matrix's squared gradients only the means of rows and columns.
 * Rates are relative to the size of the parameter; the weight decay is decoupled.
 */
public final class Adafactor extends FirstOrder<Adafactor> {
  /** Adafactor with rates of at most {@code lr}. */
  public Adafactor(List<Tensor> params, double lr) {
    super(params,
        Settings.lr(lr).number("beta2_decay", -0.8).numbers("eps", 0, Double.POSITIVE_INFINITY, Double.NaN, 1e-3)
            .number("d", 1, 1, Double.POSITIVE_INFINITY).weightDecay(0));
  }

  /** Adafactor with rates of at most 0.01. */
  public Adafactor(List<Tensor> params) {
    this(params, 1e-2);
  }

  /** How fast the share of a new gradient in the means falls, {@code step^beta2Decay}; -0.8 unless set. */
  public Adafactor beta2Decay(double beta2Decay) {
    return with("beta2_decay", beta2Decay);
  }

  /** The least root of a mean square, the type's precision unless set, and the least size of a parameter, 0.001 unless set. */
  public Adafactor eps(double square, double parameter) {
    return with("eps", List.of(square, parameter));
  }

  /** The largest root mean square of a step, in rates; 1 unless set. */
  public Adafactor clippingThreshold(double d) {
    return with("d", d);
  }

  @Override
  protected boolean fits(Tensor param, String name, Tensor value) {
    return name.endsWith("_var") || super.fits(param, name, value);
  }

  @Override
  protected void update(Update u) {
    Tensor p = u.param();
    Tensor g = u.direction();
    double step = u.count();
    double eps = Double.isNaN(u.get("eps", 0)) ? precision(p) : u.get("eps", 0);
    double size = Math.max(u.get("eps", 1), rootMeanSquare(p));
    double rate = Math.min(u.lr(), 1 / Math.sqrt(step)) * size;
    Tensor square = meanSquare(u, g, Math.pow(step, u.get("beta2_decay")), eps);
    Tensor change = square.clampMin(eps * eps).rsqrt().mul(g);
    double clip = Math.max(1, rootMeanSquare(change) / u.get("d"));
    p.mul_(1 - u.lr() * u.get("weight_decay")).sub_(change.mul(rate / clip));
  }

  /** The running mean of squared gradients: of a matrix the product of the means of its rows and columns over their mean. */
  private static Tensor meanSquare(Update u, Tensor g, double share, double eps) {
    if (g.dim() < 2) {
      return mean(u, "variance", g.square(), share);
    }
    Tensor rows = mean(u, "row_var", g.square().mean(new int[] {-1}, true), share);
    Tensor columns = mean(u, "col_var", g.square().mean(new int[] {-2}, true), share);
    return rows.matmul(columns).div(rows.mean(new int[] {-2}, true).clampMin(eps));
  }

  private static Tensor mean(Update u, String name, Tensor value, double share) {
    Tensor mean = u.isNew(name) ? u.remember(name, Nabla.zerosLike(value)) : u.tensor(name);
    return mean.mul_(1 - share).add_(value.mul(share));
  }

  private static double precision(Tensor p) {
    return p.dtype().equals(Nabla.FLOAT64) ? Math.ulp(1.0) : Math.ulp(1f);
  }

  private static double rootMeanSquare(Tensor x) {
    return Linalg.vectorNorm(x).item() / Math.sqrt(x.numel());
  }
}
