package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;

/**
 * Work on a tensor in blocks of whole slices along an axis, so that several steps over one block find it in the cache. The cut depends on the
 * shape alone, so results do not depend on the number of threads.
 *
 * @param axis the axis that is cut; -1 if the tensor is one block
 * @param size how many slices one block has
 * @param count how many blocks there are
 */
record Blocks(int axis, int size, int count, int total) {
  /** About as many elements as stay in the cache beside those of two or three more tensors. */
  static final int ELEMENTS = 1 << 15;

  /** Work on the slices from {@code from} (inclusive) to {@code to} (exclusive), which are block {@code block}. */
  @FunctionalInterface
  interface Body {
    void run(int block, int from, int to);
  }

  /** The blocks of a tensor of shape {@code x} that is reduced over {@code axes} (sorted): along the longest of the other axes. */
  static Blocks of(Shape x, int[] axes) {
    int best = -1;
    if (x.numel() > ELEMENTS) {
      for (int i = 0; i < x.rank(); i++) {
        if (x.dim(i) > 1 && Arrays.binarySearch(axes, i) < 0 && (best < 0 || x.dim(i) > x.dim(best))) {
          best = i;
        }
      }
    }
    if (best < 0) {
      return new Blocks(-1, 1, 1, 1);
    }
    int total = x.dim(best);
    int size = Math.max(1, ELEMENTS / (x.numel() / total));
    return new Blocks(best, size, Math.ceilDiv(total, size), total);
  }

  /** Runs {@code body} on all blocks, several at a time. */
  void forEach(Body body) {
    if (count == 1) {
      body.run(0, 0, total);
    } else {
      Backends.range(count, 1, (first, last) -> {
        for (int i = first; i < last; i++) {
          body.run(i, i * size, Math.min(total, (i + 1) * size));
        }
      });
    }
  }

  /** The slices of {@code x} from {@code from} to {@code to}. */
  Tensor slice(Tensor x, int from, int to) {
    return count == 1 ? x : new ConcreteTensor(new Views.Slice(axis, from, to, 1).view(Dispatch.data(x)));
  }

  /** Whether rules may work on the elements of these tensors at once: no transform watches, and nothing is recorded. */
  static boolean unwatched(Tensor... in) {
    return Dispatch.top(in) == null && !Dispatch.recording(in);
  }

  /** A new tensor without graph. */
  static ConcreteTensor like(Tensor x) {
    return new ConcreteTensor(Strided.allocate(x.dtype(), x.shape()));
  }
}
