package dev.nabla;

import dev.nabla.type.DTypeException;
import dev.nabla.type.LinAlgException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import org.jspecify.annotations.Nullable;

/** What all functions of matrices share: checks, parts of matrices, batches. */
final class Matrices {
  private Matrices() {}

  /** Checks that {@code a} is a batch of real matrices. */
  static Tensor check(String op, Tensor a) {
    if (a.dim() < 2) {
      throw new ShapeException(op + ": The input tensor A must have at least 2 dimensions; got " + a.type());
    }
    if (!a.dtype().isFloating()) {
      throw new DTypeException(op + ": Expected a floating point or complex tensor as input. Got "
          + a.dtype().scalarName() + "; convert it with to(FLOAT32)");
    }
    return a;
  }

  /** Checks that {@code a} is a batch of real square matrices. */
  static Tensor square(String op, Tensor a) {
    check(op, a);
    if (a.size(-1) != a.size(-2)) {
      throw new ShapeException(op + ": A must be batches of square matrices, but they are " + a.size(-2) + " by "
          + a.size(-1) + " matrices");
    }
    return a;
  }

  /** Checks that both are batches of matrices of one type. */
  static void sameType(String op, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          op + ": Expected A and B to have the same dtype, but found A of type " + a.dtype() + " and B of type "
              + b.dtype() + " instead");
    }
  }

  /** Checks that {@code a·x = b}, or {@code x·a = b} if not {@code left}, has fitting sizes. */
  static void fits(String op, Tensor a, Tensor b, boolean left) {
    square(op, a);
    check(op, b);
    sameType(op, a, b);
    if (a.size(-1) != b.size(left ? -2 : -1)) {
      throw new ShapeException(op + ": Incompatible shapes of A and B for the equation " + (left ? "AX = B" : "XA = B")
          + " (" + a.size(-2) + "x" + a.size(-1) + " and " + b.size(-2) + "x" + b.size(-1) + ")");
    }
  }

  /** {@code a} with the leading axes that its matrices and those of {@code b} have together. */
  static Tensor broadcast(Tensor a, Tensor b) {
    Shape lead = Shape.broadcast(MatrixStack.lead(a.shape(), 2), MatrixStack.lead(b.shape(), 2));
    return a.expand(MatrixStack.shape(lead, a.size(-2), a.size(-1)));
  }

  /** {@code (x + xᵀ) / 2}. */
  static Tensor symmetric(Tensor x) {
    return x.add(x.mT()).mul(0.5);
  }

  /** The symmetric matrix with the lower triangle of {@code x}. */
  static Tensor fromLower(Tensor x) {
    return x.tril().add(x.tril(-1).mT());
  }

  /** The lower triangle with half the diagonal. */
  static Tensor lowerHalf(Tensor x) {
    return x.tril().sub(x.diagonal(0, -2, -1).mul(0.5).diagEmbed());
  }

  /** {@code values[j] - values[i]} at [i, j], and infinity on the diagonal, so that what is divided by it vanishes there. */
  static Tensor gaps(Tensor values) {
    Tensor gaps = values.unsqueeze(-2).sub(values.unsqueeze(-1));
    return gaps.maskedFill(Nabla.eye(values.size(-1), values.dtype()).gt(0.0), Double.POSITIVE_INFINITY);
  }

  /** The trace of every matrix of a product {@code aᵀ·b}: the sum of the products of elements. */
  static Tensor dot(Tensor a, Tensor b) {
    return a.mul(b).sum(-2, -1);
  }

  /** A number for each matrix as factors of its elements, [B…] → [B…, 1, 1]. */
  static Tensor perMatrix(Tensor x) {
    return x.unsqueeze(-1).unsqueeze(-1);
  }

  /** Part of the columns: the first {@code k}, or all if there are no more. */
  static Tensor columns(Tensor x, int k) {
    return x.size(-1) <= k ? x : x.narrow(-1, 0, k);
  }

  /** The first {@code k} rows, or all if there are no more. */
  static Tensor rows(Tensor x, int k) {
    return x.size(-2) <= k ? x : x.narrow(-2, 0, k);
  }

  /** The sum of two tensors of which either may be absent. */
  static Tensor plus(@Nullable Tensor a, Tensor b) {
    return a == null ? b : a.add(b);
  }

  /** An iteration that did not converge. */
  static NablaException unconverged(String op) {
    return new LinAlgException(op + ": The algorithm failed to converge.");
  }
}
