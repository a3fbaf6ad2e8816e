package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;
import java.util.Objects;

/** Loops and branches need nothing special: the graph is what was computed. */
public final class ControlFlow {
  private ControlFlow() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("D9 control flow");
    for (double v : new double[] {0.3367, -1.2345, 2.5}) {
      Tensor a = tensor(v).requiresGrad_();
      Tensor d = f(a);
      d.backward();
      print(a, d, a.grad(), Objects.requireNonNull(a.grad()).eq(d.div(a)));
    }
  }

  private static Tensor f(Tensor a) {
    Tensor b = a.mul(2);
    while (b.norm().item() < 1000) {
      b = b.mul(2);
    }
    return b.sum().item() > 0 ? b : b.mul(100);
  }
}
