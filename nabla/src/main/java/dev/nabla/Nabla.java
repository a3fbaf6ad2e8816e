package dev.nabla;

import dev.nabla.kernel.Generator;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes tensors, and holds the functions of several tensors. Meant for {@code import static dev.nabla.Nabla.*}.
 *
 * <p>Real numbers become {@link #defaultDType} (float32), whole numbers int64, truth values bool, unless a type is given.
 */
public final class Nabla {
  private Nabla() {}

  /** {@link DType#BOOL}. */
  public static final DType BOOL = DType.BOOL;

  /** {@link DType#UINT8}. */
  public static final DType UINT8 = DType.UINT8;

  /** {@link DType#INT8}. */
  public static final DType INT8 = DType.INT8;

  /** {@link DType#INT16}. */
  public static final DType INT16 = DType.INT16;

  /** {@link DType#INT32}. */
  public static final DType INT32 = DType.INT32;

  /** {@link DType#INT64}. */
  public static final DType INT64 = DType.INT64;

  /** {@link DType#FLOAT32}. */
  public static final DType FLOAT32 = DType.FLOAT32;

  /** {@link DType#FLOAT64}. */
  public static final DType FLOAT64 = DType.FLOAT64;

  private static volatile DType defaultDType = DType.FLOAT32;

  /** The type of tensors made from real numbers, and of real results of whole operands. */
  public static DType defaultDType() {
    return defaultDType;
  }

  /** Changes {@link #defaultDType} for the whole program, to float32 or float64. */
  public static void setDefaultDType(DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException("only floating-point types are supported as the default type; got " + dtype);
    }
    defaultDType = dtype;
  }

  // --- recording ---

  /** Switches recording off in this thread until the scope is closed: {@code try (var _ = noGrad()) { … }}. */
  public static GradMode.Scope noGrad() {
    return GradMode.set(false);
  }

  /** Runs {@code body} without recording. */
  public static void noGrad(Runnable body) {
    try (GradMode.Scope _ = GradMode.set(false)) {
      body.run();
    }
  }

  /** The value of {@code body}, computed without recording. */
  public static <T> T noGrad(Supplier<T> body) {
    try (GradMode.Scope _ = GradMode.set(false)) {
      return body.get();
    }
  }

  /** Switches recording on in this thread until the scope is closed, inside a {@link #noGrad} scope. */
  public static GradMode.Scope enableGrad() {
    return GradMode.set(true);
  }

  /** Whether operations are being recorded in this thread. */
  public static boolean isGradEnabled() {
    return GradMode.isEnabled();
  }

  // --- random numbers ---

  private static final Generator DEFAULT_GENERATOR = new Generator();

  /** The generator that random functions draw from unless they are given another one. */
  public static Generator defaultGenerator() {
    return DEFAULT_GENERATOR;
  }

  /** Starts the stream of {@link #defaultGenerator} anew; returns that generator. */
  public static Generator manualSeed(long seed) {
    return DEFAULT_GENERATOR.seed(seed);
  }

  // --- from numbers ---

  /** A 0-d tensor of the default type. */
  public static Tensor tensor(double value) {
    return full(defaultDType, Shape.SCALAR, value);
  }

  /** A 0-d float32 tensor. */
  public static Tensor tensor(float value) {
    return new ConcreteTensor(Strided.contiguous(Storage.of(new float[] {value}), Shape.SCALAR));
  }

  /** A 0-d int64 tensor. */
  public static Tensor tensor(long value) {
    return new ConcreteTensor(Strided.contiguous(Storage.of(new long[] {value}), Shape.SCALAR));
  }

  /** A 0-d int64 tensor. */
  public static Tensor tensor(int value) {
    return tensor((long) value);
  }

  /** A 0-d bool tensor. */
  public static Tensor tensor(boolean value) {
    return full(DType.BOOL, Shape.SCALAR, value ? 1 : 0);
  }

  /** A 0-d tensor of {@code dtype}. */
  public static Tensor tensor(double value, DType dtype) {
    return full(dtype, Shape.SCALAR, value);
  }

  /** A vector of the default type; the values are copied. */
  public static Tensor tensor(double... values) {
    return tensor((Object) values);
  }

  /** A float32 vector; the values are copied. */
  public static Tensor tensor(float... values) {
    return tensor((Object) values);
  }

  /** An int64 vector; the values are copied. */
  public static Tensor tensor(long... values) {
    return tensor((Object) values);
  }

  /** An int64 vector; the values are copied. */
  public static Tensor tensor(int... values) {
    return tensor((Object) values);
  }

  /** A bool vector; the values are copied. */
  public static Tensor tensor(boolean... values) {
    return tensor((Object) values);
  }

  /** A vector of {@code dtype}; the values are copied. */
  public static Tensor tensor(double[] values, DType dtype) {
    return tensor((Object) values, dtype);
  }

  /** A tensor from a (nested) array of numbers or truth values, such as {@code new double[][] {{1, 2}, {3, 4}}}; the values are copied. */
  public static Tensor tensor(Object nested) {
    return NestedArrays.tensor(nested, null);
  }

  /** A tensor of {@code dtype} from a (nested) array of numbers or truth values; the values are copied. */
  public static Tensor tensor(Object nested, DType dtype) {
    return NestedArrays.tensor(nested, dtype);
  }

  /** A float32 tensor over {@code values} itself, row-major: writes to either are seen by both. */
  public static Tensor fromArray(float[] values, int... dims) {
    return over(Storage.of(values), dims);
  }

  /** A float64 tensor over {@code values} itself, row-major: writes to either are seen by both. */
  public static Tensor fromArray(double[] values, int... dims) {
    return over(Storage.of(values), dims);
  }

  /** An int64 tensor over {@code values} itself, row-major: writes to either are seen by both. */
  public static Tensor fromArray(long[] values, int... dims) {
    return over(Storage.of(values), dims);
  }

  /** An int32 tensor over {@code values} itself, row-major: writes to either are seen by both. */
  public static Tensor fromArray(int[] values, int... dims) {
    return over(Storage.of(values), dims);
  }

  /** A uint8 tensor over {@code values} itself, row-major, bytes taken as 0 to 255: writes to either are seen by both. */
  public static Tensor fromBytes(byte[] values, int... dims) {
    return over(Storage.of(DType.UINT8, values), dims);
  }

  private static Tensor over(Storage storage, int[] dims) {
    Shape shape = dims.length == 0 ? Shape.of(storage.length()) : Shape.of(dims);
    if (shape.numel() != storage.length()) {
      throw new ShapeException("fromArray: shape " + shape + " needs " + shape.numel() + " values, the array has " + storage.length());
    }
    return new ConcreteTensor(Strided.contiguous(storage, shape));
  }

  /** A leaf over the elements of {@code values} whose gradient is wanted: what a layer learns. Prints as {@code Parameter containing:}. */
  public static Tensor parameter(Tensor values) {
    Tensor p = values.detach().requiresGrad_();
    p.state().parameter = true;
    return p;
  }

  // --- filled ---

  /** Zeros of the default type. */
  public static Tensor zeros(int... dims) {
    return zeros(defaultDType, Shape.of(dims));
  }

  /** Zeros of {@code dtype}. */
  public static Tensor zeros(DType dtype, int... dims) {
    return zeros(dtype, Shape.of(dims));
  }

  /** Zeros of {@code dtype}. */
  public static Tensor zeros(DType dtype, Shape shape) {
    return ConcreteTensor.allocate(dtype, shape);
  }

  /** Zeros of the type and shape of {@code like}. */
  public static Tensor zerosLike(Tensor like) {
    return zeros(like.dtype(), like.shape());
  }

  /** Ones of the default type. */
  public static Tensor ones(int... dims) {
    return ones(defaultDType, Shape.of(dims));
  }

  /** Ones of {@code dtype}. */
  public static Tensor ones(DType dtype, int... dims) {
    return ones(dtype, Shape.of(dims));
  }

  /** Ones of {@code dtype}. */
  public static Tensor ones(DType dtype, Shape shape) {
    return full(dtype, shape, 1);
  }

  /** Ones of the type and shape of {@code like}. */
  public static Tensor onesLike(Tensor like) {
    return ones(like.dtype(), like.shape());
  }

  /** A tensor of {@code dtype} with all elements {@code value}. */
  public static Tensor full(DType dtype, Shape shape, double value) {
    Storage s = Storage.allocate(dtype, shape.numel());
    switch (dtype) {
      case FLOAT32 -> java.util.Arrays.fill(s.floats(), (float) value);
      case FLOAT64 -> java.util.Arrays.fill(s.doubles(), value);
      case INT64 -> java.util.Arrays.fill(s.longs(), (long) value);
      case INT32 -> java.util.Arrays.fill(s.ints(), (int) value);
      case INT16 -> java.util.Arrays.fill(s.shorts(), (short) value);
      case INT8, UINT8 -> java.util.Arrays.fill(s.bytes(), (byte) (long) value);
      case BOOL -> java.util.Arrays.fill(s.bytes(), (byte) (value != 0 ? 1 : 0));
    }
    return new ConcreteTensor(Strided.contiguous(s, shape));
  }

  /** The numbers 0, 1, … below {@code end}, int64. */
  public static Tensor arange(long end) {
    return arange(0, end, 1);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, int64. */
  public static Tensor arange(long start, long end, long step) {
    checkSteps(start, end, step);
    long[] out = new long[(int) Math.max(0, Math.ceilDiv(end - start, step))];
    for (int i = 0; i < out.length; i++) {
      out[i] = start + i * step;
    }
    return fromArray(out, out.length);
  }

  /** The numbers 0, 1, … below {@code end}, of the default type. */
  public static Tensor arange(double end) {
    return arange(0.0, end, 1.0);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, of the default type. */
  public static Tensor arange(double start, double end, double step) {
    checkSteps(start, end, step);
    double[] out = new double[(int) Math.max(0, Math.ceil((end - start) / step))];
    for (int i = 0; i < out.length; i++) {
      out[i] = start + i * step;
    }
    return tensor((Object) out);
  }

  private static void checkSteps(double start, double end, double step) {
    if (step == 0) {
      throw new dev.nabla.type.NablaException("arange: step must be nonzero");
    }
    if ((end - start) * step < 0) {
      throw new dev.nabla.type.NablaException("arange: upper bound " + end + " and lower bound " + start + " inconsistent with step sign of " + step);
    }
  }

  /** The identity matrix of the default type, [n, n]. */
  public static Tensor eye(int n) {
    return eye(n, defaultDType);
  }

  /** The identity matrix of {@code dtype}, [n, n]. */
  public static Tensor eye(int n, DType dtype) {
    Storage s = Storage.allocate(dtype, n * n);
    for (int i = 0; i < n; i++) {
      s.setLong(i * (n + 1), 1);
    }
    return new ConcreteTensor(Strided.contiguous(s, Shape.of(n, n)));
  }

  // --- element by element ---

  /** {@code a} where {@code condition} (bool), else {@code b}; all broadcast. */
  public static Tensor where(Tensor condition, Tensor a, Tensor b) {
    return Arithmetic.where(condition, a, b);
  }

  /** {@code a} where {@code condition} (bool), else {@code v}. */
  public static Tensor where(Tensor condition, Tensor a, double v) {
    return a.where(condition, v);
  }

  /** {@code a} where {@code condition} (bool), else {@code v}; whole tensors stay whole. */
  public static Tensor where(Tensor condition, Tensor a, long v) {
    return a.where(condition, v);
  }

  /** {@code v} where {@code condition} (bool), else {@code b}. */
  public static Tensor where(Tensor condition, double v, Tensor b) {
    return Arithmetic.where(Pointwise.WHERE_NOT_NUMBER.with(v), condition, b, false);
  }

  /** {@code v} where {@code condition} (bool), else {@code b}; whole tensors stay whole. */
  public static Tensor where(Tensor condition, long v, Tensor b) {
    return Arithmetic.where(Pointwise.WHERE_NOT_NUMBER.with(v), condition, b, true);
  }

  /** The larger of two; NaN wins; at ties the gradient is shared. */
  public static Tensor maximum(Tensor a, Tensor b) {
    return a.maximum(b);
  }

  /** The smaller of two; NaN wins; at ties the gradient is shared. */
  public static Tensor minimum(Tensor a, Tensor b) {
    return a.minimum(b);
  }

  /** {@code v - b}. */
  public static Tensor sub(double v, Tensor b) {
    return b.rsub(v);
  }

  /** {@code v - b}; whole tensors stay whole. */
  public static Tensor sub(long v, Tensor b) {
    return b.rsub(v);
  }

  /** {@code v / b}, true division. */
  public static Tensor div(double v, Tensor b) {
    return b.reciprocal().mul(v);
  }

  /** {@code v / b} rounded down. */
  public static Tensor floorDivide(double v, Tensor b) {
    return Arithmetic.number(v, false, b).floorDivide(b);
  }

  /** {@code v / b} rounded down; whole tensors stay whole. */
  public static Tensor floorDivide(long v, Tensor b) {
    return Arithmetic.number(v, true, b).floorDivide(b);
  }

  /** The remainder of {@code v / b} with the sign of {@code b}. */
  public static Tensor remainder(double v, Tensor b) {
    return Arithmetic.number(v, false, b).remainder(b);
  }

  /** The remainder of {@code v / b} with the sign of {@code b}; whole tensors stay whole. */
  public static Tensor remainder(long v, Tensor b) {
    return Arithmetic.number(v, true, b).remainder(b);
  }

  /** {@code v} to the power of {@code b}. */
  public static Tensor pow(double v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_POW.with(v), b, v, false);
  }

  /** {@code v} to the power of {@code b}; whole tensors stay whole. */
  public static Tensor pow(long v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_POW.with(v), b, v, true);
  }

  /** {@code v * log(b)}; 0 if {@code v} is 0, unless {@code b} is NaN. */
  public static Tensor xlogy(double v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_XLOGY.with(v), b, v, false);
  }

  // --- several tensors ---

  /** The tensors, of equal shape, side by side along a new axis at position {@code axis}. */
  public static Tensor stack(List<Tensor> tensors, int axis) {
    return Joining.stack(tensors, axis);
  }

  /** The tensors one after the other along {@code axis}; other sizes are equal. */
  public static Tensor cat(List<Tensor> tensors, int axis) {
    return Joining.cat(tensors, axis);
  }

  // --- contractions ---

  /**
   * Sums of products in Einstein's notation: {@code einsum("bij,bjk->bik", a, b)}. A label that the result does not have is summed, a repeated
   * one means the diagonal, {@code ...} stands for axes without a name. Without {@code ->} the result has the labels that occur once, sorted.
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.einsum(equation, List.of(operands));
  }

  /** Sums of products over the last {@code dims} axes of {@code a} and the first of {@code b}; the other axes of a, then those of b. */
  public static Tensor tensordot(Tensor a, Tensor b, int dims) {
    return Products.tensordot(a, b, dims);
  }

  /** Sums of products over the axes {@code left[i]} of {@code a} and {@code right[i]} of {@code b}; the other axes of a, then those of b. */
  public static Tensor tensordot(Tensor a, Tensor b, int[] left, int[] right) {
    return Products.tensordot(a, b, left, right);
  }

  /** The product of matrices in the order with the fewest multiplications; the first and the last may be vectors. */
  public static Tensor multiDot(Tensor... matrices) {
    return Products.multiDot(List.of(matrices));
  }

  /** As {@link #multiDot}; one matrix is its own product. */
  public static Tensor chainMatmul(Tensor... matrices) {
    return matrices.length == 1 ? matrices[0] : Products.multiDot(List.of(matrices));
  }
}
