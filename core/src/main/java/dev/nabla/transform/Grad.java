package dev.nabla.transform;

import dev.nabla.Autograd;
import dev.nabla.CompositeOp;
import dev.nabla.Dispatch;
import dev.nabla.GradMode;
import dev.nabla.Level;
import dev.nabla.LevelTensor;
import dev.nabla.Nabla;
import dev.nabla.Node;
import dev.nabla.Op;
import dev.nabla.Tensor;
import dev.nabla.ViewOp;
import dev.nabla.type.GradientException;
import dev.nabla.type.ShapeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reverse mode as a function transform: operations on its tensors are recorded in a graph of its own, which is walked back at the end. */
final class Grad extends Level {
  Grad() {
    super("grad");
  }

  /** A tensor whose operations are recorded. */
  private static final class Tracked extends LevelTensor {
    private Tensor value;
    private boolean shared;

    Tracked(Grad level, Tensor value) {
      super(level);
      this.value = value;
    }

    @Override
    public Tensor value() {
      return value;
    }
  }

  /** {@code t} one level down; itself if this level has not wrapped it. */
  Tensor lower(Tensor t) {
    return t.level() == this ? ((Tracked) t).value : t;
  }

  @Override
  protected Tensor[] interpret(Op op, Tensor[] in) {
    Tensor[] low = new Tensor[in.length];
    boolean record = false;
    for (int i = 0; i < in.length; i++) {
      low[i] = lower(in[i]);
      if (in[i].level() == this) {
        record |= in[i].requiresGrad();
        ((Tracked) in[i]).shared |= op instanceof ViewOp;
      }
    }
    if (op instanceof CompositeOp c && c.expandsInGraphs() && watched(low)) {
      return c.computeAll(in);
    }
    Tensor[] out = Dispatch.applyAll(op, low);
    Tensor[] wrapped = new Tensor[out.length];
    for (int j = 0; j < out.length; j++) {
      Tracked t = new Tracked(this, out[j]);
      t.shared = op instanceof ViewOp;
      wrapped[j] = t;
    }
    if (record && GradMode.isEnabled()) {
      Node node = Dispatch.record(op, in, low, out, this);
      Dispatch.attach(node, wrapped);
    }
    return wrapped;
  }

  private static boolean watched(Tensor[] low) {
    for (Tensor t : low) {
      if (t instanceof LevelTensor) {
        return true;
      }
    }
    return false;
  }

  @Override
  protected void interpretInPlace(Op op, Tensor[] in) {
    Tracked self = (Tracked) in[0];
    if (self.shared) {
      throw new GradientException(
          op.name() + "_: in-place writes to views, or to tensors that have views, are not tracked inside grad;"
              + " use the out-of-place form");
    }
    if (self.isLeaf() && self.requiresGrad()) {
      throw new GradientException(
          op.name() + "_: an input of a function inside grad cannot be written in place; use the out-of-place form");
    }
    self.value = lower(in[1]);
    Dispatch.adopt(self, in[1].level() == this ? in[1] : null);
  }

  /** The wrapped inputs of a function. */
  Tensor[] track(Tensor[] in) {
    Tensor[] out = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      if (!in[i].dtype().isFloating()) {
        throw new GradientException(
            "grad: input " + i + " is of type " + in[i].dtype() + "; only floating-point tensors have gradients");
      }
      out[i] = new Tracked(this, in[i]).requiresGrad_();
    }
    return out;
  }

  /** The cotangents of {@code inputs} (as {@link #track} gave them) for the cotangent {@code g} of {@code output}. */
  Tensor[] pull(Tensor output, Tensor g, Tensor[] inputs, boolean retain) {
    @Nullable
    Tensor[] d = output.level() == this && output.requiresGrad()
        ? Autograd.pullback(List.of(output), new Tensor[] {g}, List.of(inputs), retain)
        : new @Nullable Tensor[inputs.length];
    Tensor[] out = new Tensor[inputs.length];
    for (int i = 0; i < out.length; i++) {
      Tensor di = d[i];
      out[i] = di != null ? di : Nabla.zerosLike(lower(inputs[i]));
    }
    return out;
  }

  /** The value of {@code f} and its gradients with respect to the inputs {@code wanted} (all if null). */
  static GradResult run(TensorFunction f, int @Nullable [] wanted, Tensor... in) {
    Grad level = new Grad();
    try {
      int[] args = wanted == null ? all(in.length) : wanted;
      Tensor[] chosen = new Tensor[args.length];
      for (int i = 0; i < args.length; i++) {
        chosen[i] = in[args[i]];
      }
      Tensor[] tracked = level.track(chosen);
      Tensor[] given = in.clone();
      for (int i = 0; i < args.length; i++) {
        given[args[i]] = tracked[i];
      }
      Tensor out;
      // The function is recorded whatever the caller's mode: noGrad outside of a transform is not meant for it.
      try (GradMode.Scope _ = GradMode.set(true)) {
        out = f.apply(given);
      }
      if (out.dim() != 0 && out.numel() != 1) {
        throw new ShapeException("grad: the function must return a scalar, got a tensor of shape " + out.shape()
            + "; reduce it (sum, mean), or use vjp or jacrev");
      }
      Tensor value = level.lower(out);
      Tensor[] grads;
      try (GradMode.Scope _ = GradMode.set(true)) {
        grads = level.pull(out, Nabla.ones(value.dtype(), out.shape()), tracked, false);
      }
      return new GradResult(value, List.of(grads));
    } finally {
      level.close();
    }
  }

  private static int[] all(int n) {
    int[] out = new int[n];
    for (int i = 0; i < n; i++) {
      out[i] = i;
    }
    return out;
  }
}
