package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * An op on tensors of float16 or bfloat16: computed in float32, each result rounded once.
 *
 * <p>Note [Halves]: these types only store numbers, no kernel knows them. {@link Dispatch} puts every op whose inputs are of such a type into this
 * one, but for those that look at no elements ({@link Op#takesHalves}) and elementwise ones, which do the same by themselves. The rule of
 * the op runs in float32 as well and its cotangents are rounded at the end, while what is saved for it stays half as large. Transforms expand
 * the op as a composite: conversions, the op in float32, a conversion.
 */
record Widened(Op op, DType half) implements CompositeOp {
  /** {@code op} as it is to be run on {@code in}: itself unless an input is of a half type. */
  static Op of(Op op, Tensor[] in) {
    for (Tensor t : in) {
      if (t.dtype().isHalf()) {
        return op.takesHalves() ? op : widened(op, in, t.type());
      }
    }
    return op;
  }

  private static Op widened(Op op, Tensor[] in, TensorType half) {
    for (Tensor t : in) {
      if (t.dtype() == DType.FLOAT64 || t.dtype().isHalf() && t.dtype() != half.dtype()) {
        throw new DTypeException(
            op.name() + ": expected tensors of one floating-point type; got " + half + " and " + t.type()
                + "; convert one of them with to(dtype)");
      }
    }
    return new Widened(op, half.dtype());
  }

  /** {@code x} with elements of {@code dtype}; itself if they are. */
  static Strided converted(Strided x, DType dtype) {
    if (x.dtype() == dtype) {
      return x;
    }
    Strided out = Strided.obtain(dtype, x.shape());
    Backends.active().convert(x, out);
    return out;
  }

  private static Tensor widen(Tensor t) {
    return t.to(t.dtype().arithmetic());
  }

  private static Tensor[] widen(Tensor[] in) {
    Tensor[] out = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      out[i] = widen(in[i]);
    }
    return out;
  }

  @Override
  public boolean takesHalves() {
    return true;
  }

  @Override
  public String name() {
    return op.name();
  }

  @Override
  public String gradName() {
    return op.gradName();
  }

  @Override
  public int numberOperands() {
    return op.numberOperands();
  }

  @Override
  public boolean expandsInGraphs() {
    return op instanceof CompositeOp c && c.expandsInGraphs();
  }

  @Override
  public Tensor compute(Tensor[] in) {
    return computeAll(in)[0];
  }

  @Override
  public Tensor[] computeAll(Tensor[] in) {
    Tensor[] out = Dispatch.applyAll(op, widen(in));
    for (int j = 0; j < Math.min(out.length, op.results()); j++) {
      out[j] = out[j].dtype() == half.arithmetic() ? out[j].to(half) : out[j];
    }
    return out;
  }

  @Override
  public Tensor[] runAll(Tensor[] in) {
    return computeAll(in);
  }

  @Override
  public int saves(int needs) {
    return op.saves(needs);
  }

  @Override
  public boolean joint() {
    return op.joint();
  }

  @Override
  public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
    Tensor d = op.vjp(i, new WideSaved(s), widen(g));
    return d == null ? null : d.to(s.inType(i).dtype());
  }

  @Override
  public @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    @Nullable
    Tensor[] wide = new @Nullable Tensor[g.length];
    for (int j = 0; j < g.length; j++) {
      Tensor gj = g[j];
      wide[j] = gj == null ? null : widen(gj);
    }
    @Nullable
    Tensor[] d = op.vjpAll(new WideSaved(s), wide).clone();
    for (int i = 0; i < d.length; i++) {
      Tensor di = d[i];
      d[i] = di == null ? null : di.to(s.inType(i).dtype());
    }
    return d;
  }

  /** What was saved, in float32. */
  private static final class WideSaved implements Saved {
    private final Saved saved;
    private final @Nullable Tensor[] known = new @Nullable Tensor[2 * OUTPUT];

    WideSaved(Saved saved) {
      this.saved = saved;
    }

    @Override
    public Tensor in(int i) {
      Tensor t = known[i];
      if (t == null) {
        t = widen(saved.in(i));
        known[i] = t;
      }
      return t;
    }

    @Override
    public Tensor out() {
      return out(0);
    }

    @Override
    public Tensor out(int j) {
      Tensor t = known[OUTPUT + j];
      if (t == null) {
        t = widen(saved.out(j));
        known[OUTPUT + j] = t;
      }
      return t;
    }

    @Override
    public TensorType inType(int i) {
      return wide(saved.inType(i));
    }

    @Override
    public TensorType outType(int j) {
      return wide(saved.outType(j));
    }

    private static TensorType wide(TensorType type) {
      return type.shape().type(type.dtype().arithmetic());
    }

    @Override
    public int inputs() {
      return saved.inputs();
    }

    @Override
    public boolean needs(int i) {
      return saved.needs(i);
    }
  }
}
