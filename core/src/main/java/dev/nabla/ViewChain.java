package dev.nabla;

import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.TensorType;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Several views, one after the other: {@code last} of what {@code before} makes.
 *
 * @param several whether one of them came from an op with several views as its results, such as split
 */
record ViewChain(@Nullable ViewChain before, ViewOp last, boolean several) implements ViewOp {
  @Override
  public String name() {
    return "as_strided";
  }

  @Override
  public Strided view(Strided x) {
    return last.view(before == null ? x : before.view(x));
  }

  /** The chain on any tensor of the base's shape. */
  Tensor of(Tensor x) {
    return Dispatch.apply(last, before == null ? x : before.of(x));
  }

  @Override
  public Tensor transpose(Tensor g, TensorType x) {
    // Each view's transpose needs the type of what it was applied to, found by walking the shapes forward.
    Deque<ViewOp> ops = new ArrayDeque<>();
    for (ViewChain c = this; c != null; c = c.before) {
      ops.push(c.last);
    }
    Deque<TensorType> types = new ArrayDeque<>();
    Strided window = new Strided(Storage.allocate(x.dtype(), 0), 0, x.shape(), x.shape().contiguousStrides());
    for (ViewOp op : ops) {
      types.push(new TensorType(x.dtype(), window.shape()));
      window = op.view(window);
    }
    Tensor d = g;
    for (ViewChain c = this; c != null; c = c.before) {
      d = c.last.transpose(d, types.pop());
    }
    return d;
  }

  @Override
  public Tensor batch(Tensor x) {
    return last.batch(before == null ? x : before.batch(x));
  }
}
