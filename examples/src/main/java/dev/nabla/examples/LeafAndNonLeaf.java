package dev.nabla.examples;

import static dev.nabla.Nabla.tensor;
import static dev.nabla.examples.Show.print;
import static dev.nabla.examples.Show.section;

import dev.nabla.Nabla;
import dev.nabla.Tensor;

/** A leaf keeps its gradient; a computed tensor does so only when asked. A tensor that is no scalar needs a gradient to start from. */
public final class LeafAndNonLeaf {
  private LeafAndNonLeaf() {}

  /** Runs the program. */
  public static void main(String[] args) {
    section("C1");
    Tensor t = tensor(new double[][] {{.1, .2, .3}, {.4, .5, .6}}).requiresGrad_();
    Tensor r = t.mul(2);
    print(t);
    print(r);
    t.backward(Nabla.onesLike(t));
    print(t.grad());
    r.retainGrad();
    r.backward(Nabla.onesLike(r));
    print(r.grad());
    print(t.grad());
  }
}
