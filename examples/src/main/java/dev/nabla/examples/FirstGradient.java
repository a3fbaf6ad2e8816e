package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** The first gradient: y = x² + 3x has slope 2x + 3. */
public final class FirstGradient {
  private FirstGradient() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("B1");
    Tensor x = tensor(2.0).requiresGrad_();
    Tensor y = x.pow(2).add(x.mul(3));
    print(y);
    y.backward();
    print(x.grad());
  }
}
