package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;
import dev.nabla.transform.Jvp;

/** The chain rule forwards: every value travels with its derivative. */
public final class ForwardMode {
  private ForwardMode() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("E2 forward mode of B2");
    try (Jvp level = Jvp.dualLevel()) {
      Tensor x = level.makeDual(tensor(2.0), tensor(1.0));
      Tensor fx = x.pow(2).add(x.mul(3)).add(1);
      Tensor gx = fx.pow(3).add(fx.mul(4)).add(2);
      print(level.unpackDual(fx), level.unpackDual(gx));
    }
  }
}
