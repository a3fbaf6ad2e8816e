package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** A graph gives its saved tensors away with the first backward pass, unless it is told to keep them. */
public final class BackwardTwice {
  private BackwardTwice() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("G backward twice");
    Tensor x = tensor(2.0).requiresGrad_();
    Tensor y = x.pow(2);
    y.backward();
    try {
      y.backward();
    } catch (RuntimeException e) {
      print("RuntimeError:", e.getMessage());
    }
  }
}
