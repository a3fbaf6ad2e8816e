package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.DType.Category;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's rule for the type of a result: operands with axes decide; a 0-d operand counts only if its category (bool, integral, floating) is
 * higher than theirs, a plain number only if its category is higher than that of all tensors.
 */
final class Promotion {
  private Promotion() {}

  static DType resultType(Tensor... tensors) {
    DType dims = null;
    DType zero = null;
    for (Tensor t : tensors) {
      if (t.dim() > 0) {
        dims = combine(dims, t.dtype());
      } else {
        zero = combine(zero, t.dtype());
      }
    }
    if (dims == null) {
      return java.util.Objects.requireNonNull(zero);
    }
    return zero != null && zero.category().compareTo(dims.category()) > 0 ? DType.promote(dims, zero) : dims;
  }

  private static DType combine(@Nullable DType a, DType b) {
    return a == null ? b : DType.promote(a, b);
  }

  /** The type of a tensor of {@code tensor} with a whole or real number. */
  static DType withNumber(DType tensor, boolean whole) {
    if (tensor.isFloating()) {
      return tensor;
    }
    if (!whole) {
      return Nabla.defaultDType();
    }
    return tensor.category() == Category.BOOL ? DType.INT64 : tensor;
  }
}
