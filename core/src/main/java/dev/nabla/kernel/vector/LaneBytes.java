package dev.nabla.kernel.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bits to bytes. */
final class LaneBytes {
  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOWEST_BITS = 0x0101010101010101L;

  private LaneBytes() {}

  /** {@code r[to + i] = } bit i of {@code bits}, for i below {@code n}. */
  static void store(long bits, int n, byte[] r, int to) {
    int i = 0;
    for (; i + 8 <= n; i += 8) {
      LONGS.set(r, to + i, Long.expand(bits >>> i, LOWEST_BITS));
    }
    for (; i < n; i++) {
      r[to + i] = (byte) (bits >>> i & 1);
    }
  }
}
