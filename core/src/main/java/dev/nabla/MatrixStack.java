package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Decompositions;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.LinAlgException;
import dev.nabla.type.Shape;
import java.util.Arrays;

/**
 * The matrices of a tensor [B…, m, n] one after the other, row-major and in double precision: decompositions of float32 are computed in
 * float64 and rounded once.
 */
final class MatrixStack {
  final Shape lead;
  final int count;
  final int m;
  final int n;
  private final double[] elements;

  private MatrixStack(Shape lead, int m, int n, double[] elements) {
    this.lead = lead;
    this.count = lead.numel();
    this.m = m;
    this.n = n;
    this.elements = elements;
  }

  /** Copies of the matrices of a concrete tensor. */
  static MatrixStack of(Tensor x) {
    Strided from = Dispatch.data(x);
    Strided to = Strided.allocate(DType.FLOAT64, from.shape());
    Backends.active().convert(from, to);
    int rank = from.rank();
    return new MatrixStack(lead(from.shape(), 2), from.dim(rank - 2), from.dim(rank - 1), to.storage().doubles());
  }

  /** Room for m x n matrices, as many as {@code other} has. */
  static MatrixStack like(MatrixStack other, int m, int n) {
    return new MatrixStack(other.lead, m, n, new double[other.count * m * n]);
  }

  /** {@code shape} without its last {@code axes} axes. */
  static Shape lead(Shape shape, int axes) {
    return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - axes));
  }

  /** {@code lead} with more axes behind. */
  static Shape shape(Shape lead, int... dims) {
    int[] all = Arrays.copyOf(lead.toArray(), lead.rank() + dims.length);
    System.arraycopy(dims, 0, all, lead.rank(), dims.length);
    return Shape.of(all);
  }

  /** A copy of matrix {@code b}. */
  double[] get(int b) {
    return Arrays.copyOfRange(elements, b * m * n, (b + 1) * m * n);
  }

  /** Replaces matrix {@code b}. */
  void set(int b, double[] matrix) {
    System.arraycopy(matrix, 0, elements, b * m * n, m * n);
  }

  /** Whether matrix {@code b} has neither NaN nor infinities. */
  boolean isFinite(int b) {
    for (int i = b * m * n; i < (b + 1) * m * n; i++) {
      if (!Double.isFinite(elements[i])) {
        return false;
      }
    }
    return true;
  }

  /** What is done with one matrix. */
  @FunctionalInterface
  interface Each {
    void run(Decompositions library, int b);
  }

  /** Runs {@code body} for every matrix, in parallel if they are large enough; not at all if the matrices are empty. */
  void forEach(Each body) {
    if (count == 0 || m == 0 || n == 0) {
      return;
    }
    Decompositions library = Decompositions.get();
    long work = (long) m * n * Math.min(m, n);
    int grain = (int) Math.max(1, 50_000 / work);
    Backends.range(count, grain, (from, to) -> {
      for (int b = from; b < to; b++) {
        body.run(library, b);
      }
    });
  }

  /** The matrices as a tensor [B…, m, n] of type {@code dtype}. */
  Tensor tensor(DType dtype) {
    return tensor(elements, shape(lead, m, n), dtype);
  }

  /** The elements as a tensor [B…, m·n] of type {@code dtype}: for stacks of vectors. */
  Tensor vectors(DType dtype) {
    return tensor(elements, shape(lead, m * n), dtype);
  }

  /** The elements as a tensor [B…] of type {@code dtype}: for stacks of numbers. */
  Tensor numbers(DType dtype) {
    return tensor(elements, lead, dtype);
  }

  private static Tensor tensor(double[] elements, Shape shape, DType dtype) {
    Strided all = Strided.contiguous(Storage.of(elements), shape);
    if (dtype == DType.FLOAT64) {
      return new ConcreteTensor(all);
    }
    Strided out = Strided.allocate(dtype, shape);
    Backends.active().convert(all, out);
    return new ConcreteTensor(out);
  }

  /** {@code elements} as an int32 tensor. */
  static Tensor ints(int[] elements, Shape shape) {
    return new ConcreteTensor(Strided.contiguous(Storage.of(elements), shape));
  }

  /** What a failure is called. */
  @FunctionalInterface
  interface Reason {
    String text(int info);
  }

  /** Throws for the first matrix whose {@code info} is not 0, naming its place in the batch. */
  void check(String op, int[] info, Reason reason) {
    for (int b = 0; b < count; b++) {
      if (info[b] != 0) {
        String place = lead.rank() == 0 ? "" : "(Batch element " + b + "): ";
        throw new LinAlgException(op + ": " + place + reason.text(info[b]));
      }
    }
  }
}
