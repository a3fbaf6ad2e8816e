package dev.nabla;

import dev.nabla.type.DType;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** {@code x} where positive, else {@code 11/48 x}: the mean of the slopes 1/8 to 1/3 that training draws from. */
  public static Tensor rrelu(Tensor x) {
    return rrelu(x, 1.0 / 8, 1.0 / 3, false);
  }

  /** {@code x} where positive, else times a slope: in training drawn for each element between the bounds, otherwise their mean. */
  public static Tensor rrelu(Tensor x, double lower, double upper, boolean training) {
    return training ? Activations.randomized(x, lower, upper) : leakyRelu(x, (lower + upper) / 2);
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

  /** {@code exp(x) / Σ exp(x)} along {@code axis}. */
  public static Tensor softmax(Tensor x, int axis) {
    return Softmax.softmax(x, axis);
  }

  /** {@code exp(x) / Σ exp(x)} along {@code axis}, computed in {@code dtype}. */
  public static Tensor softmax(Tensor x, int axis, DType dtype) {
    return Softmax.softmax(x.to(dtype), axis);
  }

  /** Softmax of {@code -x} along {@code axis}. */
  public static Tensor softmin(Tensor x, int axis) {
    return Softmax.softmax(x.neg(), axis);
  }

  /** Softmax of {@code -x} along {@code axis}, computed in {@code dtype}. */
  public static Tensor softmin(Tensor x, int axis, DType dtype) {
    return Softmax.softmax(x.neg().to(dtype), axis);
  }

  /** {@code x - log Σ exp(x)} along {@code axis}: the logarithm of softmax. */
  public static Tensor logSoftmax(Tensor x, int axis) {
    return Softmax.logSoftmax(x, axis);
  }

  /** The logarithm of softmax along {@code axis}, computed in {@code dtype}. */
  public static Tensor logSoftmax(Tensor x, int axis, DType dtype) {
    return Softmax.logSoftmax(x.to(dtype), axis);
  }

  // --- normalization ---

  /** Layer norm without weight and bias, {@code eps = 1e-5}. */
  public static Tensor layerNorm(Tensor x, int... normalizedShape) {
    return Normalization.layerNorm(x, normalizedShape, null, null, 1e-5);
  }

  /** Layer norm with {@code eps = 1e-5}. */
  public static Tensor layerNorm(Tensor x, int[] normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias) {
    return Normalization.layerNorm(x, normalizedShape, weight, bias, 1e-5);
  }

  /** Layer norm: {@code (x - mean) / sqrt(variance + eps) * weight + bias}, with the moments of each sample over the last axes, which have the sizes
   * {@code normalizedShape}; weight and bias have that shape.
   */
  public static Tensor layerNorm(Tensor x, int[] normalizedShape, @Nullable Tensor weight, @Nullable Tensor bias,
      double eps) {
    return Normalization.layerNorm(x, normalizedShape, weight, bias, eps);
  }

  /** Batch norm with {@code momentum = 0.1, eps = 1e-5}. */
  public static Tensor batchNorm(Tensor x, @Nullable Tensor runningMean, @Nullable Tensor runningVar,
      @Nullable Tensor weight, @Nullable Tensor bias, boolean training) {
    return batchNorm(x, runningMean, runningVar, weight, bias, training, 0.1, 1e-5);
  }

  /** Batch norm: {@code (x - mean) / sqrt(variance + eps) * weight + bias} for each channel (axis 1).
   *
   * <p>In training the moments are those of the batch, and the running ones (if given) move towards them by {@code momentum} in place, the variance with
   * Bessel's correction; else the running ones are used.
   */
  public static Tensor batchNorm(
      Tensor x, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor weight,
      @Nullable Tensor bias, boolean training, double momentum,
      double eps) {
    return Normalization.batchNorm(x, runningMean, runningVar, weight, bias, training, momentum, eps);
  }

  /** Group norm without weight and bias, {@code eps = 1e-5}. */
  public static Tensor groupNorm(Tensor x, int groups) {
    return groupNorm(x, groups, null, null, 1e-5);
  }

  /** Group norm with {@code eps = 1e-5}. */
  public static Tensor groupNorm(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias) {
    return groupNorm(x, groups, weight, bias, 1e-5);
  }

  /** Group norm: the channels (axis 1) of each sample in {@code groups} equal parts, each brought to mean 0 and variance 1; then weight and bias for
   * each channel.
   */
  public static Tensor groupNorm(Tensor x, int groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Normalization.groupNorm(x, groups, weight, bias, eps);
  }

  /** Instance norm from the moments of the input, without weight and bias. */
  public static Tensor instanceNorm(Tensor x) {
    return instanceNorm(x, null, null, null, null, true, 0.1, 1e-5);
  }

  /** Instance norm: each channel of each sample brought to mean 0 and variance 1; then weight and bias for each channel. With {@code useInputStats} the
   * moments are those of the input, and the running ones (if given) follow in place; else the running ones are used.
   */
  public static Tensor instanceNorm(
      Tensor x, @Nullable Tensor runningMean, @Nullable Tensor runningVar, @Nullable Tensor weight,
      @Nullable Tensor bias, boolean useInputStats, double momentum,
      double eps) {
    return Normalization.instanceNorm(x, runningMean, runningVar, weight, bias, useInputStats, momentum, eps);
  }

  /** RMS norm: {@code x / sqrt(mean(x²) + eps) * weight} over the last axes, which have the sizes {@code normalizedShape}; a null {@code eps} means the
   * precision of the type.
   */
  public static Tensor rmsNorm(Tensor x, int[] normalizedShape, @Nullable Tensor weight, @Nullable Double eps) {
    return Normalization.rmsNorm(x, normalizedShape, weight, eps);
  }

  /** Local response norm with {@code alpha = 1e-4, beta = 0.75, k = 1}. */
  public static Tensor localResponseNorm(Tensor x, int size) {
    return localResponseNorm(x, size, 1e-4, 0.75, 1);
  }

  /** {@code x / (k + alpha * mean(x²))^beta}, the mean over {@code size} neighbouring channels (axis 1), absent ones counted as 0. */
  public static Tensor localResponseNorm(Tensor x, int size, double alpha, double beta, double k) {
    return Normalization.localResponseNorm(x, size, alpha, beta, k);
  }

  /** The rows (axis 1) divided by their Euclidean norms. */
  public static Tensor normalize(Tensor x) {
    return normalize(x, 2, 1, 1e-12);
  }

  /** {@code x} divided by its p-norm along {@code axis}. */
  public static Tensor normalize(Tensor x, double p, int axis) {
    return normalize(x, p, axis, 1e-12);
  }

  /** {@code x} divided by its p-norm along {@code axis}, or by {@code eps} if that is larger. */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    return Norms.normalize(x, p, axis, eps);
  }

  /** The cosine of the angle between the rows (axis 1). */
  public static Tensor cosineSimilarity(Tensor a, Tensor b) {
    return cosineSimilarity(a, b, 1, 1e-8);
  }

  /** The cosine of the angle along {@code axis}; norms below {@code eps} count as {@code eps}. */
  public static Tensor cosineSimilarity(Tensor a, Tensor b, int axis, double eps) {
    return Norms.cosineSimilarity(a, b, axis, eps);
  }

  /** The Euclidean norm of {@code a - b + 1e-6} along the last axis. */
  public static Tensor pairwiseDistance(Tensor a, Tensor b) {
    return pairwiseDistance(a, b, 2, 1e-6, false);
  }

  /** The p-norm of {@code a - b + eps} along the last axis. */
  public static Tensor pairwiseDistance(Tensor a, Tensor b, double p, double eps, boolean keepDim) {
    return Norms.pairwiseDistance(a, b, p, eps, keepDim);
  }

  // --- losses ---

  /** The mean of the squared differences. */
  public static Tensor mseLoss(Tensor x, Tensor target) {
    return mseLoss(x, target, Reduction.MEAN);
  }

  /** The squared differences, reduced. */
  public static Tensor mseLoss(Tensor x, Tensor target, Reduction reduction) {
    return Losses.mse(x, target, reduction);
  }

  /** The mean of the absolute differences. */
  public static Tensor l1Loss(Tensor x, Tensor target) {
    return l1Loss(x, target, Reduction.MEAN);
  }

  /** The absolute differences, reduced. */
  public static Tensor l1Loss(Tensor x, Tensor target, Reduction reduction) {
    return Losses.l1(x, target, reduction);
  }

  /** The mean of the smooth absolute differences, {@code beta = 1}. */
  public static Tensor smoothL1Loss(Tensor x, Tensor target) {
    return smoothL1Loss(x, target, Reduction.MEAN);
  }

  /** The smooth absolute differences, {@code beta = 1}, reduced. */
  public static Tensor smoothL1Loss(Tensor x, Tensor target, Reduction reduction) {
    return smoothL1Loss(x, target, reduction, 1);
  }

  /** With d the absolute difference: {@code d² / (2 beta)} below {@code beta}, {@code d - beta / 2} from there on; reduced. */
  public static Tensor smoothL1Loss(Tensor x, Tensor target, Reduction reduction, double beta) {
    return Losses.smoothL1(x, target, reduction, beta);
  }

  /** The mean of the Huber losses, {@code delta = 1}. */
  public static Tensor huberLoss(Tensor x, Tensor target) {
    return huberLoss(x, target, Reduction.MEAN);
  }

  /** The Huber losses, {@code delta = 1}, reduced. */
  public static Tensor huberLoss(Tensor x, Tensor target, Reduction reduction) {
    return huberLoss(x, target, reduction, 1);
  }

  /** With d the absolute difference: {@code d² / 2} up to {@code delta}, {@code delta (d - delta / 2)} beyond; reduced. */
  public static Tensor huberLoss(Tensor x, Tensor target, Reduction reduction, double delta) {
    return Losses.huber(x, target, reduction, delta);
  }

  /** The mean cross entropy of class numbers [N] or probabilities [N, C] against unnormalized predictions [N, C]. */
  public static Tensor crossEntropy(Tensor x, Tensor target) {
    return crossEntropy(x, target, null, -100, Reduction.MEAN, 0);
  }

  /** The cross entropy, reduced. */
  public static Tensor crossEntropy(Tensor x, Tensor target, Reduction reduction) {
    return crossEntropy(x, target, null, -100, reduction, 0);
  }

  /** The mean cross entropy with a weight for each class. */
  public static Tensor crossEntropy(Tensor x, Tensor target, @Nullable Tensor weight) {
    return crossEntropy(x, target, weight, -100, Reduction.MEAN, 0);
  }

  /** The cross entropy of targets against unnormalized predictions [C], [N, C] or [N, C, S…].
   *
   * @param target class numbers (int64) in the shape of the predictions without the classes, or probabilities in their shape
   * @param weight a weight for each class; the mean over class numbers is weighted by them
   * @param ignoreIndex samples with this class number count nothing
   * @param labelSmoothing the part of the target that is spread evenly over all classes
   */
  public static Tensor crossEntropy(Tensor x, Tensor target, @Nullable Tensor weight, int ignoreIndex,
      Reduction reduction, double labelSmoothing) {
    return Classification.crossEntropy(x, target, weight, ignoreIndex, reduction, labelSmoothing);
  }

  /** The mean negative log-likelihood of class numbers [N] under log-probabilities [N, C]. */
  public static Tensor nllLoss(Tensor x, Tensor target) {
    return nllLoss(x, target, null, -100, Reduction.MEAN);
  }

  /** The negative log-likelihood, reduced. */
  public static Tensor nllLoss(Tensor x, Tensor target, Reduction reduction) {
    return nllLoss(x, target, null, -100, reduction);
  }

  /** The negative log-likelihood of class numbers under log-probabilities; see {@link #crossEntropy(Tensor, Tensor, Tensor, int, Reduction, double)}. */
  public static Tensor nllLoss(Tensor x, Tensor target, @Nullable Tensor weight, int ignoreIndex, Reduction reduction) {
    return Classification.nll(x, target, weight, ignoreIndex, reduction);
  }

  /** The mean cross entropy of probabilities {@code x} against targets from 0 to 1; logarithms are at least -100. */
  public static Tensor binaryCrossEntropy(Tensor x, Tensor target) {
    return binaryCrossEntropy(x, target, null, Reduction.MEAN);
  }

  /** The cross entropy of probabilities {@code x} against targets from 0 to 1, weighted and reduced; logarithms are at least -100. */
  public static Tensor binaryCrossEntropy(Tensor x, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    return Losses.binaryCrossEntropy(x, target, weight, reduction);
  }

  /** The mean cross entropy of {@code sigmoid(x)} against targets from 0 to 1, without overflow. */
  public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target) {
    return binaryCrossEntropyWithLogits(x, target, null, Reduction.MEAN, null);
  }

  /** The cross entropy of {@code sigmoid(x)} against targets from 0 to 1, weighted and reduced; {@code posWeight} multiplies what positive targets cost. */
  public static Tensor binaryCrossEntropyWithLogits(Tensor x, Tensor target, @Nullable Tensor weight,
      Reduction reduction, @Nullable Tensor posWeight) {
    return Losses.binaryCrossEntropyWithLogits(x, target, weight, reduction, posWeight);
  }

  /** The divergence {@code target (log target - x)} of log-probabilities {@code x}, reduced; {@link Reduction#BATCH_MEAN} is the mathematical one. */
  public static Tensor klDiv(Tensor x, Tensor target, Reduction reduction) {
    return klDiv(x, target, reduction, false);
  }

  /** The divergence of log-probabilities {@code x}, reduced; the target is a log-probability as well if {@code logTarget}. */
  public static Tensor klDiv(Tensor x, Tensor target, Reduction reduction, boolean logTarget) {
    return Losses.klDiv(x, target, reduction, logTarget);
  }

  /** The mean of {@code exp(x) - target x}. */
  public static Tensor poissonNllLoss(Tensor x, Tensor target) {
    return poissonNllLoss(x, target, true, false, 1e-8, Reduction.MEAN);
  }

  /** {@code exp(x) - target x}, or {@code x - target log(x + eps)} unless {@code logInput}, reduced; {@code full} adds Stirling's term. */
  public static Tensor poissonNllLoss(Tensor x, Tensor target, boolean logInput, boolean full, double eps,
      Reduction reduction) {
    return Losses.poissonNll(x, target, logInput, full, eps, reduction);
  }

  /** The mean of {@code (log var + (x - target)² / var) / 2}. */
  public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor var) {
    return gaussianNllLoss(x, target, var, false, 1e-6, Reduction.MEAN);
  }

  /** {@code (log var + (x - target)² / var) / 2}, reduced; variances are at least {@code eps}, {@code full} adds {@code log(2π) / 2}. */
  public static Tensor gaussianNllLoss(Tensor x, Tensor target, Tensor var, boolean full, double eps,
      Reduction reduction) {
    return Losses.gaussianNll(x, target, var, full, eps, reduction);
  }

  /** The mean of {@code x} where the target is 1 and {@code max(0, 1 - x)} where it is -1. */
  public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target) {
    return hingeEmbeddingLoss(x, target, 1, Reduction.MEAN);
  }

  /** {@code x} where the target is 1 and {@code max(0, margin - x)} where it is -1, reduced. */
  public static Tensor hingeEmbeddingLoss(Tensor x, Tensor target, double margin, Reduction reduction) {
    return Losses.hingeEmbedding(x, target, margin, reduction);
  }

  /** The mean of {@code max(0, -target (x1 - x2))}. */
  public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target) {
    return marginRankingLoss(x1, x2, target, 0, Reduction.MEAN);
  }

  /** {@code max(0, -target (x1 - x2) + margin)}, reduced. */
  public static Tensor marginRankingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
    return Losses.marginRanking(x1, x2, target, margin, reduction);
  }

  /** The mean of {@code log(1 + exp(-target x))}. */
  public static Tensor softMarginLoss(Tensor x, Tensor target) {
    return softMarginLoss(x, target, Reduction.MEAN);
  }

  /** {@code log(1 + exp(-target x))}, reduced. */
  public static Tensor softMarginLoss(Tensor x, Tensor target, Reduction reduction) {
    return Losses.softMargin(x, target, reduction);
  }

  /** The mean of {@code 1 - cos} for pairs with target 1 and {@code max(0, cos)} for those with -1. */
  public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target) {
    return cosineEmbeddingLoss(x1, x2, target, 0, Reduction.MEAN);
  }

  /** {@code 1 - cos} for pairs with target 1 and {@code max(0, cos - margin)} for those with -1, reduced. */
  public static Tensor cosineEmbeddingLoss(Tensor x1, Tensor x2, Tensor target, double margin, Reduction reduction) {
    return Losses.cosineEmbedding(x1, x2, target, margin, reduction);
  }

  /** The mean of {@code max(0, d(anchor, positive) - d(anchor, negative) + 1)} with the Euclidean distance. */
  public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative) {
    return tripletMarginLoss(anchor, positive, negative, 1, 2, 1e-6, false, Reduction.MEAN);
  }

  /** {@code max(0, d(anchor, positive) - d(anchor, negative) + margin)} with the p-norm as distance, reduced; {@code swap} takes the distance of the
   * negative to the positive where that is smaller.
   */
  public static Tensor tripletMarginLoss(
      Tensor anchor, Tensor positive, Tensor negative, double margin, double p, double eps, boolean swap,
      Reduction reduction) {
    return Losses.tripletMargin(anchor, positive, negative, margin, p, eps, swap, reduction);
  }

  /** {@link #tripletMarginLoss} with another distance. */
  public static Tensor tripletMarginWithDistanceLoss(
      Tensor anchor, Tensor positive, Tensor negative, BinaryOperator<Tensor> distance, double margin, boolean swap,
      Reduction reduction) {
    return Losses.tripletMargin(anchor, positive, negative, distance, margin, swap, reduction);
  }

  /** {@link #tripletMarginWithDistanceLoss} with the Euclidean distance. */
  public static Tensor tripletMarginWithDistanceLoss(
      Tensor anchor, Tensor positive, Tensor negative, double margin, boolean swap, Reduction reduction) {
    return tripletMarginWithDistanceLoss(anchor, positive, negative, F::pairwiseDistance, margin, swap, reduction);
  }

  /** {@link #tripletMarginWithDistanceLoss} with the Euclidean distance and margin 1, averaged. */
  public static Tensor tripletMarginWithDistanceLoss(Tensor anchor, Tensor positive, Tensor negative) {
    return tripletMarginWithDistanceLoss(anchor, positive, negative, F::pairwiseDistance, 1, false, Reduction.MEAN);
  }

  /** The mean over samples and classes of the cross entropy of {@code sigmoid(x)}. */
  public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target) {
    return multilabelSoftMarginLoss(x, target, null, Reduction.MEAN);
  }

  /** The mean over the classes of the cross entropy of {@code sigmoid(x)}, weighted by class, then reduced over the samples. */
  public static Tensor multilabelSoftMarginLoss(Tensor x, Tensor target, @Nullable Tensor weight, Reduction reduction) {
    return Losses.multilabelSoftMargin(x, target, weight, reduction);
  }

  /** The mean over samples of {@code Σ max(0, 1 - x[y] + x[j]) / C}, the sum over the classes j other than the target y. */
  public static Tensor multiMarginLoss(Tensor x, Tensor target) {
    return multiMarginLoss(x, target, 1, 1, null, Reduction.MEAN);
  }

  /** {@code weight[y] Σ max(0, margin - x[y] + x[j])^p / C} for each sample, the sum over the classes j other than the target y; p is 1 or 2; reduced. */
  public static Tensor multiMarginLoss(Tensor x, Tensor target, double p, double margin, @Nullable Tensor weight,
      Reduction reduction) {
    return Losses.multiMargin(x, target, p, margin, weight, reduction);
  }

  /** The mean of {@code Σ max(0, 1 - x[y] + x[j]) / C} over the target classes y (those before the first -1) and the other classes j. */
  public static Tensor multilabelMarginLoss(Tensor x, Tensor target) {
    return multilabelMarginLoss(x, target, Reduction.MEAN);
  }

  /** {@code Σ max(0, 1 - x[y] + x[j]) / C} over the target classes y (those before the first -1) and the other classes j, reduced. */
  public static Tensor multilabelMarginLoss(Tensor x, Tensor target, Reduction reduction) {
    return Losses.multilabelMargin(x, target, reduction);
  }

  /**
   * The connectionist temporal classification loss of log-probabilities [T, N, C] (or [T, C]): how unlikely it is that they spell the targets
   * when repetitions and blanks are dropped. The mean is over the losses divided by the target lengths. The gradient takes the distributions to
   * be normalized, as those from {@link #logSoftmax(Tensor, int)} are; it cannot be differentiated again.
   *
   * @param targets class numbers [N, S], or all targets one after the other
   * @param inputLengths how many of the T steps each sample has
   * @param targetLengths how many labels each target has
   * @param blank the class that stands for no label
   * @param zeroInfinity whether infinite losses (targets that don't fit) count as 0
   */
  public static Tensor ctcLoss(
      Tensor logProbs, Tensor targets, int[] inputLengths, int[] targetLengths, int blank, Reduction reduction,
      boolean zeroInfinity) {
    return Ctc.ctc(logProbs, targets, inputLengths, targetLengths, blank, reduction, zeroInfinity);
  }

  // --- dropout ---

  /**
   * A draw from the categories along {@code axis} with probabilities {@code softmax(logits)}, softened: the softmax of logits and Gumbel noise,
   * divided by {@code tau}. With {@code hard} the value is one-hot and the gradient that of the soft draw.
   */
  public static Tensor gumbelSoftmax(Tensor logits, double tau, boolean hard, int axis) {
    return Dropout.gumbelSoftmax(logits, tau, hard, axis);
  }

  /** Zeros a random half of the elements and doubles the others. */
  public static Tensor dropout(Tensor x) {
    return Dropout.dropout(x, 0.5, true);
  }

  /** Zeros each element with probability {@code p} and divides the others by {@code 1 - p}. */
  public static Tensor dropout(Tensor x, double p) {
    return Dropout.dropout(x, p, true);
  }

  /** Zeros a random half of the elements and doubles the others; leaves {@code x} as it is unless {@code training}. */
  public static Tensor dropout(Tensor x, boolean training) {
    return Dropout.dropout(x, 0.5, training);
  }

  /** Zeros each element with probability {@code p} and divides the others by {@code 1 - p}; leaves {@code x} as it is unless {@code training}. */
  public static Tensor dropout(Tensor x, double p, boolean training) {
    return Dropout.dropout(x, p, training);
  }

  /** In place {@link #dropout(Tensor, double, boolean)}. */
  public static Tensor dropout_(Tensor x, double p, boolean training) {
    return Dropout.dropout_(x, p, training);
  }

  /** {@link #dropout} of whole channels: [N, C] or [N, C, L]. */
  public static Tensor dropout1d(Tensor x, double p, boolean training) {
    return Dropout.channels(x, p, training, 2);
  }

  /** {@link #dropout} of whole channels: [N, C, H, W]. */
  public static Tensor dropout2d(Tensor x, double p, boolean training) {
    return Dropout.channels(x, p, training, 3);
  }

  /** {@link #dropout} of whole channels: [N, C, D, H, W]. */
  public static Tensor dropout3d(Tensor x, double p, boolean training) {
    return Dropout.channels(x, p, training, 4);
  }

  /** Dropout that keeps mean 0 and variance 1, for {@code selu}: dropped elements take its limit at -∞, then all are scaled and shifted. */
  public static Tensor alphaDropout(Tensor x, double p, boolean training) {
    return Dropout.alpha(x, p, training, false);
  }

  /** {@link #alphaDropout} of whole channels: [N, C, …]. */
  public static Tensor featureAlphaDropout(Tensor x, double p, boolean training) {
    return Dropout.alpha(x, p, training, true);
  }

  // --- convolution ---

  /** The convolution (cross-correlation) of x [N, C, L] or [C, L] with weight [O, C / groups, K…]. */
  public static Tensor conv1d(Tensor x, Tensor weight) {
    return conv1d(x, weight, null);
  }

  /** As {@link #conv1d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return conv1d(x, weight, bias, 1, 0);
  }

  /** As {@link #conv1d(Tensor, Tensor)}, with steps of {@code stride} and {@code padding} zeros on both sides of each axis. */
  public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return conv1d(x, weight, bias, stride, padding, 1, 1);
  }

  /** As {@link #conv1d(Tensor, Tensor)}; {@code dilation} spreads the kernel, channels are split into {@code groups} that do not mix. */
  public static Tensor conv1d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation,
      int groups) {
    return Conv.conv(1, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {dilation}, groups);
  }

  /** As {@link #conv1d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor conv1d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
    return Conv.conv(1, x, weight, bias, stride, padding, dilation, groups);
  }

  /** As {@link #conv1d(Tensor, Tensor)}; {@code padding} is "valid" (none) or "same" (the result has the input's size; stride 1). */
  public static Tensor conv1d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, String padding, int[] dilation, int groups) {
    return Conv.conv(1, x, weight, bias, stride, padding, dilation, groups);
  }

  /** The convolution (cross-correlation) of x [N, C, H, W] or [C, H, W] with weight [O, C / groups, K…]. */
  public static Tensor conv2d(Tensor x, Tensor weight) {
    return conv2d(x, weight, null);
  }

  /** As {@link #conv2d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return conv2d(x, weight, bias, 1, 0);
  }

  /** As {@link #conv2d(Tensor, Tensor)}, with steps of {@code stride} and {@code padding} zeros on both sides of each axis. */
  public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return conv2d(x, weight, bias, stride, padding, 1, 1);
  }

  /** As {@link #conv2d(Tensor, Tensor)}; {@code dilation} spreads the kernel, channels are split into {@code groups} that do not mix. */
  public static Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation,
      int groups) {
    return Conv.conv(2, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {dilation}, groups);
  }

  /** As {@link #conv2d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor conv2d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
    return Conv.conv(2, x, weight, bias, stride, padding, dilation, groups);
  }

  /** As {@link #conv2d(Tensor, Tensor)}; {@code padding} is "valid" (none) or "same" (the result has the input's size; stride 1). */
  public static Tensor conv2d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, String padding, int[] dilation, int groups) {
    return Conv.conv(2, x, weight, bias, stride, padding, dilation, groups);
  }

  /** The convolution (cross-correlation) of x [N, C, D, H, W] or [C, D, H, W] with weight [O, C / groups, K…]. */
  public static Tensor conv3d(Tensor x, Tensor weight) {
    return conv3d(x, weight, null);
  }

  /** As {@link #conv3d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor conv3d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return conv3d(x, weight, bias, 1, 0);
  }

  /** As {@link #conv3d(Tensor, Tensor)}, with steps of {@code stride} and {@code padding} zeros on both sides of each axis. */
  public static Tensor conv3d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
    return conv3d(x, weight, bias, stride, padding, 1, 1);
  }

  /** As {@link #conv3d(Tensor, Tensor)}; {@code dilation} spreads the kernel, channels are split into {@code groups} that do not mix. */
  public static Tensor conv3d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int dilation,
      int groups) {
    return Conv.conv(3, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {dilation}, groups);
  }

  /** As {@link #conv3d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor conv3d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] dilation, int groups) {
    return Conv.conv(3, x, weight, bias, stride, padding, dilation, groups);
  }

  /** As {@link #conv3d(Tensor, Tensor)}; {@code padding} is "valid" (none) or "same" (the result has the input's size; stride 1). */
  public static Tensor conv3d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, String padding, int[] dilation, int groups) {
    return Conv.conv(3, x, weight, bias, stride, padding, dilation, groups);
  }

  /** The transposed convolution of x [N, C, L] or [C, L] with weight [C, O / groups, K…]: the input gradient of {@link #conv1d}. */
  public static Tensor convTranspose1d(Tensor x, Tensor weight) {
    return convTranspose1d(x, weight, null);
  }

  /** As {@link #convTranspose1d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor convTranspose1d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return convTranspose1d(x, weight, bias, 1, 0, 0, 1, 1);
  }

  /**
   * As {@link #convTranspose1d(Tensor, Tensor)} with the settings of the convolution; {@code outputPadding} more positions at the
   * end of each axis.
   */
  public static Tensor convTranspose1d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int outputPadding, int groups,
      int dilation) {
    return Conv.transposed(
        1, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {outputPadding}, groups,
        new int[] {dilation});
  }

  /** As {@link #convTranspose1d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor convTranspose1d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] outputPadding, int groups,
      int[] dilation) {
    return Conv.transposed(1, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }

  /** The transposed convolution of x [N, C, H, W] or [C, H, W] with weight [C, O / groups, K…]: the input gradient of {@link #conv2d}. */
  public static Tensor convTranspose2d(Tensor x, Tensor weight) {
    return convTranspose2d(x, weight, null);
  }

  /** As {@link #convTranspose2d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor convTranspose2d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return convTranspose2d(x, weight, bias, 1, 0, 0, 1, 1);
  }

  /**
   * As {@link #convTranspose2d(Tensor, Tensor)} with the settings of the convolution; {@code outputPadding} more positions at the
   * end of each axis.
   */
  public static Tensor convTranspose2d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int outputPadding, int groups,
      int dilation) {
    return Conv.transposed(
        2, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {outputPadding}, groups,
        new int[] {dilation});
  }

  /** As {@link #convTranspose2d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor convTranspose2d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] outputPadding, int groups,
      int[] dilation) {
    return Conv.transposed(2, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }

  /**
   * The transposed convolution of x [N, C, D, H, W] or [C, D, H, W] with weight [C, O / groups, K…]: the input gradient of {@link
   * #conv3d}.
   */
  public static Tensor convTranspose3d(Tensor x, Tensor weight) {
    return convTranspose3d(x, weight, null);
  }

  /** As {@link #convTranspose3d(Tensor, Tensor)} plus {@code bias} [O]. */
  public static Tensor convTranspose3d(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return convTranspose3d(x, weight, bias, 1, 0, 0, 1, 1);
  }

  /**
   * As {@link #convTranspose3d(Tensor, Tensor)} with the settings of the convolution; {@code outputPadding} more positions at the
   * end of each axis.
   */
  public static Tensor convTranspose3d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding, int outputPadding, int groups,
      int dilation) {
    return Conv.transposed(
        3, x, weight, bias, new int[] {stride}, new int[] {padding}, new int[] {outputPadding}, groups,
        new int[] {dilation});
  }

  /** As {@link #convTranspose3d(Tensor, Tensor)} with a number for each axis, or one for all. */
  public static Tensor convTranspose3d(
      Tensor x, Tensor weight, @Nullable Tensor bias, int[] stride, int[] padding, int[] outputPadding, int groups,
      int[] dilation) {
    return Conv.transposed(3, x, weight, bias, stride, padding, outputPadding, groups, dilation);
  }

  /** The windows of images [N, C, H, W] or [C, H, W] as columns: [N, C·K, windows] (im2col). */
  public static Tensor unfold(Tensor x, int kernel) {
    return unfold(x, kernel, 1, 0, 1);
  }

  /** As {@link #unfold(Tensor, int)} with the settings of a convolution. */
  public static Tensor unfold(Tensor x, int kernel, int dilation, int padding, int stride) {
    return Unfold.unfold(x, new int[] {kernel}, new int[] {dilation}, new int[] {padding}, new int[] {stride});
  }

  /** As {@link #unfold(Tensor, int)} with a number for each axis, or one for all. */
  public static Tensor unfold(Tensor x, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    return Unfold.unfold(x, kernel, dilation, padding, stride);
  }

  /**
   * Images of size {@code outputSize} from columns [N, C·K, windows]: overlapping windows are added; the transpose of {@link
   * #unfold(Tensor, int)}.
   */
  public static Tensor fold(Tensor x, int[] outputSize, int kernel) {
    return Unfold.fold(x, outputSize, new int[] {kernel}, new int[] {1}, new int[] {0}, new int[] {1});
  }

  /** As {@link #fold(Tensor, int[], int)} with the settings of a convolution, a number for each axis, or one for all. */
  public static Tensor fold(Tensor x, int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    return Unfold.fold(x, outputSize, kernel, dilation, padding, stride);
  }

  // --- pooling ---

  /** The largest element of each window of x [N, C, L] or [C, L]; windows lie side by side. */
  public static Tensor maxPool1d(Tensor x, int kernel) {
    return maxPool1d(x, kernel, kernel, 0);
  }

  /** As {@link #maxPool1d(Tensor, int)} with steps of {@code stride}; padding never wins. */
  public static Tensor maxPool1d(Tensor x, int kernel, int stride, int padding) {
    return maxPool1d(x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, new int[] {1}, false);
  }

  /**
   * As {@link #maxPool1d(Tensor, int)} with a number for each axis, or one for all; {@code ceilMode} keeps a last window that is
   * not full.
   */
  public static Tensor maxPool1d(
      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(1, x, kernel, stride, padding, dilation, ceilMode).values();
  }

  /** As {@link #maxPool1d(Tensor, int)}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices maxPool1dWithIndices(Tensor x, int kernel) {
    return maxPool1dWithIndices(x, new int[] {kernel}, null, new int[] {0}, new int[] {1}, false);
  }

  /** As {@link #maxPool1dWithIndices(Tensor, int)} with all settings. */
  public static ValuesIndices maxPool1dWithIndices(

      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(1, x, kernel, stride, padding, dilation, ceilMode);
  }

  /** The largest element of each window of x [N, C, H, W] or [C, H, W]; windows lie side by side. */
  public static Tensor maxPool2d(Tensor x, int kernel) {
    return maxPool2d(x, kernel, kernel, 0);
  }

  /** As {@link #maxPool2d(Tensor, int)} with steps of {@code stride}; padding never wins. */
  public static Tensor maxPool2d(Tensor x, int kernel, int stride, int padding) {
    return maxPool2d(x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, new int[] {1}, false);
  }

  /**
   * As {@link #maxPool2d(Tensor, int)} with a number for each axis, or one for all; {@code ceilMode} keeps a last window that is
   * not full.
   */
  public static Tensor maxPool2d(
      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(2, x, kernel, stride, padding, dilation, ceilMode).values();
  }

  /** As {@link #maxPool2d(Tensor, int)}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices maxPool2dWithIndices(Tensor x, int kernel) {
    return maxPool2dWithIndices(x, new int[] {kernel}, null, new int[] {0}, new int[] {1}, false);
  }

  /** As {@link #maxPool2dWithIndices(Tensor, int)} with all settings. */
  public static ValuesIndices maxPool2dWithIndices(

      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(2, x, kernel, stride, padding, dilation, ceilMode);
  }

  /** The largest element of each window of x [N, C, D, H, W] or [C, D, H, W]; windows lie side by side. */
  public static Tensor maxPool3d(Tensor x, int kernel) {
    return maxPool3d(x, kernel, kernel, 0);
  }

  /** As {@link #maxPool3d(Tensor, int)} with steps of {@code stride}; padding never wins. */
  public static Tensor maxPool3d(Tensor x, int kernel, int stride, int padding) {
    return maxPool3d(x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, new int[] {1}, false);
  }

  /**
   * As {@link #maxPool3d(Tensor, int)} with a number for each axis, or one for all; {@code ceilMode} keeps a last window that is
   * not full.
   */
  public static Tensor maxPool3d(
      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(3, x, kernel, stride, padding, dilation, ceilMode).values();
  }

  /** As {@link #maxPool3d(Tensor, int)}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices maxPool3dWithIndices(Tensor x, int kernel) {
    return maxPool3dWithIndices(x, new int[] {kernel}, null, new int[] {0}, new int[] {1}, false);
  }

  /** As {@link #maxPool3dWithIndices(Tensor, int)} with all settings. */
  public static ValuesIndices maxPool3dWithIndices(

      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, int[] dilation, boolean ceilMode) {
    return Pooling.maxPool(3, x, kernel, stride, padding, dilation, ceilMode);
  }

  /** Zeros, with the elements of x where {@code indices} of {@link #maxPool1dWithIndices(Tensor, int)} say. */
  public static Tensor maxUnpool1d(Tensor x, Tensor indices, int kernel) {
    return maxUnpool1d(x, indices, new int[] {kernel}, null, new int[] {0}, null);
  }

  /**
   * As {@link #maxUnpool1d(Tensor, Tensor, int)} with the settings of the pooling; {@code outputSize} tells the size where
   * several would do.
   */
  public static Tensor maxUnpool1d(

      Tensor x, Tensor indices, int[] kernel, int @Nullable [] stride, int[] padding, int @Nullable [] outputSize) {
    return Pooling.maxUnpool(1, x, indices, kernel, stride, padding, outputSize);
  }

  /** Zeros, with the elements of x where {@code indices} of {@link #maxPool2dWithIndices(Tensor, int)} say. */
  public static Tensor maxUnpool2d(Tensor x, Tensor indices, int kernel) {
    return maxUnpool2d(x, indices, new int[] {kernel}, null, new int[] {0}, null);
  }

  /**
   * As {@link #maxUnpool2d(Tensor, Tensor, int)} with the settings of the pooling; {@code outputSize} tells the size where
   * several would do.
   */
  public static Tensor maxUnpool2d(

      Tensor x, Tensor indices, int[] kernel, int @Nullable [] stride, int[] padding, int @Nullable [] outputSize) {
    return Pooling.maxUnpool(2, x, indices, kernel, stride, padding, outputSize);
  }

  /** Zeros, with the elements of x where {@code indices} of {@link #maxPool3dWithIndices(Tensor, int)} say. */
  public static Tensor maxUnpool3d(Tensor x, Tensor indices, int kernel) {
    return maxUnpool3d(x, indices, new int[] {kernel}, null, new int[] {0}, null);
  }

  /**
   * As {@link #maxUnpool3d(Tensor, Tensor, int)} with the settings of the pooling; {@code outputSize} tells the size where
   * several would do.
   */
  public static Tensor maxUnpool3d(

      Tensor x, Tensor indices, int[] kernel, int @Nullable [] stride, int[] padding, int @Nullable [] outputSize) {
    return Pooling.maxUnpool(3, x, indices, kernel, stride, padding, outputSize);
  }

  /** The mean of each window of x [N, C, L] or [C, L]; windows lie side by side. */
  public static Tensor avgPool1d(Tensor x, int kernel) {
    return avgPool1d(x, kernel, kernel, 0);
  }

  /** As {@link #avgPool1d(Tensor, int)} with steps of {@code stride}; padding counts as zeros. */
  public static Tensor avgPool1d(Tensor x, int kernel, int stride, int padding) {
    return Pooling.avgPool(1, x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, false, true, null);
  }

  /**
   * As {@link #avgPool1d(Tensor, int)}; {@code ceilMode} keeps a last window that is not full, padding counts if {@code
   * countIncludePad}.
   */
  public static Tensor avgPool1d(

      Tensor x, int[] kernel, int @Nullable [] stride, int[] padding, boolean ceilMode, boolean countIncludePad) {
    return Pooling.avgPool(1, x, kernel, stride, padding, ceilMode, countIncludePad, null);
  }

  /** The mean of each window of x [N, C, H, W] or [C, H, W]; windows lie side by side. */
  public static Tensor avgPool2d(Tensor x, int kernel) {
    return avgPool2d(x, kernel, kernel, 0);
  }

  /** As {@link #avgPool2d(Tensor, int)} with steps of {@code stride}; padding counts as zeros. */
  public static Tensor avgPool2d(Tensor x, int kernel, int stride, int padding) {
    return Pooling.avgPool(2, x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, false, true, null);
  }

  /**
   * As {@link #avgPool2d(Tensor, int)} with a number for each axis; {@code divisorOverride} is divided by instead of the window's
   * size.
   */
  public static Tensor avgPool2d(

      Tensor x,
      int[] kernel,
      int @Nullable [] stride,
      int[] padding,
      boolean ceilMode,
      boolean countIncludePad,
      @Nullable Integer divisorOverride) {
    return Pooling.avgPool(2, x, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);
  }

  /** The mean of each window of x [N, C, D, H, W] or [C, D, H, W]; windows lie side by side. */
  public static Tensor avgPool3d(Tensor x, int kernel) {
    return avgPool3d(x, kernel, kernel, 0);
  }

  /** As {@link #avgPool3d(Tensor, int)} with steps of {@code stride}; padding counts as zeros. */
  public static Tensor avgPool3d(Tensor x, int kernel, int stride, int padding) {
    return Pooling.avgPool(3, x, new int[] {kernel}, new int[] {stride}, new int[] {padding}, false, true, null);
  }

  /**
   * As {@link #avgPool3d(Tensor, int)} with a number for each axis; {@code divisorOverride} is divided by instead of the window's
   * size.
   */
  public static Tensor avgPool3d(

      Tensor x,
      int[] kernel,
      int @Nullable [] stride,
      int[] padding,
      boolean ceilMode,
      boolean countIncludePad,
      @Nullable Integer divisorOverride) {
    return Pooling.avgPool(3, x, kernel, stride, padding, ceilMode, countIncludePad, divisorOverride);
  }

  /** The means of windows that divide x [N, C, L] or [C, L] as evenly as they can; one size for all axes, -1 for that of the input. */
  public static Tensor adaptiveAvgPool1d(Tensor x, int... outputSize) {
    return Pooling.adaptiveAvgPool(1, x, outputSize);
  }

  /**
   * The means of windows that divide x [N, C, H, W] or [C, H, W] as evenly as they can; one size for all axes, -1 for that of the
   * input.
   */
  public static Tensor adaptiveAvgPool2d(Tensor x, int... outputSize) {
    return Pooling.adaptiveAvgPool(2, x, outputSize);
  }

  /**
   * The means of windows that divide x [N, C, D, H, W] or [C, D, H, W] as evenly as they can; one size for all axes, -1 for that
   * of the input.
   */
  public static Tensor adaptiveAvgPool3d(Tensor x, int... outputSize) {
    return Pooling.adaptiveAvgPool(3, x, outputSize);
  }

  /**
   * The largest elements of windows that divide x [N, C, L] or [C, L] as evenly as they can; one size for all axes, -1 for the
   * input's.
   */
  public static Tensor adaptiveMaxPool1d(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(1, x, outputSize).values();
  }

  /** As {@link #adaptiveMaxPool1d}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices adaptiveMaxPool1dWithIndices(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(1, x, outputSize);
  }

  /**
   * The largest elements of windows that divide x [N, C, H, W] or [C, H, W] as evenly as they can; one size for all axes, -1 for
   * the input's.
   */
  public static Tensor adaptiveMaxPool2d(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(2, x, outputSize).values();
  }

  /** As {@link #adaptiveMaxPool2d}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices adaptiveMaxPool2dWithIndices(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(2, x, outputSize);
  }

  /**
   * The largest elements of windows that divide x [N, C, D, H, W] or [C, D, H, W] as evenly as they can; one size for all axes,
   * -1 for the input's.
   */
  public static Tensor adaptiveMaxPool3d(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(3, x, outputSize).values();
  }

  /** As {@link #adaptiveMaxPool3d}, with the row-major position of each largest element in its image (int64). */
  public static ValuesIndices adaptiveMaxPool3dWithIndices(Tensor x, int... outputSize) {
    return Pooling.adaptiveMaxPool(3, x, outputSize);
  }

  /** {@code (Σ xᵖ)^(1/p)} over each window of x [N, C, L] or [C, L]; windows lie side by side. */
  public static Tensor lpPool1d(Tensor x, double p, int kernel) {
    return lpPool1d(x, p, new int[] {kernel}, null, false);
  }

  /** As {@link #lpPool1d(Tensor, double, int)} with all settings. */
  public static Tensor lpPool1d(Tensor x, double p, int[] kernel, int @Nullable [] stride, boolean ceilMode) {
    return Pooling.lpPool(1, x, p, kernel, stride, ceilMode);
  }

  /** {@code (Σ xᵖ)^(1/p)} over each window of x [N, C, H, W] or [C, H, W]; windows lie side by side. */
  public static Tensor lpPool2d(Tensor x, double p, int kernel) {
    return lpPool2d(x, p, new int[] {kernel}, null, false);
  }

  /** As {@link #lpPool2d(Tensor, double, int)} with all settings. */
  public static Tensor lpPool2d(Tensor x, double p, int[] kernel, int @Nullable [] stride, boolean ceilMode) {
    return Pooling.lpPool(2, x, p, kernel, stride, ceilMode);
  }

  /** {@code (Σ xᵖ)^(1/p)} over each window of x [N, C, D, H, W] or [C, D, H, W]; windows lie side by side. */
  public static Tensor lpPool3d(Tensor x, double p, int kernel) {
    return lpPool3d(x, p, new int[] {kernel}, null, false);
  }

  /** As {@link #lpPool3d(Tensor, double, int)} with all settings. */
  public static Tensor lpPool3d(Tensor x, double p, int[] kernel, int @Nullable [] stride, boolean ceilMode) {
    return Pooling.lpPool(3, x, p, kernel, stride, ceilMode);
  }

  /** The largest elements of windows that lie at random, drawn from the default generator; see {@link #maxPool2d(Tensor, int)}. */
  public static Tensor fractionalMaxPool2d(Tensor x, int[] kernel, int[] outputSize) {
    return Pooling.fractionalMaxPool(2, x, kernel, outputSize, null).values();
  }

  /**
   * As {@link #fractionalMaxPool2d(Tensor, int[], int[])}, with positions; {@code randomSamples} [N, C, 2] in [0, 1] set where the windows lie,
   * null draws them.
   */
  public static ValuesIndices fractionalMaxPool2dWithIndices(
      Tensor x, int[] kernel, int[] outputSize, @Nullable Tensor randomSamples) {
    return Pooling.fractionalMaxPool(2, x, kernel, outputSize, randomSamples);
  }

  /** The largest elements of windows that lie at random, drawn from the default generator; see {@link #maxPool3d(Tensor, int)}. */
  public static Tensor fractionalMaxPool3d(Tensor x, int[] kernel, int[] outputSize) {
    return Pooling.fractionalMaxPool(3, x, kernel, outputSize, null).values();
  }

  /**
   * As {@link #fractionalMaxPool3d(Tensor, int[], int[])}, with positions; {@code randomSamples} [N, C, 3] in [0, 1] set where the windows lie,
   * null draws them.
   */
  public static ValuesIndices fractionalMaxPool3dWithIndices(
      Tensor x, int[] kernel, int[] outputSize, @Nullable Tensor randomSamples) {
    return Pooling.fractionalMaxPool(3, x, kernel, outputSize, randomSamples);
  }

  // --- resizing ---

  /**
   * x [N, C, S…] resized to {@code size} (one number for all axes) by "nearest", "nearest-exact", "linear", "bilinear",
   * "bicubic", "trilinear" or "area".
   */
  public static Tensor interpolate(Tensor x, int[] size, String mode) {
    return interpolate(x, size, null, mode, null, null, false);
  }

  /** x [N, C, S…] resized by {@code scaleFactor} (one number for all axes); see {@link #interpolate(Tensor, int[], String)}. */
  public static Tensor interpolate(Tensor x, double[] scaleFactor, String mode) {
    return interpolate(x, null, scaleFactor, mode, null, null, false);
  }

  /**
   * x [N, C, S…] resized to {@code size} or by {@code scaleFactor}, of which one is given.
   *
   * @param alignCorners whether the centres of the corner pixels of input and result coincide; only for the linear and cubic modes
   * @param recomputeScaleFactor whether positions follow from the sizes, not from {@code scaleFactor}
   * @param antialias whether shrinking averages over all that a pixel covers; only for "bilinear" and "bicubic"
   */
  public static Tensor interpolate(
      Tensor x,
      int @Nullable [] size,
      double @Nullable [] scaleFactor,
      String mode,
      @Nullable Boolean alignCorners,
      @Nullable Boolean recomputeScaleFactor,
      boolean antialias) {
    return Interpolation.interpolate(
        x, new Interpolation.Request(size, scaleFactor, mode, alignCorners, recomputeScaleFactor, antialias));
  }

  /** {@link #interpolate(Tensor, int[], String)} by "nearest". */
  public static Tensor upsampleNearest(Tensor x, int[] size) {
    return interpolate(x, size, "nearest");
  }

  /** {@link #interpolate(Tensor, double[], String)} by "nearest". */
  public static Tensor upsampleNearest(Tensor x, double scaleFactor) {
    return interpolate(x, new double[] {scaleFactor}, "nearest");
  }

  /** {@link #interpolate(Tensor, int[], String)} by "bilinear", corners aligned. */
  public static Tensor upsampleBilinear(Tensor x, int[] size) {
    return interpolate(x, size, null, "bilinear", true, null, false);
  }

  /** {@link #interpolate(Tensor, double[], String)} by "bilinear", corners aligned. */
  public static Tensor upsampleBilinear(Tensor x, double scaleFactor) {
    return interpolate(x, null, new double[] {scaleFactor}, "bilinear", true, null, false);
  }

  /** […, C·r², H, W] to […, C, H·r, W·r]: channels become pixels. */
  public static Tensor pixelShuffle(Tensor x, int upscaleFactor) {
    return Interpolation.pixelShuffle(x, upscaleFactor);
  }

  /** […, C, H·r, W·r] to […, C·r², H, W]: pixels become channels. */
  public static Tensor pixelUnshuffle(Tensor x, int downscaleFactor) {
    return Interpolation.pixelUnshuffle(x, downscaleFactor);
  }

  /** x [N, C, …] with its channels, as a matrix of {@code groups} rows, read by columns. */
  public static Tensor channelShuffle(Tensor x, int groups) {
    return Interpolation.channelShuffle(x, groups);
  }

  /**
   * The pixels of x [N, C, S…] at the positions that grid [N, P…, n] gives in [-1, 1], x first; result [N, C, P…].
   *
   * @param mode "bilinear", "nearest" or (n = 2) "bicubic"
   * @param paddingMode what lies outside: "zeros", "border" or "reflection"
   * @param alignCorners whether -1 and 1 are the centres of the corner pixels; else their outer edges
   */
  public static Tensor gridSample(Tensor x, Tensor grid, String mode, String paddingMode, boolean alignCorners) {
    return GridSampling.sample(x, grid, mode, paddingMode, alignCorners);
  }

  /** The grid [N, P…, n] for {@link #gridSample} that reads through the affine maps theta [N, n, n + 1]; size is [N, C, P…]. */
  public static Tensor affineGrid(Tensor theta, int[] size, boolean alignCorners) {
    return GridSampling.affine(theta, size, alignCorners);
  }

  // --- linear layers, attention ---

  /** {@code x·weightᵀ}. x […, k], weight [n, k] or [k]. */
  public static Tensor linear(Tensor x, Tensor weight) {
    return linear(x, weight, null);
  }

  /** {@code x·weightᵀ + bias}. x […, k], weight [n, k], bias [n]. */
  public static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
    return Products.linear(x, weight, bias);
  }

  /** {@code Σ x1_i · weight_oij · x2_j + bias_o}. x1 […, i], x2 […, j], weight [o, i, j], bias [o]. */
  public static Tensor bilinear(Tensor x1, Tensor x2, Tensor weight, @Nullable Tensor bias) {
    return Products.bilinear(x1, x2, weight, bias);
  }

  /** {@code softmax(q·kᵀ / √d)·v}. query [B…, L, d], key [B…, S, d], value [B…, S, e], result [B…, L, e]. */
  public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
    return scaledDotProductAttention(query, key, value, null, 0, false, null);
  }

  /**
   * {@code softmax(scale · q·kᵀ + mask)·v}. query [B…, L, d], key [B…, S, d], value [B…, S, e], result [B…, L, e].
   *
   * @param mask broadcasts to [B…, L, S]: truth values tell who takes part, numbers are added; null for none
   * @param dropoutP the probability with which a weight is dropped
   * @param isCausal whether position i attends to none behind i; not together with a mask
   * @param scale null for {@code 1 / √d}
   */
  public static Tensor scaledDotProductAttention(
      Tensor query, Tensor key, Tensor value, @Nullable Tensor mask, double dropoutP, boolean isCausal,
      @Nullable Double scale) {
    return Attention.scaledDotProduct(query, key, value, mask, dropoutP, isCausal, scale);
  }

  /** The p-norms of the differences of all pairs of rows i &lt; j of x [n, k], in row-major order: [n (n - 1) / 2]. */
  public static Tensor pdist(Tensor x, double p) {
    return Distances.within(x, p);
  }

  // --- tables ---

  /** The rows of {@code weight} [N, D] that {@code index} names: [index shape, D]. */
  public static Tensor embedding(Tensor index, Tensor weight) {
    return Embedding.lookup(index, weight, Embedding.NONE, false);
  }

  /** As {@link #embedding(Tensor, Tensor)}; row {@code paddingIdx} gets no gradient. */
  public static Tensor embedding(Tensor index, Tensor weight, int paddingIdx) {
    return Embedding.lookup(index, weight, paddingIdx, false);
  }

  /**
   * As {@link #embedding(Tensor, Tensor)} with all options.
   *
   * @param paddingIdx the row that gets no gradient; null for none
   * @param maxNorm rows that are used are first scaled down, in place, to at most this norm; null for no limit
   * @param normType which norm
   * @param scaleGradByFreq divides the gradient of each row by the number of times it is used
   */
  public static Tensor embedding(Tensor index, Tensor weight, @Nullable Integer paddingIdx, @Nullable Double maxNorm,
      double normType,
      boolean scaleGradByFreq) {
    if (maxNorm != null) {
      Embedding.renormalize(weight, index, maxNorm, normType);
    }
    return Embedding.lookup(index, weight, paddingIdx == null ? Embedding.NONE : paddingIdx, scaleGradByFreq);
  }

  /** The mean of the rows of {@code weight} for each row of the matrix {@code index}. */
  public static Tensor embeddingBag(Tensor index, Tensor weight) {
    return embeddingBag(index, weight, null, null, 2, false, "mean", null, false, null);
  }

  /**
   * The sum, mean or maximum of the rows of {@code weight} in each bag.
   *
   * @param index a matrix with a bag in each row, or a vector with bags that begin at {@code offsets}
   * @param mode "sum", "mean" or "max"
   * @param perSampleWeights factors of the rows, for mode "sum"; null for ones
   * @param includeLastOffset whether {@code offsets} ends with the end of the last bag
   * @param paddingIdx the row that does not count; null for none
   */
  public static Tensor embeddingBag(Tensor index, Tensor weight, @Nullable Tensor offsets, @Nullable Double maxNorm,
      double normType,
      boolean scaleGradByFreq, String mode, @Nullable Tensor perSampleWeights, boolean includeLastOffset,
      @Nullable Integer paddingIdx) {
    if (maxNorm != null) {
      Embedding.renormalize(weight, index, maxNorm, normType);
    }
    return Embedding.bag(index, weight, offsets, scaleGradByFreq, mode, perSampleWeights, includeLastOffset,
        paddingIdx == null ? Embedding.NONE : paddingIdx);
  }

  /** One-hot vectors (int64) on a new last axis, as long as the largest class needs. */
  public static Tensor oneHot(Tensor classes) {
    return Embedding.oneHot(classes, -1);
  }

  /** One-hot vectors (int64) on a new last axis of size {@code numClasses}. */
  public static Tensor oneHot(Tensor classes, int numClasses) {
    return Embedding.oneHot(classes, numClasses);
  }

  // --- padding ---

  /** {@code x} with {@code pad[2i]} zeros in front of and {@code pad[2i + 1]} behind the i-th axis from the end; negative numbers cut off. */
  public static Tensor pad(Tensor x, int... pad) {
    return Padding.pad(x, pad, "constant", 0);
  }

  /** As {@link #pad(Tensor, int...)} with {@code value} in place of 0. */
  public static Tensor pad(Tensor x, int[] pad, double value) {
    return Padding.pad(x, pad, "constant", value);
  }

  /** As {@link #pad(Tensor, int...)} in mode "constant" (zeros), "reflect", "replicate" or "circular". */
  public static Tensor pad(Tensor x, int[] pad, String mode) {
    return Padding.pad(x, pad, mode, 0);
  }

  // --- recurrent networks ---

  /**
   * A stack of LSTM layers (Hochreiter and Schmidhuber 1997): {@code i, f, o = σ(…), g = tanh(…), c' = f c + i g, h' = o tanh(c')}. The list holds
   * the states of the last layer [T, B, D·H] (D directions), the last states of all layers [L·D, B, H], and their last cells.
   *
   * @param x [T, B, I]; [B, T, I] if {@code batchFirst}
   * @param hx the states and the cells before the first step, [L·D, B, H] each
   * @param params for each layer, then direction: weights of input [4H, I] and state [4H, H], both biases if {@code hasBiases}; and a projection
   *     [P, H] of the states, for all or none
   */
  public static List<Tensor> lstm(Tensor x, List<Tensor> hx, List<Tensor> params, boolean hasBiases, int numLayers,
      double dropout, boolean train, boolean bidirectional, boolean batchFirst) {
    return Recurrent.run(new Recurrent.Stack(RecurrentOp.Cell.LSTM, hasBiases, numLayers, dropout, train, bidirectional,
        batchFirst), x, hx.get(0), hx.get(1), params);
  }

  /**
   * A stack of GRU layers (Cho and others 2014): {@code r, z = σ(…), n = tanh(Wx + b + r (Uh + c)), h' = (1 - z) n + z h}. The list holds the
   * states of the last layer and the last states of all layers; shapes as for {@link #lstm}.
   */
  public static List<Tensor> gru(Tensor x, Tensor hx, List<Tensor> params, boolean hasBiases, int numLayers,
      double dropout, boolean train, boolean bidirectional, boolean batchFirst) {
    return Recurrent.run(new Recurrent.Stack(RecurrentOp.Cell.GRU, hasBiases, numLayers, dropout, train, bidirectional,
        batchFirst), x, hx, null, params);
  }

  /** A stack of layers {@code h' = tanh(Wx + b + Uh + c)} (Elman 1990). Shapes and results as for {@link #gru}. */
  public static List<Tensor> rnnTanh(Tensor x, Tensor hx, List<Tensor> params, boolean hasBiases, int numLayers,
      double dropout, boolean train, boolean bidirectional, boolean batchFirst) {
    return Recurrent.run(new Recurrent.Stack(RecurrentOp.Cell.TANH, hasBiases, numLayers, dropout, train, bidirectional,
        batchFirst), x, hx, null, params);
  }

  /** A stack of layers {@code h' = relu(Wx + b + Uh + c)}. Shapes and results as for {@link #gru}. */
  public static List<Tensor> rnnRelu(Tensor x, Tensor hx, List<Tensor> params, boolean hasBiases, int numLayers,
      double dropout, boolean train, boolean bidirectional, boolean batchFirst) {
    return Recurrent.run(new Recurrent.Stack(RecurrentOp.Cell.RELU, hasBiases, numLayers, dropout, train, bidirectional,
        batchFirst), x, hx, null, params);
  }

  /** One step of an LSTM: the new state and the new cells. x [B, I], {@code hx} state and cells [B, H], or all without B. */
  public static List<Tensor> lstmCell(Tensor x, List<Tensor> hx, Tensor inputWeight, Tensor stateWeight,
      @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return List.of(Recurrent.cell(RecurrentOp.Cell.LSTM, x, hx.get(0), hx.get(1), inputWeight, stateWeight, inputBias,
        stateBias));
  }

  /** One step of a GRU. x [B, I], state [B, H], or both without B. */
  public static Tensor gruCell(Tensor x, Tensor hx, Tensor inputWeight, Tensor stateWeight, @Nullable Tensor inputBias,
      @Nullable Tensor stateBias) {
    return Recurrent.cell(RecurrentOp.Cell.GRU, x, hx, null, inputWeight, stateWeight, inputBias, stateBias)[0];
  }

  /** {@code tanh(Wx + b + Uh + c)}. x [B, I], state [B, H], or both without B. */
  public static Tensor rnnTanhCell(Tensor x, Tensor hx, Tensor inputWeight, Tensor stateWeight,
      @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return Recurrent.cell(RecurrentOp.Cell.TANH, x, hx, null, inputWeight, stateWeight, inputBias, stateBias)[0];
  }

  /** {@code relu(Wx + b + Uh + c)}. x [B, I], state [B, H], or both without B. */
  public static Tensor rnnReluCell(Tensor x, Tensor hx, Tensor inputWeight, Tensor stateWeight,
      @Nullable Tensor inputBias, @Nullable Tensor stateBias) {
    return Recurrent.cell(RecurrentOp.Cell.RELU, x, hx, null, inputWeight, stateWeight, inputBias, stateBias)[0];
  }
}
