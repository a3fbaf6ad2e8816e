package dev.nabla.kernel;

import dev.nabla.type.BFloat16;
import dev.nabla.type.DType;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * A flat buffer of elements in one Java array, with a version that counts writes through tensors.
 *
 * <p>Arrays by type: float32 {@code float[]}, float64 {@code double[]}, int64 {@code long[]}, int32 {@code int[]}, int16
 * {@code short[]}, float16 and bfloat16 {@code short[]} (their bits); int8, uint8 and bool {@code byte[]} (uint8 as unsigned, bool as 0 or 1).
 */
public final class Storage {
  /** Stands for the array of a released buffer: whoever still uses that fails at once. */
  private static final Object GONE = new Object();

  private final DType dtype;
  private final int length;
  private Object array;
  private int version;

  /** Whether nobody but this buffer has seen the array, so that it may go to the next one. */
  private boolean recyclable;

  /** What notices that this buffer is garbage; null if nobody wants to know. */
  ArrayPool.@Nullable Lease lease;

  /** The buffer that lent its array; kept so that the array is not taken for garbage. */
  private final @Nullable Storage owner;

  private Storage(Object array, DType dtype, int length) {
    this(array, dtype, length, false, null);
  }

  Storage(Object array, DType dtype, int length, boolean recyclable, @Nullable Storage owner) {
    this.array = array;
    this.dtype = dtype;
    this.length = length;
    this.recyclable = recyclable;
    this.owner = owner;
  }

  /** A new buffer of zeros, whose array anybody may keep. */
  public static Storage allocate(DType dtype, int length) {
    return new Storage(newArray(dtype, length), dtype, length);
  }

  /**
   * A buffer of arbitrary contents, which is cheaper than one of zeros: a large array comes from a buffer that is gone, and goes to another one
   * once this buffer is garbage or released. So nobody may use the array beyond the life of the buffer: Note [Recycling] in {@link ArrayPool}.
   */
  public static Storage obtain(DType dtype, int length) {
    return ArrayPool.obtain(dtype, length, false);
  }

  /** As {@link #obtain}, all elements 0. */
  public static Storage zeros(DType dtype, int length) {
    return ArrayPool.obtain(dtype, length, true);
  }

  static Object newArray(DType dtype, int length) {
    return switch (dtype) {
      case FLOAT32 -> new float[length];
      case FLOAT64 -> new double[length];
      case INT64 -> new long[length];
      case INT32 -> new int[length];
      case INT16, FLOAT16, BFLOAT16 -> new short[length];
      case INT8, UINT8, BOOL -> new byte[length];
    };
  }

  /** Gives the array to buffers to come, if it was obtained; nobody may use this buffer again. */
  public void release() {
    if (recyclable) {
      recyclable = false;
      Object mine = array;
      array = GONE;
      ArrayPool.give(this, mine);
    }
  }

  /** Keeps this buffer reachable up to here: for code that goes on with the array alone. */
  @SuppressWarnings("ReachabilityFenceUsage") // after an exception nobody uses the array
  public void fence() {
    Reference.reachabilityFence(this);
  }

  /** The same array under a version of its own: writes through either are seen by both, but counted by one only. */
  public Storage alias() {
    recyclable = false;
    return new Storage(array, dtype, length, false, owner == null ? this : owner);
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

  /** The buffer over an existing array of int16 elements, or of the bits of float16 or bfloat16 elements, not copied. */
  public static Storage of(DType dtype, short[] array) {
    if (dtype.bytes() != 2) {
      throw new IllegalArgumentException("a short[] holds int16, float16 or bfloat16, not " + dtype);
    }
    return new Storage(array, dtype, array.length);
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

  /** The Java array itself, to be used only as long as this buffer is reachable. */
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

  /** The array of an int16, float16 or bfloat16 buffer. */
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
      case FLOAT16 -> Float.float16ToFloat(shorts()[i]);
      case BFLOAT16 -> BFloat16.toFloat(shorts()[i]);
      default -> getLong(i);
    };
  }

  /** Element {@code i} as a long; real numbers are truncated towards zero as by a Java cast. */
  public long getLong(int i) {
    return switch (dtype) {
      case FLOAT32 -> (long) floats()[i];
      case FLOAT64, FLOAT16, BFLOAT16 -> (long) getDouble(i);
      case INT64 -> longs()[i];
      case INT32 -> ints()[i];
      case INT16 -> shorts()[i];
      case UINT8 -> bytes()[i] & 0xFF;
      case INT8, BOOL -> bytes()[i];
    };
  }

  /** Stores {@code v}, converted as by a Java cast (for bool: whether it differs from 0; to the halves by way of float32, as PyTorch does). */
  public void setDouble(int i, double v) {
    switch (dtype) {
      case FLOAT32 -> floats()[i] = (float) v;
      case FLOAT64 -> doubles()[i] = v;
      case FLOAT16 -> shorts()[i] = Float.floatToFloat16((float) v);
      case BFLOAT16 -> shorts()[i] = BFloat16.fromFloat((float) v);
      case BOOL -> bytes()[i] = (byte) (v != 0 ? 1 : 0);
      default -> setLong(i, (long) v);
    }
  }

  /** Stores {@code v}, wrapped to the width of the type (for bool: whether it differs from 0). */
  public void setLong(int i, long v) {
    switch (dtype) {
      case FLOAT32 -> floats()[i] = v;
      case FLOAT64 -> doubles()[i] = v;
      case FLOAT16, BFLOAT16 -> setDouble(i, (float) v);
      case INT64 -> longs()[i] = v;
      case INT32 -> ints()[i] = (int) v;
      case INT16 -> shorts()[i] = (short) v;
      case UINT8, INT8 -> bytes()[i] = (byte) v;
      case BOOL -> bytes()[i] = (byte) (v != 0 ? 1 : 0);
    }
  }
}
