package dev.nabla.examples;

import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.Dropout;
import dev.nabla.nn.Linear;
import dev.nabla.nn.Module;

/** The usual small network for digits of 28 x 28 pixels: two convolutions, a max-pool, two linear layers. Gives the logits of ten classes. */
public final class MnistNet extends Module {
  private final Conv2d conv1 = register("conv1", new Conv2d(1, 32, 3));
  private final Conv2d conv2 = register("conv2", new Conv2d(32, 64, 3));
  private final Dropout dropout1 = register("dropout1", new Dropout(0.25));
  private final Linear fc1 = register("fc1", new Linear(64 * 12 * 12, 128));
  private final Dropout dropout2 = register("dropout2", new Dropout(0.5));
  private final Linear fc2 = register("fc2", new Linear(128, 10));

  /** Images [N, 1, 28, 28] to logits [N, 10]. */
  @Override
  public Tensor forward(Tensor x) {
    Tensor h = conv1.forward(x).relu_();
    h = conv2.forward(h).relu_();
    h = dropout1.forward(F.maxPool2d(h, 2));
    h = fc1.forward(h.flatten(1, -1)).relu_();
    return fc2.forward(dropout2.forward(h));
  }
}
