package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.nn.Conv2d;
import dev.nabla.nn.ConvOptions;

/** The two gradients of a convolution are convolutions themselves: transposed with the kernel, and of the input with the output's gradient. */
public final class ConvolutionGradients {
  private ConvolutionGradients() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("B3");
    Conv2d conv = new Conv2d(1, 1, 2, ConvOptions.DEFAULT.withoutBias());
    conv.weight().setData(tensor(new double[][][][] {{{{0.8531, 0.5101}, {0.8575, 0.3703}}}}));
    Tensor x = tensor(
        new double[][][][] {{{{0.5739, 0.9303, 0.5375}, {0.2379, 0.0570, 0.7423}, {0.7322, 0.7695, 0.8314}}}})
        .requiresGrad_();
    print(conv.weight());

    Tensor out = conv.forward(x);
    print(out);
    Tensor loss = out.sum();
    print(loss);
    loss.backward();
    print(conv.weight().grad());
    print(x.grad());

    Tensor ones = Nabla.onesLike(out);
    print("input grad by transposed conv:", F.convTranspose2d(ones, conv.weight().detach()));
    print("weight grad by conv of input with output grad:", F.conv2d(x.detach(), ones));
  }
}
