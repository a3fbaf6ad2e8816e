package dev.nabla.testkit;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same tensor in the ways in which a tensor can lie in memory. */
final class Layouts {
  private Layouts() {}

  /** Copies of {@code t} by the name of their layout. */
  static Map<String, Tensor> of(Tensor t) {
    Map<String, Tensor> out = new LinkedHashMap<>();
    out.put("contiguous", Elements.copy(t));
    out.put("offset", at(t, 0));
    out.put("strided", at(t, t.dim()));
    if (t.dim() >= 2) {
      out.put("transposed", transposed(t));
    }
    return out;
  }

  /** A copy inside a tensor with a further axis of size 3, of which it is the middle. */
  private static Tensor at(Tensor t, int axis) {
    Tensor whole = Nabla.zeros(t.dtype(), t.shape().insert(axis, 3));
    Tensor part = whole.select(axis, 1);
    part.copy_(t);
    return part;
  }

  private static Tensor transposed(Tensor t) {
    int n = t.dim();
    int[] reversed = new int[n];
    int[] dims = new int[n];
    for (int i = 0; i < n; i++) {
      reversed[i] = n - 1 - i;
      dims[i] = t.size(n - 1 - i);
    }
    Tensor part = Nabla.zeros(t.dtype(), dims).permute(reversed);
    part.copy_(t);
    return part;
  }
}
