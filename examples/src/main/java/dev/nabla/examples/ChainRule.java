package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Node;
import dev.nabla.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The chain rule through a function of a function, with the gradients in between kept, and the graph that it walks. */
public final class ChainRule {
  private ChainRule() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("B2");
    Tensor x = tensor(2.0).requiresGrad_();
    Tensor fx = x.pow(2).add(x.mul(3)).add(1);
    fx.retainGrad();
    Tensor gx = fx.pow(3).add(fx.mul(4)).add(2);
    gx.retainGrad();
    gx.backward();
    print("x:" + x.item());
    print("fx:" + fx.item());
    print("gx:" + gx.item());
    print("gx.grad:" + gradient(gx));
    print("fx.grad:" + gradient(fx));
    print("x.grad:" + gradient(x));

    section("B2 graph");
    walk(gx.gradFn(), 0);
  }

  private static double gradient(Tensor t) {
    return Objects.requireNonNull(t.grad()).item();
  }

  private static void walk(@Nullable Node node, int depth) {
    print("  ".repeat(depth) + (node == null ? "None" : node.name()));
    if (node != null) {
      for (Node next : node.nextFunctions()) {
        walk(next, depth + 1);
      }
    }
  }
}
