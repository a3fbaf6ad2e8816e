package dev.nabla;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What only some tensors carry: the wish for a gradient, the gradient itself, hooks. */
final class GradState {
  boolean requiresGrad;
  boolean retained;
  boolean parameter;
  @Nullable Tensor grad;

  /** The graph node that stands for the leaf, made when the leaf is first used. */
  private volatile @Nullable Node accumulator;

  /** Hooks on a leaf; those on computed tensors live in the node that computed them. */
  @Nullable List<UnaryOperator<@Nullable Tensor>> hooks;

  Node accumulator(Tensor leaf) {
    Node known = accumulator;
    return known != null ? known : makeAccumulator(leaf);
  }

  /** The leaf has another type or shape from now on; graphs made before keep their node. */
  synchronized void forgetAccumulator() {
    accumulator = null;
  }

  private synchronized Node makeAccumulator(Tensor leaf) {
    Node known = accumulator;
    if (known == null) {
      known = Node.leaf(leaf);
      accumulator = known;
    }
    return known;
  }

  void retain(Tensor t) {
    if (!retained) {
      retained = true;
      Hooks.registerRetain(t);
    }
  }

  List<UnaryOperator<@Nullable Tensor>> hooks() {
    if (hooks == null) {
      hooks = new ArrayList<>();
    }
    return hooks;
  }
}
