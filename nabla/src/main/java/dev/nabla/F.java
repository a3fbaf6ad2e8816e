package dev.nabla;

/** The functions of neural networks: {@code torch.nn.functional} in Java spelling. Shapes are as in PyTorch, batch axis first. */
public final class F {
  private F() {}

  // --- activations ---

  /** {@code max(x, 0)}; slope 0 at 0. */
  public static Tensor relu(Tensor x) {
    return x.relu();
  }

  /** In place {@link #relu}. */
  public static Tensor relu_(Tensor x) {
    return x.relu_();
  }

  /** {@code min(max(x, 0), 6)}. */
  public static Tensor relu6(Tensor x) {
    return hardtanh(x, 0, 6);
  }

  /** {@code x} where positive, else {@code 0.01 x}. */
  public static Tensor leakyRelu(Tensor x) {
    return leakyRelu(x, 0.01);
  }

  /** {@code x} where positive, else {@code negativeSlope * x}. */
  public static Tensor leakyRelu(Tensor x, double negativeSlope) {
    return Activations.real(Pointwise.LEAKY_RELU.with(negativeSlope), x);
  }

  /** In place {@link #leakyRelu(Tensor, double)}. */
  public static Tensor leakyRelu_(Tensor x, double negativeSlope) {
    return Activations.realInPlace(Pointwise.LEAKY_RELU.with(negativeSlope), x);
  }

  /** {@code x} where positive, else {@code weight * x}: one weight for all, or one for each index of axis 1. */
  public static Tensor prelu(Tensor x, Tensor weight) {
    return Activations.prelu(x, weight);
  }

  /** Leaky ReLU with the mean of {@code lower} and {@code upper} as its slope: what the randomized one does in evaluation mode. */
  public static Tensor rrelu(Tensor x, double lower, double upper) {
    return leakyRelu(x, (lower + upper) / 2);
  }

  /** {@code x} where positive, else {@code exp(x) - 1}. */
  public static Tensor elu(Tensor x) {
    return elu(x, 1);
  }

  /** {@code x} where positive, else {@code alpha * (exp(x) - 1)}. */
  public static Tensor elu(Tensor x, double alpha) {
    return Activations.real(Pointwise.ELU.with(alpha), x);
  }

  /** In place {@link #elu(Tensor, double)}. */
  public static Tensor elu_(Tensor x, double alpha) {
    return Activations.realInPlace(Pointwise.ELU.with(alpha), x);
  }

  /** ELU with the scale and alpha of Klambauer et al. 2017, under which activations normalise themselves. */
  public static Tensor selu(Tensor x) {
    return Activations.real(Pointwise.SELU, x);
  }

  /** In place {@link #selu}. */
  public static Tensor selu_(Tensor x) {
    return Activations.realInPlace(Pointwise.SELU, x);
  }

  /** {@code x} where positive, else {@code exp(x) - 1}. */
  public static Tensor celu(Tensor x) {
    return celu(x, 1);
  }

  /** {@code x} where positive, else {@code alpha * (exp(x / alpha) - 1)}; its slope is continuous. */
  public static Tensor celu(Tensor x, double alpha) {
    return Activations.real(Activations.celu(alpha), x);
  }

  /** In place {@link #celu(Tensor, double)}. */
  public static Tensor celu_(Tensor x, double alpha) {
    return Activations.realInPlace(Activations.celu(alpha), x);
  }

  /** {@code x Φ(x)}, Φ the distribution function of the standard normal. */
  public static Tensor gelu(Tensor x) {
    return Activations.real(Pointwise.GELU, x);
  }

  /** {@link #gelu(Tensor)} exactly ({@code "none"}) or by its approximation with {@code "tanh"}. */
  public static Tensor gelu(Tensor x, String approximate) {
    return Activations.real(Activations.gelu(approximate), x);
  }

  /** {@code x sigmoid(x)}. */
  public static Tensor silu(Tensor x) {
    return Activations.real(Pointwise.SILU, x);
  }

  /** In place {@link #silu}. */
  public static Tensor silu_(Tensor x) {
    return Activations.realInPlace(Pointwise.SILU, x);
  }

  /** {@code x tanh(softplus(x))}. */
  public static Tensor mish(Tensor x) {
    return Activations.real(Pointwise.MISH, x);
  }

  /** In place {@link #mish}. */
  public static Tensor mish_(Tensor x) {
    return Activations.realInPlace(Pointwise.MISH, x);
  }

  /** {@code log(1 + exp(x))}. */
  public static Tensor softplus(Tensor x) {
    return softplus(x, 1, 20);
  }

  /** {@code log(1 + exp(beta x)) / beta}; {@code x} itself where {@code beta x} is above {@code threshold}. */
  public static Tensor softplus(Tensor x, double beta, double threshold) {
    return Activations.real(Pointwise.SOFTPLUS.with(beta, threshold), x);
  }

  /** {@code x / (1 + |x|)}. */
  public static Tensor softsign(Tensor x) {
    return Dispatch.unary(Pointwise.SOFTSIGN, x);
  }

  /** {@code min(max(x, -1), 1)}; slope 0 at both ends. */
  public static Tensor hardtanh(Tensor x) {
    return hardtanh(x, -1, 1);
  }

  /** {@code min(max(x, low), high)}; slope 0 at both ends. */
  public static Tensor hardtanh(Tensor x, double low, double high) {
    return Dispatch.apply(Activations.hardtanh(x, low, high), x);
  }

  /** In place {@link #hardtanh(Tensor, double, double)}. */
  public static Tensor hardtanh_(Tensor x, double low, double high) {
    return InPlace.unary(Activations.hardtanh(x, low, high), x);
  }

  /** {@code min(max(x + 3, 0), 6) / 6}. */
  public static Tensor hardsigmoid(Tensor x) {
    return Activations.real(Pointwise.HARDSIGMOID, x);
  }

  /** {@code x hardsigmoid(x)}. */
  public static Tensor hardswish(Tensor x) {
    return Activations.real(Pointwise.HARDSWISH, x);
  }

  /** {@code x} where its size is above 0.5, else 0. */
  public static Tensor hardshrink(Tensor x) {
    return hardshrink(x, 0.5);
  }

  /** {@code x} where its size is above {@code lambd}, else 0. */
  public static Tensor hardshrink(Tensor x, double lambd) {
    return Activations.real(Pointwise.HARDSHRINK.with(lambd), x);
  }

  /** {@code x} moved towards 0 by 0.5, at most to 0. */
  public static Tensor softshrink(Tensor x) {
    return softshrink(x, 0.5);
  }

  /** {@code x} moved towards 0 by {@code lambd}, at most to 0. */
  public static Tensor softshrink(Tensor x, double lambd) {
    return Activations.real(Activations.softshrink(lambd), x);
  }

  /** {@code x - tanh(x)}. */
  public static Tensor tanhshrink(Tensor x) {
    return Dispatch.unary(Pointwise.TANHSHRINK, x);
  }

  /** {@code x} where it is above {@code threshold}, else {@code value}. */
  public static Tensor threshold(Tensor x, double threshold, double value) {
    return Dispatch.apply(Pointwise.THRESHOLD.with(threshold, value), x);
  }

  /** In place {@link #threshold(Tensor, double, double)}. */
  public static Tensor threshold_(Tensor x, double threshold, double value) {
    return InPlace.unary(Pointwise.THRESHOLD.with(threshold, value), x);
  }

  /** {@code log(sigmoid(x))} without overflow. */
  public static Tensor logsigmoid(Tensor x) {
    return Activations.real(Pointwise.LOG_SIGMOID, x);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static Tensor sigmoid(Tensor x) {
    return x.sigmoid();
  }

  /** The hyperbolic tangent. */
  public static Tensor tanh(Tensor x) {
    return x.tanh();
  }

  /** The first half of {@code x} along the last axis times the sigmoid of the second. */
  public static Tensor glu(Tensor x) {
    return glu(x, -1);
  }

  /** The first half of {@code x} along {@code axis} times the sigmoid of the second. */
  public static Tensor glu(Tensor x, int axis) {
    return Activations.glu(x, axis);
  }

  // --- softmax ---

  // --- normalization ---

  // --- losses ---

  // --- dropout ---
}
