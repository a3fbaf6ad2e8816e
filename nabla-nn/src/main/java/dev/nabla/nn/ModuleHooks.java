package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.RemovableHandle;
import dev.nabla.Tensor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The hooks of one module, each kind in the order of registration. */
final class ModuleHooks {
  final List<Module.ForwardPreHook> before = new CopyOnWriteArrayList<>();
  final List<Module.ForwardHook> after = new CopyOnWriteArrayList<>();
  final List<Module.BackwardPreHook> backwardBefore = new CopyOnWriteArrayList<>();
  final List<Module.BackwardHook> backward = new CopyOnWriteArrayList<>();

  static <H> RemovableHandle add(List<H> hooks, H hook) {
    hooks.add(hook);
    return () -> hooks.removeIf(h -> h == hook);
  }

  /** {@code body} at {@code x} with the hooks around it. */
  Tensor around(Module m, Tensor x, UnaryOperator<Tensor> body) {
    Tensor in = x;
    for (var h : before) {
      Tensor replaced = h.apply(m, in);
      in = replaced != null ? replaced : in;
    }
    boolean watched = !backward.isEmpty() || !backwardBefore.isEmpty();
    boolean inputWatched = watched && in.requiresGrad() && Nabla.isGradEnabled();
    in = inputWatched ? in.viewAs(in) : in;
    Tensor y = body.apply(in);
    for (var h : after) {
      Tensor replaced = h.apply(m, in, y);
      y = replaced != null ? replaced : y;
    }
    return watched && y.requiresGrad() ? watched(m, inputWatched ? in : null, y) : y;
  }

  /** A view of the output whose gradient, and that of the input, the backward hooks see. */
  private Tensor watched(Module m, @Nullable Tensor in, Tensor y) {
    Tensor[] gradOutput = new Tensor[1];
    Tensor out = y.viewAs(y);
    out.registerHook(given -> {
      Tensor g = given;
      for (var h : backwardBefore) {
        Tensor replaced = g == null ? null : h.apply(m, g);
        g = replaced != null ? replaced : g;
      }
      if (g != null) {
        gradOutput[0] = g;
        if (in == null) {
          finish(m, null, g);
        }
      }
      return g;
    });
    if (in != null) {
      in.registerHook(g -> gradOutput[0] == null ? g : finish(m, g, gradOutput[0]));
    }
    return out;
  }

  private @Nullable Tensor finish(Module m, @Nullable Tensor gradInput, Tensor gradOutput) {
    Tensor g = gradInput;
    for (var h : backward) {
      Tensor replaced = h.apply(m, g, gradOutput);
      g = replaced != null ? replaced : g;
    }
    return g;
  }
}
