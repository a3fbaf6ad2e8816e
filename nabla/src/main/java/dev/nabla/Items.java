package dev.nabla;

import dev.nabla.kernel.Strided;
import dev.nabla.type.GradientException;
import dev.nabla.type.NablaException;

/** Elements as plain Java numbers. */
final class Items {
  private Items() {}

  /** One element. */
  record Item(Strided at) {
    double getDouble() {
      return at.storage().getDouble(at.offset());
    }

    long getLong() {
      return at.storage().getLong(at.offset());
    }
  }

  static Item only(Tensor t) {
    if (t.numel() != 1) {
      throw new NablaException("a Tensor with " + t.numel() + " elements cannot be converted to Scalar; reduce it first or use toDoubleArray()");
    }
    return new Item(window(t, "item"));
  }

  /** The elements of {@code t}; those of the primal value inside grad and jvp; an error inside vmap. */
  static Strided window(Tensor t, String op) {
    Tensor at = t;
    while (at instanceof LevelTensor l) {
      if (!l.level().seesThrough()) {
        throw new GradientException(op + ": a batched tensor has many values inside " + l.level().transform()
            + ", so none can be read as a number; use where(condition, a, b) instead of if, or move the read outside");
      }
      at = l.value();
    }
    return ((ConcreteTensor) at).data();
  }
}
