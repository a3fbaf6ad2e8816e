package dev.nabla.examples;

import static dev.nabla.Nabla.arange;
import static dev.nabla.Nabla.ones;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Tensor;
import java.util.Objects;

/** Clearing gradients between passes, what happens without, and cutting a part of the computation off. */
public final class ClearAndDetach {
  private ClearAndDetach() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("D4");
    Tensor x = arange(4.0);
    print(x);
    x.requiresGrad_(true);
    print(x.grad());
    Tensor y = x.dot(x).mul(2);
    print(y);
    y.backward();
    print(x.grad());
    print(gradient(x).eq(x.mul(4)));

    section("D5");
    gradient(x).zero_();
    y = x.sum();
    y.backward();
    print(x, y, x.grad());

    section("D5b no zero: accumulates");
    y = x.dot(x).mul(2);
    y.backward();
    print(x.grad());

    section("D6");
    gradient(x).zero_();
    y = x.mul(x);
    Tensor u = y.detach();
    Tensor z = u.mul(x);
    print(y);
    print(u);
    z.sum().backward();
    print(x.grad());
    print(gradient(x).eq(u));

    section("D7");
    gradient(x).zero_();
    y.sum().backward();
    print(gradient(x).eq(x.mul(2)));

    section("D8 non-scalar");
    gradient(x).zero_();
    y = x.mul(x);
    y.backward(ones(x.size(0)));
    print(x.grad());
    try {
      x.mul(x).backward();
    } catch (RuntimeException e) {
      print("RuntimeError:", e.getMessage());
    }
  }

  private static Tensor gradient(Tensor t) {
    return Objects.requireNonNull(t.grad());
  }
}
