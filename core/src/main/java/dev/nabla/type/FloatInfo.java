package dev.nabla.type;

/**
 * The limits of a floating-point type: PyTorch's {@code finfo}.
 *
 * @param dtype the type
 * @param eps the distance from 1 to the next larger number
 * @param max the largest finite number
 * @param smallestNormal the smallest positive number of full precision
 * @param resolution the power of ten that decimal digits are good to
 */
public record FloatInfo(DType dtype, double eps, double max, double smallestNormal, double resolution) {
  private static final FloatInfo HALF = new FloatInfo(DType.FLOAT16, 0x1p-10, 65504, 0x1p-14, 1e-3);
  private static final FloatInfo BRAIN = new FloatInfo(DType.BFLOAT16, 0x1p-7, 0x1.FEp127, 0x1p-126, 1e-2);
  private static final FloatInfo SINGLE = new FloatInfo(DType.FLOAT32, 0x1p-23, Float.MAX_VALUE, 0x1p-126, 1e-6);
  private static final FloatInfo DOUBLE = new FloatInfo(DType.FLOAT64, 0x1p-52, Double.MAX_VALUE, 0x1p-1022, 1e-15);

  /**
   * The limits of {@code dtype}.
   *
   * @throws DTypeException if that is no floating-point type
   */
  public static FloatInfo of(DType dtype) {
    return switch (dtype) {
      case FLOAT16 -> HALF;
      case BFLOAT16 -> BRAIN;
      case FLOAT32 -> SINGLE;
      case FLOAT64 -> DOUBLE;
      default -> throw new DTypeException(
          "finfo: expected a floating-point type, got " + dtype + "");
    };
  }

  /** The number of bits of an element. */
  public int bits() {
    return 8 * dtype.bytes();
  }

  /** The smallest finite number: {@code -max}. */
  public double min() {
    return -max;
  }

  /** {@link #smallestNormal} under its older name. */
  public double tiny() {
    return smallestNormal;
  }
}
