package dev.nabla;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.Strided;
import dev.nabla.type.Shape;
import java.util.Arrays;

/** Sums of a tensor that is there only block by block. */
final class BlockSums {
  private static final int[] NO_AXES = {};

  private final Blocks blocks;
  private final Shape shape;
  private final int[] axes;
  private final boolean apart;
  private final ConcreteTensor sums;

  /** For sums of shape {@code to}, which broadcasts to the shape of {@code x}. */
  BlockSums(Blocks blocks, Shape to, Tensor x) {
    this.blocks = blocks;
    this.shape = to;
    int rank = x.dim();
    int[] dims = new int[rank];
    Arrays.fill(dims, 1);
    System.arraycopy(to.toArray(), 0, dims, rank - to.rank(), to.rank());
    int[] reduced = new int[rank];
    int n = 0;
    for (int i = 0; i < rank; i++) {
      if (dims[i] == 1 && x.size(i) != 1) {
        reduced[n++] = i;
      }
    }
    this.axes = Arrays.copyOf(reduced, n);
    this.apart = blocks.count() > 1 && Arrays.binarySearch(axes, blocks.axis()) >= 0;
    if (apart) {
      dims[blocks.axis()] = blocks.count();
    }
    this.sums = ConcreteTensor.allocate(x.dtype(), Shape.of(dims));
  }

  /** The sums, with size 1 on {@code axes}, of {@code op} on {@code in}, whose common shape is that of {@code in[0]}. */
  static Tensor of(ElementwiseOp op, Tensor[] in, int[] axes) {
    Shape shape = in[0].shape();
    int[] dims = shape.toArray();
    for (int a : axes) {
      dims[a] = 1;
    }
    Blocks blocks = Blocks.of(shape, NO_AXES);
    BlockSums sums = new BlockSums(blocks, Shape.of(dims), in[0]);
    Tensor[] whole = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      whole[i] = in[i].expand(shape);
    }
    blocks.forEach((block, from, to) -> {
      Tensor[] part = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        part[i] = blocks.slice(whole[i], from, to);
      }
      ConcreteTensor values = Blocks.like(part[0]);
      op.runInto(part, values.window());
      sums.add(values, block, from, to);
    });
    return sums.total();
  }

  /** Takes in {@code x}, the slices {@code from} to {@code to}, which are block {@code block}. */
  void add(Tensor x, int block, int from, int to) {
    Reductions.reduceInto(Reducer.SUM, x, axes,
        apart ? blocks.slice(sums, block, block + 1) : blocks.slice(sums, from, to));
  }

  /** The sums over all blocks. */
  Tensor total() {
    ConcreteTensor all = apart
        ? Reductions.reduce(Reducer.SUM, sums, new int[] {blocks.axis()}, true, sums.dtype())
        : sums;
    return all.shape().equals(shape) ? all : new ConcreteTensor(Strided.contiguous(all.window().storage(), shape));
  }
}
