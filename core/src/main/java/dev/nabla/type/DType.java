package dev.nabla.type;

import java.util.Locale;

/** The type of a tensor's elements, with PyTorch's names and promotion rules. */
public enum DType {
  /** Truth values, one byte each (0 or 1). */
  BOOL("torch.bool", "Bool", Category.BOOL, 1),
  /** Unsigned 8-bit integers, 0 to 255. */
  UINT8("torch.uint8", "Byte", Category.INTEGRAL, 1),
  /** Signed 8-bit integers. */
  INT8("torch.int8", "Char", Category.INTEGRAL, 1),
  /** Signed 16-bit integers. */
  INT16("torch.int16", "Short", Category.INTEGRAL, 2),
  /** Signed 32-bit integers. */
  INT32("torch.int32", "Int", Category.INTEGRAL, 4),
  /** Signed 64-bit integers, the default of whole numbers. */
  INT64("torch.int64", "Long", Category.INTEGRAL, 8),
  /** IEEE 754 binary16: 11 significant bits, up to 65504. Arithmetic is done in float32, each result rounded once. */
  FLOAT16("torch.float16", "Half", Category.FLOATING, 2),
  /** The upper half of a float32: 8 significant bits, the range of float32. Arithmetic is done in float32, each result rounded once. */
  BFLOAT16("torch.bfloat16", "BFloat16", Category.FLOATING, 2),
  /** IEEE 754 binary32, the default of real numbers. */
  FLOAT32("torch.float32", "Float", Category.FLOATING, 4),
  /** IEEE 754 binary64. */
  FLOAT64("torch.float64", "Double", Category.FLOATING, 8);

  /** The kinds of numbers, in promotion order. */
  public enum Category {
    /** Truth values. */
    BOOL,
    /** Whole numbers. */
    INTEGRAL,
    /** Real numbers. */
    FLOATING
  }

  private final String torchName;
  private final String scalarName;
  private final Category category;
  private final int bytes;

  DType(String torchName, String scalarName, Category category, int bytes) {
    this.torchName = torchName;
    this.scalarName = scalarName;
    this.category = category;
    this.bytes = bytes;
  }

  /** PyTorch's name of this type, such as {@code torch.float32}. */
  public String torchName() {
    return torchName;
  }

  /** PyTorch's C++ name of the scalar, such as {@code Float}, as its error messages use it. */
  public String scalarName() {
    return scalarName;
  }

  /** The kind of number. */
  public Category category() {
    return category;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are real numbers; only such tensors have gradients. */
  public boolean isFloating() {
    return category == Category.FLOATING;
  }

  /** Whether elements are whole numbers (not truth values). */
  public boolean isIntegral() {
    return category == Category.INTEGRAL;
  }

  /** Whether this is float16 or bfloat16, which only store numbers: see {@link #arithmetic}. */
  public boolean isHalf() {
    return category == Category.FLOATING && bytes == 2;
  }

  /** The type that is computed in: float32 for float16 and bfloat16, any other type itself. */
  public DType arithmetic() {
    return isHalf() ? FLOAT32 : this;
  }

  /** The number of this type that is nearest to {@code v}: of two equally near ones the even one; whole numbers wrap around. */
  public double round(double v) {
    return switch (this) {
      case FLOAT64 -> v;
      case FLOAT32 -> (float) v;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) v));
      case BFLOAT16 -> BFloat16.toFloat(BFloat16.fromFloat((float) v));
      case INT64 -> (long) v;
      case INT32 -> (int) (long) v;
      case INT16 -> (short) (long) v;
      case INT8 -> (byte) (long) v;
      case UINT8 -> (long) v & 0xFF;
      case BOOL -> v != 0 ? 1 : 0;
    };
  }

  /** The smallest type that both convert to without changing category: PyTorch's {@code promote_types}. */
  public static DType promote(DType a, DType b) {
    if (a == b) {
      return a;
    }
    if (a.category != b.category) {
      return a.category.compareTo(b.category) > 0 ? a : b;
    }
    if (a == UINT8 || b == UINT8) {
      DType other = a == UINT8 ? b : a;
      return other == INT8 ? INT16 : other;
    }
    if (a.isHalf() && b.isHalf()) {
      return FLOAT32;
    }
    return a.compareTo(b) > 0 ? a : b;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
