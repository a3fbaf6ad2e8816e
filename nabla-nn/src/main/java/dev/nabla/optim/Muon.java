package dev.nabla.optim;

import dev.nabla.Linalg;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import java.util.List;
import java.util.Map;

/**
 * Muon (Jordan et al. 2024): momentum whose matrix is made nearly orthogonal by Newton and Schulz's iteration, for the matrices of hidden
 * layers; give biases, embeddings and last layers to another optimizer. The weight decay is decoupled.
 *
 * <p>The iteration is computed in the parameter's type; PyTorch computes it in bfloat16, so that its steps differ in the third digit.
 */
public final class Muon extends Optimizer {
  /** Muon with learning rate {@code lr}, weight decay 0.1 and Nesterov momentum 0.95. */
  public Muon(List<Tensor> params, double lr) {
    super(params, Settings.lr(lr).atLeastZero("weight_decay", 0.1).atLeastZero("momentum", 0.95).flag("nesterov", true)
        .numbers("ns_coefficients", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 3.4445, -4.7750, 2.0315)
        .eps(1e-7).whole("ns_steps", 5).choice("adjust_lr_fn", "original", "match_rms_adamw"));
  }

  /** Muon with learning rate 0.001. */
  public Muon(List<Tensor> params) {
    this(params, 1e-3);
  }

  /** What is taken off the parameter, times the learning rate; 0.1 unless set. */
  public Muon weightDecay(double weightDecay) {
    return with("weight_decay", weightDecay);
  }

  /** How much of the running mean of gradients is kept; 0.95 unless set. */
  public Muon momentum(double momentum) {
    return with("momentum", momentum);
  }

  /** Momentum without Nesterov's look ahead. */
  public Muon withoutNesterov() {
    return with("nesterov", false);
  }

  /** The polynomial {@code a x + b x^3 + c x^5} that singular values go through. */
  public Muon nsCoefficients(double a, double b, double c) {
    return with("ns_coefficients", List.of(a, b, c));
  }

  /** How often they go through it; 5 unless set. */
  public Muon nsSteps(int steps) {
    return with("ns_steps", steps);
  }

  /** The least norm that the matrix is divided by; 1e-7 unless set. */
  public Muon eps(double eps) {
    return with("eps", eps);
  }

  /** Steps as large as those of AdamW, so that its learning rates do: {@code 0.2 * sqrt(max(rows, columns))} times the rate. */
  public Muon matchRmsAdamw() {
    return with("adjust_lr_fn", "match_rms_adamw");
  }

  private Muon with(String setting, Object value) {
    set(setting, value);
    return this;
  }

  @Override
  public void addParamGroup(List<Tensor> params, Map<String, ?> own) {
    for (Tensor p : params) {
      if (p.dim() != 2) {
        throw new ShapeException("Muon only supports 2D parameters; got one of shape " + p.shape()
            + "; give it to another optimizer");
      }
    }
    super.addParamGroup(params, own);
  }

  @Override
  protected void update(Update u) {
    Tensor p = u.param();
    double momentum = u.get("momentum");
    Tensor mean = u.tensor("momentum_buffer");
    mean.mul_(momentum).add_(u.grad().mul(1 - momentum));
    Tensor step = u.is("nesterov") ? u.grad().mul(1 - momentum).add(mean.mul(momentum)) : mean;
    double rows = p.size(0);
    double columns = p.size(1);
    double ratio = u.text("adjust_lr_fn").equals("match_rms_adamw")
        ? 0.2 * Math.sqrt(Math.max(rows, columns))
        : Math.sqrt(Math.max(1, rows / columns));
    p.mul_(1 - u.lr() * u.get("weight_decay")).sub_(orthogonal(step, u).mul(u.lr() * ratio));
  }

  /** The matrix with singular values near 1 in place of its own. */
  private static Tensor orthogonal(Tensor matrix, Update u) {
    boolean tall = matrix.size(0) > matrix.size(1);
    Tensor x = tall ? matrix.t() : matrix;
    x = x.div(Math.max(Linalg.vectorNorm(x).item(), u.get("eps")));
    for (int i = 0; i < u.get("ns_steps"); i++) {
      Tensor a = x.matmul(x.t());
      Tensor b = a.mul(u.get("ns_coefficients", 1)).add(a.matmul(a).mul(u.get("ns_coefficients", 2)));
      x = x.mul(u.get("ns_coefficients", 0)).add(b.matmul(x));
    }
    return tall ? x.t() : x;
  }
}
