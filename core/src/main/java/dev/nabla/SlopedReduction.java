package dev.nabla;

import dev.nabla.kernel.Strided;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reduction y = f(x) that has one slope for each element: the cotangent is spread over the slopes, a tangent is summed with them. A kind is
 * given by its value and its slope.
 */
abstract class SlopedReduction implements PrimitiveOp {
  /** The reduced axes, sorted and not negative. */
  final int[] axes;

  final boolean keepDim;

  SlopedReduction(int[] axes, boolean keepDim) {
    this.axes = axes;
    this.keepDim = keepDim;
  }

  /** The value at a concrete {@code x} without graph: row-major, with size 1 on the reduced axes. */
  abstract Tensor value(Tensor x);

  /** dy/dx for each element; {@code y} has size 1 on the reduced axes (it is {@code x} itself where {@link #readsOutput} is false). */
  abstract Tensor slope(Tensor x, Tensor y);

  /** The cotangent {@code g}, with size 1 on the reduced axes, times the slopes; overridden where rounding or NaNs depend on the order. */
  Tensor spread(Tensor g, Tensor x, Tensor y) {
    return slope(x, y).mul(g);
  }

  /** The slopes that a tangent is summed with; overridden where PyTorch's forward mode differs. */
  Tensor forwardSlope(Tensor x, Tensor y) {
    return slope(x, y);
  }

  /** The same reduction over other axes. */
  abstract SlopedReduction over(int[] otherAxes);

  /** Whether {@link #slope} looks at the value. */
  boolean readsOutput() {
    return true;
  }

  /** What distinguishes this op from others of its class, beside the axes. */
  Object settings() {
    return keepDim;
  }

  @Override
  public Tensor[] runAll(Tensor[] in) {
    Strided wide = Dispatch.data(value(in[0].detach()));
    return new Tensor[] {
      new ConcreteTensor(keepDim ? wide : Strided.contiguous(wide.storage(), Reductions.without(in[0].shape(), axes)))
    };
  }

  @Override
  public int saves(int needs) {
    return readsOutput() ? 1 | 1 << OUTPUT : 1;
  }

  private Tensor wide(Tensor y) {
    return Reductions.unreduced(y, axes, keepDim);
  }

  @Override
  public @Nullable Tensor vjp(int i, Saved s, Tensor g) {
    Tensor x = s.in(0);
    return spread(wide(g), x, readsOutput() ? wide(s.out()) : x);
  }

  @Override
  public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    Tensor products = forwardSlope(in[0], readsOutput() ? wide(out) : in[0]).mul(Objects.requireNonNull(t[0]));
    return Dispatch.apply(new Reductions.Sum(axes, keepDim, false), products);
  }

  @Override
  public Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    return new Tensor[] {Dispatch.apply(over(Reductions.shifted(axes)), in[0])};
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SlopedReduction r && r.getClass() == getClass() && Arrays.equals(axes, r.axes)
        && keepDim == r.keepDim
        && settings().equals(r.settings());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(axes) * 31 + settings().hashCode();
  }
}
