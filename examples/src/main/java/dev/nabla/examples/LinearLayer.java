package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** A linear layer with fixed numbers: every weight's gradient is the input it is multiplied by, every bias's is 1. */
public final class LinearLayer {
  private LinearLayer() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("A1 linear layer, fixed values");
    Tensor x = tensor(new double[][] {{1}, {2}, {3}});
    Tensor w = tensor(new double[][] {{.1, .2, .3}, {.4, .5, .6}}).requiresGrad_();
    Tensor b = tensor(new double[][] {{1}, {2}}).requiresGrad_();

    Tensor y = w.matmul(x).add(b);
    Tensor loss = y.sum();
    print(y);
    print(loss);

    loss.backward();
    print(w.grad());
    print(b.grad());
  }
}
