package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5): a
 * quasi-Newton method that evaluates the loss several times in a step, so {@link #step(Supplier)} needs the closure. It has one group.
 *
 * <p>All parameters together are one vector; what is remembered is kept with the first of them.
 */
public final class LBFGS extends Optimizer {
  private static final double LEAST_CURVATURE = 1e-10;

  /** LBFGS with at most {@code maxIter} iterations a step, and five quarters as many evaluations, each of length {@code lr}. */
  public LBFGS(List<Tensor> params, double lr, int maxIter) {
    super(params, Settings.lr(lr).whole("max_iter", maxIter).whole("max_eval", maxIter * 5L / 4)
        .atLeastZero("tolerance_grad", 1e-7).atLeastZero("tolerance_change", 1e-9).whole("history_size", 100)
        .choice("line_search_fn", "strong_wolfe"));
  }

  /** LBFGS with at most 20 iterations a step. */
  public LBFGS(List<Tensor> params, double lr) {
    this(params, lr, 20);
  }

  /** LBFGS with learning rate 1 and at most 20 iterations a step. */
  public LBFGS(List<Tensor> params) {
    this(params, 1);
  }

  /** At most this many evaluations a step. */
  public LBFGS maxEval(int maxEval) {
    return with("max_eval", maxEval);
  }

  /** Ends a step when no element of the gradient is larger; 1e-7 unless set. */
  public LBFGS toleranceGrad(double tolerance) {
    return with("tolerance_grad", tolerance);
  }

  /** Ends a step when loss or parameters change by less; 1e-9 unless set. */
  public LBFGS toleranceChange(double tolerance) {
    return with("tolerance_change", tolerance);
  }

  /** From how many steps the curvature is estimated; 100 unless set. */
  public LBFGS historySize(int historySize) {
    return with("history_size", historySize);
  }

  /** Searches each direction for a point that fulfils the strong Wolfe conditions, instead of going a fixed length. */
  public LBFGS strongWolfe() {
    return with("line_search_fn", "strong_wolfe");
  }

  private LBFGS with(String setting, Object value) {
    set(setting, value);
    return this;
  }

  /** Not supported: all parameters have the same settings. */
  @Override
  public void addParamGroup(List<Tensor> params, Map<String, ?> own) {
    if (!paramGroups().isEmpty()) {
      throw new NablaException("LBFGS: doesn't support per-parameter options; give all parameters to the constructor");
    }
    super.addParamGroup(params, own);
  }

  /** Not this way: {@link #step(Supplier)}. */
  @Override
  public void step() {
    throw new NablaException("LBFGS: a step evaluates the loss several times; call step(closure)");
  }

  @Override
  protected void update(Update u) {
    throw new IllegalStateException("LBFGS changes all parameters together");
  }

  @Override
  protected boolean fits(Tensor param, String name, Tensor value) {
    return true;
  }

  /** Minimises the loss that {@code closure} computes, along with its gradients; returns its first value. */
  @Override
  public Tensor step(Supplier<Tensor> closure) {
    ParamGroup group = paramGroups().getFirst();
    FlatLoss f = new FlatLoss(group.params(), closure);
    aroundHooks(() -> {
      f.evaluate();
      new Minimisation(group, f, state(group.params().getFirst())).run();
    });
    return f.first();
  }

  /** One step's iterations. */
  private static final class Minimisation {
    private final ParamGroup group;
    private final FlatLoss f;
    private final Map<String, @Nullable Object> state;
    private final List<Tensor> gradientChanges;
    private final List<Tensor> steps;
    private final List<Double> curvatures;
    private double scale;
    private double t;
    private @Nullable Tensor direction;
    private @Nullable Tensor previousGradient;
    private double previousLoss;

    Minimisation(ParamGroup group, FlatLoss f, Map<String, @Nullable Object> state) {
      this.group = group;
      this.f = f;
      this.state = state;
      gradientChanges = tensors("old_dirs");
      steps = tensors("old_stps");
      curvatures = new ArrayList<>();
      if (state.get("ro") instanceof List<?> all) {
        all.forEach(v -> curvatures.add(number(v, 0)));
      }
      scale = number(state.get("H_diag"), 1);
      t = number(state.get("t"), 0);
      direction = (Tensor) state.get("d");
      previousGradient = (Tensor) state.get("prev_flat_grad");
      previousLoss = number(state.get("prev_loss"), 0);
    }

    private List<Tensor> tensors(String name) {
      List<Tensor> out = new ArrayList<>();
      if (state.get(name) instanceof List<?> all) {
        all.forEach(v -> out.add((Tensor) v));
      }
      return out;
    }

    private static double number(@Nullable Object v, double absent) {
      return Settings.plain(v) instanceof Number n ? n.doubleValue() : absent;
    }

    private int count(String name) {
      return (int) number(state.get(name), 0);
    }

    void run() {
      if (!isOptimal()) {
        int before = count("n_iter");
        int most = (int) group.get("max_iter");
        int n = 0;
        do {
          n++;
          state.put("n_iter", before + n);
        } while (n <= most && iterate(before + n == 1, n == most) && n < most);
        save();
      }
      state.put("func_evals", count("func_evals") + f.evaluations());
    }

    private boolean isOptimal() {
      return f.gradient().abs().max().item() <= group.get("tolerance_grad");
    }

    /** Whether to go on. */
    private boolean iterate(boolean first, boolean last) {
      Tensor g = f.gradient();
      Tensor d = first ? g.neg() : newDirection(g);
      direction = d;
      previousGradient = g.cloneTensor();
      previousLoss = f.loss();
      t = first ? Math.min(1, 1 / g.abs().sum().item()) * group.lr() : group.lr();
      double slope = g.dot(d).item();
      double least = group.get("tolerance_change");
      if (slope > -least) {
        return false;
      }
      if (group.value("line_search_fn") != null) {
        t = new StrongWolfe(f, d).search(slope, t);
        f.move(d, t);
      } else {
        f.move(d, t);
        if (!last) {
          f.evaluate();
        }
      }
      return !last && f.evaluations() < group.get("max_eval") && !isOptimal()
          && d.mul(t).abs().max().item() > least && Math.abs(f.loss() - previousLoss) >= least;
    }

    /** The gradient, turned round, times the inverse Hessian that the last steps suggest. */
    private Tensor newDirection(Tensor g) {
      remember(g.sub(Objects.requireNonNull(previousGradient)), Objects.requireNonNull(direction).mul(t));
      int n = steps.size();
      double[] alphas = new double[n];
      Tensor q = g.neg();
      for (int i = n - 1; i >= 0; i--) {
        alphas[i] = steps.get(i).dot(q).item() * curvatures.get(i);
        q = q.sub(gradientChanges.get(i).mul(alphas[i]));
      }
      Tensor r = q.mul(scale);
      for (int i = 0; i < n; i++) {
        double beta = gradientChanges.get(i).dot(r).item() * curvatures.get(i);
        r = r.add(steps.get(i).mul(alphas[i] - beta));
      }
      return r;
    }

    private void remember(Tensor y, Tensor s) {
      double curvature = y.dot(s).item();
      if (curvature <= LEAST_CURVATURE) {
        return;
      }
      if (steps.size() == group.get("history_size")) {
        gradientChanges.removeFirst();
        steps.removeFirst();
        curvatures.removeFirst();
      }
      gradientChanges.add(y);
      steps.add(s);
      curvatures.add(1 / curvature);
      scale = curvature / y.dot(y).item();
    }

    private void save() {
      state.put("d", direction);
      state.put("t", t);
      state.put("old_dirs", gradientChanges);
      state.put("old_stps", steps);
      state.put("ro", curvatures);
      state.put("H_diag", scale);
      state.put("prev_flat_grad", previousGradient);
      state.put("prev_loss", previousLoss);
    }
  }
}
