package dev.nabla.transform;

import dev.nabla.Autograd;
import dev.nabla.CustomFunction;
import dev.nabla.GradMode;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trades time for memory: a function inside a checkpoint saves only its inputs and is computed again in the backward pass. Parameters that the
 * function uses get their gradients by {@code backward()}; for {@code Autograd.grad} pass them as inputs.
 */
public final class Checkpoint {
  private Checkpoint() {}

  /** {@code f} of {@code in}, computed again when its gradient is asked for. It must give the same value both times. */
  public static Tensor checkpoint(TensorFunction f, Tensor... in) {
    return new Recomputed(f).apply(withAnchor(in));
  }

  /** A leaf that wants a gradient, so that the node is recorded even where only parameters inside the function do. */
  private static Tensor[] withAnchor(Tensor[] in) {
    Tensor[] out = Arrays.copyOf(in, in.length + 1);
    out[in.length] = Nabla.tensor(0.0).requiresGrad_();
    return out;
  }

  /** The function as a node of its own. */
  private static final class Recomputed extends CustomFunction {
    private final TensorFunction f;

    Recomputed(TensorFunction f) {
      this.f = f;
    }

    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      ctx.saveForBackward(in);
      return f.apply(Arrays.copyOf(in, in.length - 1));
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      List<Tensor> saved = ctx.savedTensors();
      int n = saved.size() - 1;
      if (GradMode.isEnabled()) {
        return recorded(saved, n, g);
      }
      Tensor[] again = new Tensor[n];
      for (int i = 0; i < n; i++) {
        again[i] = saved.get(i).detach();
        again[i].requiresGrad_(ctx.needsInputGrad(i));
      }
      try (GradMode.Scope _ = GradMode.set(true)) {
        Tensor out = f.apply(again);
        if (out.requiresGrad()) {
          Autograd.backward(List.of(out), List.of(g), false, false, null);
        }
      }
      @Nullable
      Tensor[] d = new @Nullable Tensor[n];
      for (int i = 0; i < n; i++) {
        d[i] = again[i].grad();
      }
      return d;
    }

    /** The backward pass of a pass that is itself recorded: the inputs keep their place in the graph. */
    private @Nullable Tensor[] recorded(List<Tensor> saved, int n, Tensor g) {
      Tensor[] again = saved.subList(0, n).toArray(new Tensor[0]);
      List<Tensor> wanted = new ArrayList<>();
      for (Tensor t : again) {
        if (t.requiresGrad()) {
          wanted.add(t);
        }
      }
      Tensor out = f.apply(again);
      List<@Nullable Tensor> grads = wanted.isEmpty()
          ? List.of()
          : Autograd.grad(List.of(out), wanted, List.of(g), true, true, true);
      @Nullable
      Tensor[] d = new @Nullable Tensor[n];
      int k = 0;
      for (int i = 0; i < n; i++) {
        d[i] = again[i].requiresGrad() ? grads.get(k++) : null;
      }
      return d;
    }
  }
}
