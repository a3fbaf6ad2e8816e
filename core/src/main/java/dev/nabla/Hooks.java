package dev.nabla;

import dev.nabla.type.GradientException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Hooks on gradients: of leaves, of computed tensors (per output of a node), of whole nodes. */
final class Hooks {
  private Hooks() {}

  static RemovableHandle register(Tensor t, UnaryOperator<@Nullable Tensor> hook) {
    Objects.requireNonNull(hook, "hook");
    Node node = t.node();
    // A fresh object per registration, so that removing one of two equal hooks removes the right one.
    UnaryOperator<@Nullable Tensor> own = g -> checked(hook.apply(g), g);
    if (node == null) {
      var hooks = t.state().hooks();
      hooks.add(own);
      return () -> hooks.remove(own);
    }
    return node.addTensorHook(t.outputNr, own);
  }

  static void registerRetain(Tensor t) {
    Node node = Objects.requireNonNull(t.node());
    node.addTensorHook(t.outputNr, g -> {
      Tensor before = t.grad();
      GradState state = t.state();
      state.grad = before == null || g == null ? g : before.add(g);
      return null;
    });
  }

  private static @Nullable Tensor checked(@Nullable Tensor result, @Nullable Tensor g) {
    if (result != null && g != null && !result.shape().equals(g.shape())) {
      throw new GradientException(
          "a hook changed the shape of the gradient from " + g.shape() + " to " + result.shape());
    }
    return result;
  }
}
