package dev.nabla.examples;

import static dev.nabla.Nabla.arange;
import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** The gradients of functions of several variables, and of one variable used several times. */
public final class PartialDerivatives {
  private PartialDerivatives() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("D1");
    Tensor x = tensor(1.0).requiresGrad_();
    Tensor y = tensor(2.0).requiresGrad_();
    Tensor f = x.pow(2).add(y.pow(2));
    f.backward();
    print(f, x.grad(), y.grad());

    section("D2 z=x^3");
    x = arange(4.0).requiresGrad_();
    Tensor u = x.pow(2);
    Tensor z = u.mul(x);
    z.sum().backward();
    print(x.grad());

    section("D3");
    x = tensor(1.0, 2.0, 3.0).requiresGrad_();
    y = x.mul(x);
    z = y.sum();
    z.backward();
    print(z, x.grad());
  }
}
