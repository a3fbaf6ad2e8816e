package dev.nabla.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.kernel.Storage;
import dev.nabla.type.DType;
import org.junit.jupiter.api.Test;

class CastsTest {
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, 0.5, -0.5, 2.5, 127, 128, 255, 256, 32768, -32769, 3e9, -3e9, 1e19, -1e19, 1e-40, Double.NaN,
    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  @Test
  void everyPairOfTypesConvertsAsOneElementDoes() {
    int n = 2500;
    for (DType from : DType.values()) {
      Storage in = Storage.allocate(from, n + 3);
      for (int i = 0; i < n + 3; i++) {
        in.setDouble(i, SPECIALS[i % SPECIALS.length]);
      }
      for (DType to : DType.values()) {
        Storage expected = Storage.allocate(to, n + 5);
        Storage actual = Storage.allocate(to, n + 5);
        for (int i = 0; i < n; i++) {
          if (from.isFloating()) {
            expected.setDouble(5 + i, in.getDouble(3 + i));
          } else {
            expected.setLong(5 + i, in.getLong(3 + i));
          }
        }
        Casts.convert(in, 3, actual, 5, n);
        assertThat(actual.array()).as(from + " to " + to).isEqualTo(expected.array());
      }
    }
  }
}
