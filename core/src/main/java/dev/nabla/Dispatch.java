package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import org.jspecify.annotations.Nullable;

/** Where every operation passes: picks the transform that interprets it, or runs it and records it. */
public final class Dispatch {
  private Dispatch() {}

  /** {@code op} on one tensor. */
  public static Tensor apply(Op op, Tensor a) {
    return apply(op, new Tensor[] {a});
  }

  /** {@code op} on two tensors. */
  public static Tensor apply(Op op, Tensor a, Tensor b) {
    return apply(op, new Tensor[] {a, b});
  }

  /** {@code op} on any number of tensors; its first output. The array is taken over. */
  public static Tensor apply(Op plain, Tensor[] in) {
    Op op = Widened.of(plain, in);
    Level top = top(in);
    if (top != null) {
      top.check(op);
      return top.interpret(op, in)[0];
    }
    if (recording(in)) {
      return record(op, in);
    }
    return op.run(in);
  }

  /** {@code op} on any number of tensors; all outputs. The array is taken over. */
  public static Tensor[] applyAll(Op plain, Tensor[] in) {
    Op op = Widened.of(plain, in);
    Level top = top(in);
    if (top != null) {
      top.check(op);
      return top.interpret(op, in);
    }
    if (!recording(in)) {
      return op.runAll(in);
    }
    Tensor[] out;
    try (GradMode.Scope _ = GradMode.set(false)) {
      out = op.runAll(in);
    }
    attach(Node.record(op, in, in, out, null), out);
    return out;
  }

  private static Tensor record(Op op, Tensor[] in) {
    Tensor out;
    if (op instanceof CompositeOp) {
      try (GradMode.Scope _ = GradMode.set(false)) {
        out = op.run(in);
      }
    } else {
      out = op.run(in);
    }
    if (out.dtype().isFloating()) {
      if (out.node() != null || out == in[0]) {
        out = ((ConcreteTensor) out).viewed(Views.ALIAS);
      }
      ((ConcreteTensor) out).rebase(Node.record(op, in, in, new Tensor[] {out}, null));
    }
    return out;
  }

  /** Makes {@code node} the maker of those outputs that can have gradients. */
  public static void attach(Node node, Tensor[] out) {
    for (int j = 0; j < out.length; j++) {
      if (out[j].dtype().isFloating()) {
        if (out[j] instanceof ConcreteTensor c) {
          c.rebase(node);
        } else {
          out[j].node = node;
        }
        out[j].outputNr = j;
      }
    }
  }

  /** Gives {@code self}, just written in place by a transform, the place of {@code value} in the graph; none if that is null. */
  public static void adopt(LevelTensor self, @Nullable Tensor value) {
    self.node = value == null ? null : value.node();
    self.outputNr = value == null ? 0 : value.outputNr;
  }

  /**
   * Records {@code op} for the transform {@code level}: those of {@code in} that it wraps carry the graph, {@code low} and {@code lowOut} are
   * what the backward rule will read.
   */
  public static Node record(Op op, Tensor[] in, Tensor[] low, Tensor[] lowOut, Level level) {
    return Node.record(op, in, low, lowOut, level);
  }

  /** Whether an op on {@code in} is to be recorded. */
  static boolean recording(Tensor[] in) {
    for (Tensor t : in) {
      if (t.requiresGrad()) {
        return GradMode.isEnabled();
      }
    }
    return false;
  }

  /** The transform that started last among those that wrap an input; null if none does. See Note [Level order]. */
  static @Nullable Level top(Tensor[] in) {
    Level top = null;
    for (Tensor t : in) {
      Level l = t.level();
      if (l != null && (top == null || l.id() > top.id())) {
        top = l;
      }
    }
    return top;
  }

  // --- elementwise facades: promotion, then the op ---

  /** What {@link #apply} does for plain tensors of one floating type, without arrays: a graph of scalars spends its time here. */
  private static Tensor plain(ElementwiseOp op, ConcreteTensor a, @Nullable ConcreteTensor b) {
    ConcreteTensor out = b == null ? op.value(a) : op.value(a, b);
    if ((a.requiresGrad() || b != null && b.requiresGrad()) && GradMode.isEnabled() && out.dtype().isFloating()) {
      out.rebase(Node.record(op, a, b, out));
    }
    return out;
  }

  static Tensor unary(ElementwiseOp op, Tensor x) {
    if (x instanceof ConcreteTensor c && c.dtype().isFloating()) {
      return plain(op, c, null);
    }
    return apply(op, new Tensor[] {op.isIntegral() || x.dtype().isFloating() ? x : x.to(Nabla.defaultDType())});
  }

  static Tensor binary(ElementwiseOp op, Tensor a, Tensor b) {
    DType common = a.dtype();
    if (common == b.dtype()) {
      if (common.isFloating() && a instanceof ConcreteTensor x && b instanceof ConcreteTensor y) {
        return plain(op, x, y);
      }
    } else {
      common = Promotion.resultType(a, b);
    }
    if (!common.isFloating() && !op.isIntegral()) {
      common = Nabla.defaultDType();
    }
    return apply(op, new Tensor[] {cast(a, common), cast(b, common)});
  }

  static Tensor ternary(ElementwiseOp op, Tensor a, Tensor b, Tensor c) {
    DType common = Promotion.resultType(a, b, c);
    if (!common.isFloating() && !op.isIntegral()) {
      common = Nabla.defaultDType();
    }
    return apply(op, new Tensor[] {cast(a, common), cast(b, common), cast(c, common)});
  }

  /** {@code op}, which holds the number {@code v} as its parameter, on {@code x}: PyTorch's rule for a tensor and a Python number. */
  static Tensor withNumber(ElementwiseOp op, Tensor x, double v, boolean whole) {
    DType common = Promotion.withNumber(x.dtype(), whole);
    if (!common.isFloating() && !op.isIntegral()) {
      common = Nabla.defaultDType();
    }
    if (whole && !common.isFloating() && Math.abs(v) >= 0x1p53) {
      throw new DTypeException(op.name() + ": the number " + v
          + " is too large to stand beside a tensor exactly; make it a tensor of int64");
    }
    if (x instanceof ConcreteTensor c && c.dtype() == common && common.isFloating()) {
      return plain(op, c, null);
    }
    return apply(op, new Tensor[] {cast(x, common)});
  }

  private static Tensor cast(Tensor t, DType dtype) {
    return t.dtype() == dtype ? t : t.to(dtype);
  }

  /** The tensor's values without its graph: the same storage, no view. Inside a transform the wrapped value is detached as well. */
  static Tensor detach(Tensor t) {
    return t instanceof ConcreteTensor c ? new ConcreteTensor(c.window()) : apply(Views.DETACH, t);
  }

  /** As {@link #detach}, with a version of its own, so that no graph notices a write. */
  static Tensor unnoticed(Tensor t) {
    if (!(t instanceof ConcreteTensor c)) {
      return detach(t);
    }
    Strided w = c.window();
    return new ConcreteTensor(new Strided(w.storage().alias(), w.offset(), w.shape(), w.strides()));
  }

  static Strided data(Tensor t) {
    return ((ConcreteTensor) t).window();
  }
}
