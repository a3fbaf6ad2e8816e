package dev.nabla.type;

/** Conversions between float32 and bfloat16, which is the upper half of a float32's bits. */
public final class BFloat16 {
  private BFloat16() {}

  /** The bfloat16 nearest to {@code v} as its bits; of two equally near ones that whose last bit is 0. NaN stays NaN. */
  public static short fromFloat(float v) {
    int bits = Float.floatToRawIntBits(v);
    int even = (bits >>> 16) & 1;
    return (short) (Float.isNaN(v) ? (bits >>> 16) | 0x40 : (bits + 0x7FFF + even) >>> 16);
  }

  /** The number with these bits, exactly. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
