package dev.nabla.examples;

import static dev.nabla.Nabla.noGrad;
import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;

/** Computing without recording, and what is a leaf. */
public final class NoGrad {
  private NoGrad() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("H no_grad / detach");
    Tensor x = tensor(1.0, 2.0).requiresGrad_();
    Tensor y;
    try (var _ = noGrad()) {
      y = x.mul(2);
    }
    print(y, y.requiresGrad(), x.detach(), x.isLeaf(), x.mul(2).isLeaf(), x.mul(2).gradFn());
  }
}
