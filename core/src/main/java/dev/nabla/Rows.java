package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;

/** Row programs on concrete tensors. */
final class Rows {
  private static final double[] NONE = {};

  private Rows() {}

  /** The first output of a program without parameters and totals. */
  static ConcreteTensor first(RowProgram program, int[] axes, Tensor... in) {
    return run(program, NONE, in, axes)[0];
  }

  /** The sum of {@code op} over {@code axes}, which have size 1 in the result; all of {@code in} broadcast to the shape of the first. */
  static ConcreteTensor sum(ElementwiseOp op, int[] axes, Tensor... in) {
    return run(op.sum(), op.params(), in, axes)[0];
  }

  /**
   * The outputs of a program on tensors that broadcast to the shape of the first one. Of empty tensors all outputs are zeros.
   *
   * @param axes the axes that rows extend over, sorted and not negative; they have size 1 in outputs of one value for a row
   * @param totals the shapes of the totals among the outputs, each broadcasting to the shape of the first input
   */
  static ConcreteTensor[] run(RowProgram program, double[] params, Tensor[] in, int[] axes, Shape... totals) {
    Shape shape = in[0].shape();
    DType type = in[0].dtype();
    Strided[] windows = new Strided[in.length];
    for (int k = 0; k < in.length; k++) {
      windows[k] = Dispatch.data(in[k]).expand(shape);
    }
    Shape perRow = Reductions.kept(shape, axes);
    ConcreteTensor[] out = new ConcreteTensor[program.outputs()];
    Strided[] to = new Strided[out.length];
    int total = 0;
    for (int k = 0; k < out.length; k++) {
      Shape own = switch (program.stages().get(program.output(k)).kind()) {
        case EACH -> shape;
        case TOTAL -> totals[total++];
        default -> perRow;
      };
      Strided result = shape.numel() > 0 ? Strided.obtain(type, own) : Strided.zeros(type, own); // nothing is written of no rows
      out[k] = new ConcreteTensor(result);
      to[k] = own.rank() == shape.rank() ? result : Strided.contiguous(result.storage(), widened(own, shape.rank()));
    }
    if (shape.numel() > 0) {
      Backends.active().rows(program, params, windows, axes, to);
    }
    return out;
  }

  /** {@code shape} with axes of size 1 in front. */
  private static Shape widened(Shape shape, int rank) {
    Shape wide = shape;
    while (wide.rank() < rank) {
      wide = wide.insert(0, 1);
    }
    return wide;
  }

  /** Whether rules may work on the elements of these tensors at once: no transform watches, and nothing is recorded. */
  static boolean unwatched(Tensor... in) {
    return Dispatch.top(in) == null && !Dispatch.recording(in);
  }
}
