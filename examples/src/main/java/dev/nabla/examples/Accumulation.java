package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** Gradients add up: in one backward pass over several ways to a leaf, and over several backward passes. */
public final class Accumulation {
  private Accumulation() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("A2");
    Tensor x = tensor(new double[] {2}).requiresGrad_();
    Tensor y = x.pow(2);
    print(y);
    y.backward();
    print(x.grad());

    section("A3 (x of A2 goes on: its grad accumulates)");
    Tensor w = tensor(new double[] {1}).requiresGrad_();
    Tensor a = x.add(w);
    Tensor b = w.add(1);
    y = a.mul(b);
    print(a, b, y);
    y.backward();
    print(w.grad(), x.grad());
  }
}
