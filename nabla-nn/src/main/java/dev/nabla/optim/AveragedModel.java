package dev.nabla.optim;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Module;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/**
 * A second model whose weights are a mean of those that a model has had in training: with equal weights (stochastic weight averaging, Izmailov et
 * al. 2018) or exponentially decaying ones.
 *
 * <pre>{@code
 * var average = AveragedModel.ema(new Net(), net, 0.999);
 * …
 * optimizer.step();
 * average.updateParameters(net);
 * }</pre>
 *
 * <p>Where batch norm is used, running statistics are copied from the model unless buffers are averaged too.
 */
public final class AveragedModel extends Module {
  private final Module module;
  private final Tensor averaged = buffer("n_averaged", Nabla.tensor(0L));
  private final LongToDoubleFunction share;
  private final boolean useBuffers;

  /**
   * A mean of the weights of {@code model}.
   *
   * @param copy another model of the same parts, which takes over the weights of {@code model} and becomes the mean
   * @param share what part of the mean the weights given to {@link #updateParameters} become, by how many were given before; not asked the
   *     first time, when they are all of it
   * @param useBuffers whether buffers of real numbers are averaged too, instead of copied
   */
  public AveragedModel(Module copy, Module model, LongToDoubleFunction share, boolean useBuffers) {
    this.module = register("module", copy);
    this.share = share;
    this.useBuffers = useBuffers;
    copy.loadStateDict(model.stateDict());
  }

  /** The mean with equal weights. */
  public static AveragedModel swa(Module copy, Module model) {
    return new AveragedModel(copy, model, n -> 1.0 / (n + 1), false);
  }

  /** The exponential moving average, {@code decay * mean + (1 - decay) * weights}. */
  public static AveragedModel ema(Module copy, Module model, double decay) {
    if (!(decay >= 0 && decay <= 1)) {
      throw new NablaException("AveragedModel: the decay must lie between 0 and 1; got " + decay);
    }
    return new AveragedModel(copy, model, n -> 1 - decay, false);
  }

  /** The model with the mean of the weights. */
  public Module module() {
    return module;
  }

  /** Takes the weights that {@code model} has now into the mean. */
  public void updateParameters(Module model) {
    Nabla.noGrad(() -> {
      double part = averaged.item() == 0 ? 1 : share.applyAsDouble((long) averaged.item());
      update(module.parameters(), model.parameters(), part);
      update(List.copyOf(module.namedBuffers().values()), List.copyOf(model.namedBuffers().values()),
          useBuffers ? part : 1);
      averaged.add_(1);
    });
  }

  private static void update(List<Tensor> means, List<Tensor> values, double part) {
    for (int i = 0; i < means.size(); i++) {
      Tensor mean = means.get(i).detach();
      Tensor value = values.get(i).detach();
      if (part == 1 || !mean.dtype().isFloating()) {
        mean.copy_(value);
      } else {
        mean.add_(value.sub(mean).mul(part));
      }
    }
  }

  /** The function of the model with the mean of the weights. */
  @Override
  public Tensor forward(Tensor x) {
    return module.call(x);
  }
}
