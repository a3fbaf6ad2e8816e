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
    return a.compareTo(b) > 0 ? a : b;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
