package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Autograd;
import dev.nabla.Tensor;

/** The gradient of a gradient: the backward pass is recorded as well. */
public final class HigherOrder {
  private HigherOrder() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("F second order of x^3");
    Tensor x = tensor(2.0).requiresGrad_();
    Tensor y = x.pow(3);
    Tensor g = Autograd.grad(y, x, true);
    print(g);
    Tensor h = Autograd.grad(g, x, true);
    print(h);
    Tensor t = Autograd.grad(h, x, false);
    print(t);
  }
}
