package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** The gradient of a squared error: 2 (⟨x, w⟩ - y) x. */
public final class LinearRegression {
  private LinearRegression() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("E1 linear regression z=(<x,w>-y)^2");
    Tensor x = tensor(1.0, 2.0, 3.0);
    Tensor w = tensor(.5, -1.0, 2.0).requiresGrad_();
    Tensor y = tensor(2.0);
    Tensor a = x.dot(w);
    Tensor b = a.sub(y);
    Tensor z = b.pow(2);
    z.backward();
    print(a, b, z, w.grad());
  }
}
