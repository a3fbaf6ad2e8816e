package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What batch and instance normalisation share: a scale, a shift and running statistics of each channel, all of which may be absent. */
public abstract sealed class ChannelNorm extends Layer permits BatchNorm, InstanceNorm {
  final NormOptions options;
  final @Nullable Tensor runningMean;
  final @Nullable Tensor runningVar;
  final @Nullable Tensor batches;
  private final int features;
  private final @Nullable Tensor weight;
  private final @Nullable Tensor bias;

  ChannelNorm(int features, NormOptions options) {
    this.features = features;
    this.options = options;
    boolean tracked = options.trackRunningStats();
    weight = options.affine() ? parameter("weight", Nabla.ones(features)) : null;
    bias = options.affine() ? parameter("bias", Nabla.zeros(features)) : null;
    runningMean = tracked ? buffer("running_mean", Nabla.zeros(features)) : null;
    runningVar = tracked ? buffer("running_var", Nabla.ones(features)) : null;
    batches = tracked ? buffer("num_batches_tracked", Nabla.tensor(0L)) : null;
  }

  /** The scale of each channel; null if none is learned. */
  public @Nullable Tensor weight() {
    return weight == null ? null : value(weight);
  }

  /** The shift of each channel; null if none is learned. */
  public @Nullable Tensor bias() {
    return bias == null ? null : value(bias);
  }

  /** Whether the moments are those of the input, not the running ones. */
  final boolean usesInput() {
    return isTraining() || runningMean == null;
  }

  /** Refuses inputs whose number of axes lies outside these bounds. */
  final void check(Tensor x, int least, int most) {
    if (x.dim() < least || x.dim() > most) {
      String wanted = least == most ? least + "D" : least + "D or " + most + "D";
      throw new ShapeException(getClass().getSimpleName() + ": expected " + wanted + " input (got " + x.dim()
          + "D input); got " + x.type());
    }
  }

  /** Files from before batches were counted lack the count. */
  @Override
  void adapt(String prefix, Map<String, Tensor> state) {
    if (batches != null && state.containsKey(prefix + "running_mean")) {
      state.putIfAbsent(prefix + "num_batches_tracked", batches.detach());
    }
  }

  @Override
  protected String describe() {
    Double momentum = options.momentum();
    return features + ", eps=" + PythonText.number(options.eps()) + ", momentum="
        + (momentum == null ? "None" : PythonText.number(momentum)) + ", affine=" + PythonText.truth(options.affine())
        + ", track_running_stats=" + PythonText.truth(options.trackRunningStats());
  }
}
