package dev.nabla.kernel;

import dev.nabla.type.DType;

/**
 * A flat buffer of elements in one Java array, with a version that counts writes through tensors.
 *
 * <p>Arrays by type: float32 {@code float[]}, float64 {@code double[]}, int64 {@code long[]}, int32 {@code int[]}, int16
 * {@code short[]}; int8, uint8 and bool {@code byte[]} (uint8 as unsigned, bool as 0 or 1).
 */
public final class Storage {
  private final Object array;
  private final DType dtype;
  private final int length;
  private int version;

  private Storage(Object array, DType dtype, int length) {
    this.array = array;
    this.dtype = dtype;
    this.length = length;
  }

  /** A new buffer of zeros. */
  public static Storage allocate(DType dtype, int length) {
    return switch (dtype) {
      case FLOAT32 -> new Storage(new float[length], dtype, length);
      case FLOAT64 -> new Storage(new double[length], dtype, length);
      case INT64 -> new Storage(new long[length], dtype, length);
      case INT32 -> new Storage(new int[length], dtype, length);
      case INT16 -> new Storage(new short[length], dtype, length);
      case INT8, UINT8, BOOL -> new Storage(new byte[length], dtype, length);
    };
  }

  /** The same array under a version of its own: writes through either are seen by both, but counted by one only. */
  public Storage alias() {
    return new Storage(array, dtype, length);
  }

  /** The buffer over an existing array, not copied. */
  public static Storage of(float[] array) {
    return new Storage(array, DType.FLOAT32, array.length);
  }

  /** The buffer over an existing array, not copied. */
  public static Storage of(double[] array) {
    return new Storage(array, DType.FLOAT64, array.length);
  }

  /** The buffer over an existing array, not copied. */
  public static Storage of(long[] array) {
    return new Storage(array, DType.INT64, array.length);
  }

  /** The buffer over an existing array, not copied. */
  public static Storage of(int[] array) {
    return new Storage(array, DType.INT32, array.length);
  }

  /** The buffer over an existing array, not copied. */
  public static Storage of(short[] array) {
    return new Storage(array, DType.INT16, array.length);
  }

  /** The buffer over an existing array of int8, uint8 or bool elements, not copied. */
  public static Storage of(DType dtype, byte[] array) {
    if (dtype.bytes() != 1) {
      throw new IllegalArgumentException("a byte[] holds int8, uint8 or bool, not " + dtype);
    }
    return new Storage(array, dtype, array.length);
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The number of elements. */
  public int length() {
    return length;
  }

  /** How often a tensor over this buffer was written in place. */
  public int version() {
    return version;
  }

  /** Counts one in-place write. */
  public void bump() {
    version++;
  }

  /** The Java array itself. */
  public Object array() {
    return array;
  }

  /** The array of a float32 buffer. */
  public float[] floats() {
    return (float[]) array;
  }

  /** The array of a float64 buffer. */
  public double[] doubles() {
    return (double[]) array;
  }

  /** The array of an int64 buffer. */
  public long[] longs() {
    return (long[]) array;
  }

  /** The array of an int32 buffer. */
  public int[] ints() {
    return (int[]) array;
  }

  /** The array of an int16 buffer. */
  public short[] shorts() {
    return (short[]) array;
  }

  /** The array of an int8, uint8 or bool buffer. */
  public byte[] bytes() {
    return (byte[]) array;
  }

  /** Element {@code i} as a double. */
  public double getDouble(int i) {
    return switch (dtype) {
      case FLOAT32 -> floats()[i];
      case FLOAT64 -> doubles()[i];
      default -> getLong(i);
    };
  }

  /** Element {@code i} as a long; real numbers are truncated towards zero as by a Java cast. */
  public long getLong(int i) {
    return switch (dtype) {
      case FLOAT32 -> (long) floats()[i];
      case FLOAT64 -> (long) doubles()[i];
      case INT64 -> longs()[i];
      case INT32 -> ints()[i];
      case INT16 -> shorts()[i];
      case UINT8 -> bytes()[i] & 0xFF;
      case INT8, BOOL -> bytes()[i];
    };
  }

  /** Stores {@code v}, converted as by a Java cast (for bool: whether it differs from 0). */
  public void setDouble(int i, double v) {
    switch (dtype) {
      case FLOAT32 -> floats()[i] = (float) v;
      case FLOAT64 -> doubles()[i] = v;
      case BOOL -> bytes()[i] = (byte) (v != 0 ? 1 : 0);
      default -> setLong(i, (long) v);
    }
  }

  /** Stores {@code v}, wrapped to the width of the type (for bool: whether it differs from 0). */
  public void setLong(int i, long v) {
    switch (dtype) {
      case FLOAT32 -> floats()[i] = v;
      case FLOAT64 -> doubles()[i] = v;
      case INT64 -> longs()[i] = v;
      case INT32 -> ints()[i] = (int) v;
      case INT16 -> shorts()[i] = (short) v;
      case UINT8, INT8 -> bytes()[i] = (byte) v;
      case BOOL -> bytes()[i] = (byte) (v != 0 ? 1 : 0);
    }
  }
}
