package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;

/** Products of vectors and matrices. */
final class MatrixProducts {
  private MatrixProducts() {}

  /**
   * The product of matrices on the last two axes, leading axes broadcast. Shapes: a [B…, m, k], b [B…, k, n], result [B…, m, n]. Named after
   * the method that was called (mm, bmm).
   */
  record MatMul(String name) implements BilinearOp {
    @Override
    public Tensor run(Tensor[] in) {
      Strided a = Dispatch.data(in[0]);
      Strided b = Dispatch.data(in[1]);
      if (a.rank() == 2 && b.rank() == 2) {
        Strided y = Strided.obtain(a.dtype(), Shape.of(a.dim(0), b.dim(1)));
        Backends.active().matmul(a, b, y, false);
        return new ConcreteTensor(y);
      }
      Shape lead = Shape.broadcast(leading(a.shape()), leading(b.shape()));
      Strided out = Strided.obtain(a.dtype(), matrices(lead, a.dim(a.rank() - 2), b.dim(b.rank() - 1)));
      Strided left = a.expand(matrices(lead, a.dim(a.rank() - 2), a.dim(a.rank() - 1)));
      Strided right = b.expand(matrices(lead, b.dim(b.rank() - 2), b.dim(b.rank() - 1)));
      Backends.active().matmul(left, right, out, false);
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor adjointLeft(Tensor g, Tensor b, TensorType a) {
      return Reductions.sumTo(product(g, b.mT()), a.shape());
    }

    @Override
    public Tensor adjointRight(Tensor g, Tensor a, TensorType b) {
      return Reductions.sumTo(product(a.mT(), g), b.shape());
    }

    private Tensor product(Tensor a, Tensor b) {
      return Dispatch.apply(this, a, b);
    }

    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      int rank = Math.max(in[0].dim() - (batched[0] ? 1 : 0), in[1].dim() - (batched[1] ? 1 : 0));
      Tensor a = batched[0] ? BatchRules.alignRank(in[0], rank) : in[0];
      Tensor b = batched[1] ? BatchRules.alignRank(in[1], rank) : in[1];
      return Dispatch.apply(new MatMul("bmm"), a, b);
    }
  }

  /** {@code Σ a·b} of two vectors. Named after the method that was called (dot, vdot). */
  record Dot(String name) implements BilinearOp {
    @Override
    public Tensor run(Tensor[] in) {
      Strided a = Dispatch.data(in[0]);
      Strided b = Dispatch.data(in[1]);
      int n = a.numel();
      Strided out = Strided.allocate(a.dtype(), Shape.SCALAR);
      Strided row = new Strided(a.storage(), a.offset(), Shape.of(1, n), new int[] {0, a.stride(0)});
      Strided column = new Strided(b.storage(), b.offset(), Shape.of(n, 1), new int[] {b.stride(0), 0});
      Backends.active().matmul(row, column, Strided.contiguous(out.storage(), Shape.of(1, 1)), false);
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor adjointLeft(Tensor g, Tensor b, TensorType a) {
      return g.mul(b);
    }

    @Override
    public Tensor adjointRight(Tensor g, Tensor a, TensorType b) {
      return g.mul(a);
    }

    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      return in[0].mul(in[1]).sum(-1);
    }
  }

  /** The product of a matrix and a vector. Shapes: a [m, k], b [k], result [m]. */
  record MatVec() implements BilinearOp {
    @Override
    public String name() {
      return "mv";
    }

    @Override
    public Tensor run(Tensor[] in) {
      Strided a = Dispatch.data(in[0]);
      Strided b = Dispatch.data(in[1]);
      Strided out = Strided.allocate(a.dtype(), Shape.of(a.dim(0)));
      Strided column = new Strided(b.storage(), b.offset(), Shape.of(b.dim(0), 1), new int[] {b.stride(0), 0});
      Backends.active().matmul(a, column, Strided.contiguous(out.storage(), Shape.of(a.dim(0), 1)), false);
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor adjointLeft(Tensor g, Tensor b, TensorType a) {
      return g.unsqueeze(-1).mul(b.unsqueeze(-2));
    }

    @Override
    public Tensor adjointRight(Tensor g, Tensor a, TensorType b) {
      return a.t().mv(g);
    }

    @Override
    public Tensor batch(Tensor[] in, boolean[] batched) {
      Tensor b = in[1].unsqueeze(-1);
      return Dispatch.apply(new MatMul("bmm"), in[0], b).squeeze(-1);
    }
  }

  private static Shape leading(Shape s) {
    int[] dims = new int[s.rank() - 2];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = s.dim(i);
    }
    return Shape.of(dims);
  }

  private static Shape matrices(Shape lead, int m, int n) {
    int[] dims = new int[lead.rank() + 2];
    for (int i = 0; i < lead.rank(); i++) {
      dims[i] = lead.dim(i);
    }
    dims[lead.rank()] = m;
    dims[lead.rank() + 1] = n;
    return Shape.of(dims);
  }

  /** PyTorch's matmul: vectors are taken as rows or columns, leading axes broadcast. */
  static Tensor matmul(Tensor a, Tensor b) {
    if (a.dim() == 0 || b.dim() == 0) {
      throw new ShapeException("matmul: both arguments to matmul need to be at least 1D, but they are " + a.dim()
          + "D and " + b.dim() + "D; use mul");
    }
    sameType("matmul", a, b);
    if (a.dim() == 1 && b.dim() == 1) {
      return dot(a, b);
    }
    if (a.dim() == 2 && b.dim() == 1) {
      return mv(a, b);
    }
    int inner = a.size(-1);
    int other = b.dim() == 1 ? b.size(0) : b.size(-2);
    if (inner != other) {
      throw new ShapeException(mismatch(a, b));
    }
    if (a.dim() > 2 && b.dim() > 2) {
      checkBatches(a, b);
    }
    if (a.dim() == 1) {
      return matmul(a.unsqueeze(0), b).squeeze(-2);
    }
    if (b.dim() == 1) {
      return matmul(a, b.unsqueeze(-1)).squeeze(-1);
    }
    if (a.dim() > 2 && b.dim() == 2) {
      int[] dims = a.shape().toArray();
      dims[dims.length - 1] = b.size(1);
      return Dispatch.apply(new MatMul("mm"), a.reshape(rows(a), inner), b).reshape(Shape.of(dims));
    }
    return Dispatch.apply(new MatMul(a.dim() == 2 && b.dim() == 2 ? "mm" : "bmm"), a, b);
  }

  private static void checkBatches(Tensor a, Tensor b) {
    try {
      Shape.broadcast(leading(a.shape()), leading(b.shape()));
    } catch (ShapeException e) {
      throw new ShapeException(e.getMessage() + "; matmul got " + a.type() + " and " + b.type());
    }
  }

  private static int rows(Tensor a) {
    int rows = 1;
    for (int i = 0; i < a.dim() - 1; i++) {
      rows *= a.size(i);
    }
    return rows;
  }

  static String mismatch(Tensor a, Tensor b) {
    String text = a.dim() == 2 && b.dim() == 2
        ? "mat1 and mat2 shapes cannot be multiplied (" + a.size(0) + "x" + a.size(1) + " and " + b.size(0) + "x"
            + b.size(1) + ")"
        : "matmul: last axis of left (" + a.size(-1) + ") must equal " + (b.dim() == 1 ? "the only" : "second-to-last")
            + " axis of right ("
            + (b.dim() == 1 ? b.size(0) : b.size(-2)) + ")";
    String hint = b.dim() >= 2 && a.size(-1) == b.size(-1) ? ". Did you mean left.matmul(right.mT())?" : "";
    return text + "; got " + a.type() + " and " + b.type() + hint;
  }

  static Tensor mm(Tensor a, Tensor b) {
    rank("mm", a, 2, b, 2);
    return matmul(a, b);
  }

  static Tensor bmm(Tensor a, Tensor b) {
    rank("bmm", a, 3, b, 3);
    if (a.size(0) != b.size(0)) {
      throw new ShapeException(
          "bmm: both operands must have the same batch size; got " + a.type() + " and " + b.type());
    }
    return matmul(a, b);
  }

  static Tensor mv(Tensor a, Tensor b) {
    rank("mv", a, 2, b, 1);
    sameType("mv", a, b);
    if (a.size(1) != b.size(0)) {
      throw new ShapeException("size mismatch, got input (" + a.size(0) + "), mat (" + a.size(0) + "x" + a.size(1)
          + "), vec (" + b.size(0) + ")");
    }
    return Dispatch.apply(new MatVec(), a, b);
  }

  static Tensor dot(Tensor a, Tensor b) {
    return dot("dot", a, b);
  }

  /** The inner product of two vectors, named after the method that was called. */
  static Tensor dot(String name, Tensor a, Tensor b) {
    if (a.dim() != 1 || b.dim() != 1) {
      throw new ShapeException("1D tensors expected, but got " + a.dim() + "D and " + b.dim() + "D tensors");
    }
    sameType(name, a, b);
    if (a.numel() != b.numel()) {
      throw new ShapeException("inconsistent tensor size, expected tensor [" + a.numel() + "] and src [" + b.numel()
          + "] to have the same number of elements, but got " + a.numel() + " and " + b.numel()
          + " elements respectively");
    }
    return Dispatch.apply(new Dot(name), a, b);
  }

  private static void rank(String op, Tensor a, int m, Tensor b, int n) {
    if (a.dim() != m || b.dim() != n) {
      throw new ShapeException(
          op + ": expected tensors with " + m + " and " + n + " axes; got " + a.type() + " and " + b.type());
    }
  }

  private static void sameType(String op, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          op + ": expected m1 and m2 to have the same dtype, but got: " + a.dtype() + " != " + b.dtype()
              + "; convert one of them with to(" + DType.promote(a.dtype(), b.dtype()) + ")");
    }
  }
}
