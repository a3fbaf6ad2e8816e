package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.TensorType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies one sparse matrix along each of the last axes: average pooling (sums of windows divided by their sizes) and interpolation. Axes
 * before those are left alone, so a batch needs no rule.
 *
 * @param taps the matrices, of the last axes in order
 * @param divisors by what each output is divided: a product of one number for each axis; null for nothing
 * @param divideFirst whether the inputs are divided instead, as in the transpose
 */
record Resample(String name, List<Taps> taps, @Nullable List<List<Integer>> divisors,
    boolean divideFirst) implements LinearOp {
  @Override
  public Tensor apply(Tensor x) {
    Strided y = Dispatch.data(divideFirst ? divided(x.detach(), null) : x);
    int lead = x.dim() - taps.size();
    for (int i = 0; i < taps.size(); i++) {
      y = taps.get(i).apply(y, lead + i);
    }
    Tensor out = new ConcreteTensor(y);
    return divideFirst ? out : divided(out, y);
  }

  /** {@code x} divided by the divisors, written to {@code into} if that is given. */
  private Tensor divided(Tensor x, @Nullable Strided into) {
    if (divisors == null) {
      return x;
    }
    Strided out = into != null ? into : Strided.allocate(x.dtype(), x.shape());
    double all = common();
    if (all > 0) {
      Pointwise.DIV_NUMBER.with(all).runInto(new Tensor[] {x}, out);
    } else {
      Pointwise.DIV.runInto(new Tensor[] {x, table(x.dtype())}, out);
    }
    return new ConcreteTensor(out);
  }

  /** The divisor if it is the same everywhere, else 0. */
  private double common() {
    double product = 1;
    for (List<Integer> axis : java.util.Objects.requireNonNull(divisors)) {
      int d = axis.isEmpty() ? 1 : axis.get(0);
      for (int other : axis) {
        if (other != d) {
          return 0;
        }
      }
      product *= d;
    }
    return product;
  }

  private Tensor table(DType dtype) {
    Tensor product = Nabla.ones(dtype);
    for (List<Integer> axis : java.util.Objects.requireNonNull(divisors)) {
      double[] d = new double[axis.size()];
      for (int i = 0; i < d.length; i++) {
        d[i] = axis.get(i);
      }
      product = product.unsqueeze(-1).mul(Nabla.tensor(d, dtype));
    }
    return product;
  }

  @Override
  public Tensor transpose(Tensor g, TensorType x) {
    return Dispatch.apply(
        new Resample(name + "_backward", taps.stream().map(Taps::transposed).toList(), divisors, !divideFirst), g);
  }

  @Override
  public Tensor batch(Tensor x) {
    return Dispatch.apply(this, x);
  }
}
