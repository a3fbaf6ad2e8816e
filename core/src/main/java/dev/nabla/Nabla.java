package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Generator;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.BFloat16;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** {@link DType#FLOAT16}. */
  public static final DType FLOAT16 = DType.FLOAT16;

  /** {@link DType#BFLOAT16}. */
  public static final DType BFLOAT16 = DType.BFLOAT16;

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

  // --- threads ---

  /** How many threads compute, the caller's own included. */
  public static int getNumThreads() {
    return Backends.threads();
  }

  /** Changes how many threads compute, from 1 up; results are the same to the bit. */
  public static void setNumThreads(int n) {
    if (n < 1) {
      throw new NablaException("setNumThreads: expected a positive integer, got " + n);
    }
    Backends.setThreads(n);
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

  /** Switches recording in this thread on or off, from now on or, in a try statement, until the scope is closed. */
  public static GradMode.Scope setGradEnabled(boolean enabled) {
    return GradMode.set(enabled);
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

  /**
   * A tensor of {@code dtype} (int16, float16 or bfloat16) over {@code values} itself, row-major: writes to either are seen by both. For the halves
   * they are the bits: see {@link Float#floatToFloat16} and {@link BFloat16#fromFloat}.
   */
  public static Tensor fromArray(DType dtype, short[] values, int... dims) {
    return over(Storage.of(dtype, values), dims);
  }

  /** A uint8 tensor over {@code values} itself, row-major, bytes taken as 0 to 255: writes to either are seen by both. */
  public static Tensor fromBytes(byte[] values, int... dims) {
    return over(Storage.of(DType.UINT8, values), dims);
  }

  private static Tensor over(Storage storage, int[] dims) {
    Shape shape = dims.length == 0 ? Shape.of(storage.length()) : Shape.of(dims);
    if (shape.numel() != storage.length()) {
      throw new ShapeException(
          "fromArray: shape " + shape + " needs " + shape.numel() + " values, the array has " + storage.length());
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
    Storage s = Storage.obtain(dtype, shape.numel());
    switch (dtype) {
      case FLOAT32 -> java.util.Arrays.fill(s.floats(), (float) value);
      case FLOAT64 -> java.util.Arrays.fill(s.doubles(), value);
      case INT64 -> java.util.Arrays.fill(s.longs(), (long) value);
      case INT32 -> java.util.Arrays.fill(s.ints(), (int) value);
      case INT16 -> java.util.Arrays.fill(s.shorts(), (short) value);
      case FLOAT16 -> java.util.Arrays.fill(s.shorts(), Float.floatToFloat16((float) value));
      case BFLOAT16 -> java.util.Arrays.fill(s.shorts(), BFloat16.fromFloat((float) value));
      case INT8, UINT8 -> java.util.Arrays.fill(s.bytes(), (byte) (long) value);
      case BOOL -> java.util.Arrays.fill(s.bytes(), (byte) (value != 0 ? 1 : 0));
    }
    return new ConcreteTensor(Strided.contiguous(s, shape));
  }

  /** A tensor of the default type with all elements {@code value}. */
  public static Tensor full(int[] dims, double value) {
    return full(defaultDType, Shape.of(dims), value);
  }

  /** An int64 tensor with all elements {@code value}. */
  public static Tensor full(int[] dims, long value) {
    return tensor(value).expand(Shape.of(dims)).cloneTensor();
  }

  /** A bool tensor with all elements {@code value}. */
  public static Tensor full(int[] dims, boolean value) {
    return full(DType.BOOL, Shape.of(dims), value ? 1 : 0);
  }

  /** A tensor of {@code dtype} with all elements {@code value}. */
  public static Tensor full(int[] dims, double value, DType dtype) {
    return full(dtype, Shape.of(dims), value);
  }

  /** A tensor of the type and shape of {@code like} with all elements {@code value}. */
  public static Tensor fullLike(Tensor like, double value) {
    return full(like.dtype(), like.shape(), value);
  }

  /** A tensor of {@code dtype} and the shape of {@code like} with all elements {@code value}. */
  public static Tensor fullLike(Tensor like, double value, DType dtype) {
    return full(dtype, like.shape(), value);
  }

  /** Zeros of {@code dtype} and the shape of {@code like}. */
  public static Tensor zerosLike(Tensor like, DType dtype) {
    return zeros(dtype, like.shape());
  }

  /** Ones of {@code dtype} and the shape of {@code like}. */
  public static Tensor onesLike(Tensor like, DType dtype) {
    return ones(dtype, like.shape());
  }

  /** A tensor of the default type whose elements have no particular value. */
  public static Tensor empty(int... dims) {
    return zeros(dims);
  }

  /** A tensor of {@code dtype} whose elements have no particular value. */
  public static Tensor empty(DType dtype, int... dims) {
    return zeros(dtype, dims);
  }

  /** A tensor of the type and shape of {@code like} whose elements have no particular value. */
  public static Tensor emptyLike(Tensor like) {
    return zerosLike(like);
  }

  // --- by position ---

  /** The numbers 0, 1, … below {@code end}, int64. */
  public static Tensor arange(long end) {
    return arange(0, end, 1);
  }

  /** The numbers {@code start}, {@code start + 1}, … below {@code end}, int64. */
  public static Tensor arange(long start, long end) {
    return arange(start, end, 1);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, int64. */
  public static Tensor arange(long start, long end, long step) {
    return Sequences.arange(start, end, step, DType.INT64);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, of {@code dtype}. */
  public static Tensor arange(long start, long end, long step, DType dtype) {
    return Sequences.arange(start, end, step, dtype);
  }

  /** The numbers 0, 1, … below {@code end}, of the default type. */
  public static Tensor arange(double end) {
    return arange(0.0, end, 1.0);
  }

  /** The numbers {@code start}, {@code start + 1}, … below {@code end}, of the default type. */
  public static Tensor arange(double start, double end) {
    return arange(start, end, 1.0);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, of the default type. */
  public static Tensor arange(double start, double end, double step) {
    return Sequences.arange(start, end, step, defaultDType);
  }

  /** The numbers {@code start}, {@code start + step}, … below {@code end}, of {@code dtype}. */
  public static Tensor arange(double start, double end, double step, DType dtype) {
    return Sequences.arange(start, end, step, dtype);
  }

  /** {@code steps} evenly spaced numbers from {@code start} to {@code end}, both included. */
  public static Tensor linspace(double start, double end, int steps) {
    return Sequences.linspace(start, end, steps, defaultDType);
  }

  /** {@code steps} evenly spaced numbers of {@code dtype} from {@code start} to {@code end}, both included. */
  public static Tensor linspace(double start, double end, int steps, DType dtype) {
    return Sequences.linspace(start, end, steps, dtype);
  }

  /** 10 to the powers of {@link #linspace(double, double, int)}. */
  public static Tensor logspace(double start, double end, int steps) {
    return Sequences.logspace(start, end, steps, 10, defaultDType);
  }

  /** {@code base} to the powers of {@link #linspace(double, double, int)}. */
  public static Tensor logspace(double start, double end, int steps, double base) {
    return Sequences.logspace(start, end, steps, base, defaultDType);
  }

  /** 10 to the powers of {@link #linspace(double, double, int)}, of {@code dtype}. */
  public static Tensor logspace(double start, double end, int steps, DType dtype) {
    return Sequences.logspace(start, end, steps, 10, dtype);
  }

  /** {@code base} to the powers of {@link #linspace(double, double, int)}, of {@code dtype}. */
  public static Tensor logspace(double start, double end, int steps, double base, DType dtype) {
    return Sequences.logspace(start, end, steps, base, dtype);
  }

  /** The identity matrix of the default type, [n, n]. */
  public static Tensor eye(int n) {
    return Sequences.eye(n, n, defaultDType);
  }

  /** The first n rows and m columns of the identity matrix. */
  public static Tensor eye(int n, int m) {
    return Sequences.eye(n, m, defaultDType);
  }

  /** The identity matrix of {@code dtype}, [n, n]. */
  public static Tensor eye(int n, DType dtype) {
    return Sequences.eye(n, n, dtype);
  }

  /** The first n rows and m columns of the identity matrix, of {@code dtype}. */
  public static Tensor eye(int n, int m, DType dtype) {
    return Sequences.eye(n, m, dtype);
  }

  /** Row and column numbers of the elements of a {@code rows} × {@code columns} matrix on and below diagonal {@code offset}, int64, [2, k]. */
  public static Tensor trilIndices(int rows, int columns, int offset) {
    return Sequences.triangleIndices(rows, columns, offset, true, DType.INT64);
  }

  /** Row and column numbers of the elements of a {@code rows} × {@code columns} matrix on and above diagonal {@code offset}, int64, [2, k]. */
  public static Tensor triuIndices(int rows, int columns, int offset) {
    return Sequences.triangleIndices(rows, columns, offset, false, DType.INT64);
  }

  /** {@link #trilIndices(int, int, int)} on and below the main diagonal. */
  public static Tensor trilIndices(int rows, int columns) {
    return trilIndices(rows, columns, 0);
  }

  /** {@link #trilIndices(int, int, int)} of {@code dtype}. */
  public static Tensor trilIndices(int rows, int columns, int offset, DType dtype) {
    return Sequences.triangleIndices(rows, columns, offset, true, dtype);
  }

  /** {@link #triuIndices(int, int, int)} on and above the main diagonal. */
  public static Tensor triuIndices(int rows, int columns) {
    return triuIndices(rows, columns, 0);
  }

  /** {@link #triuIndices(int, int, int)} of {@code dtype}. */
  public static Tensor triuIndices(int rows, int columns, int offset, DType dtype) {
    return Sequences.triangleIndices(rows, columns, offset, false, dtype);
  }

  /** The frequencies of the discrete Fourier transform of n samples at distance {@code d}: 0, 1, …, then the negative ones, divided by n d. */
  public static Tensor fftfreq(int n, double d, DType dtype) {
    return Sequences.frequencies(n, d, true, dtype);
  }

  /** {@link #fftfreq(int, double, DType)} of the default type. */
  public static Tensor fftfreq(int n, double d) {
    return fftfreq(n, d, defaultDType);
  }

  /** {@link #rfftfreq(int, double, DType)} of the default type. */
  public static Tensor rfftfreq(int n, double d) {
    return rfftfreq(n, d, defaultDType);
  }

  /** Frequencies in rising order: the elements of {@code axes} (none means all) moved so that frequency 0 stands in the middle. */
  public static Tensor fftshift(Tensor x, int... axes) {
    return Shapes.fftShift(x, false, axes);
  }

  /** The inverse of {@link #fftshift}. */
  public static Tensor ifftshift(Tensor x, int... axes) {
    return Shapes.fftShift(x, true, axes);
  }

  /** The frequencies of the discrete Fourier transform of n real samples at distance {@code d}: 0, 1, … n / 2, divided by n d. */
  public static Tensor rfftfreq(int n, double d, DType dtype) {
    return Sequences.frequencies(n, d, false, dtype);
  }

  /** {@code (1 - cos(2πi/n)) / 2}. */
  public static Tensor hannWindow(int n) {
    return hannWindow(n, true, defaultDType);
  }

  /** As {@link #hannWindow(int)}; not {@code periodic} means symmetric, with n - 1 in place of n. */
  public static Tensor hannWindow(int n, boolean periodic, DType dtype) {
    return Sequences.cosineWindow(n, periodic, dtype, 0.5, 0.5);
  }

  /** {@code 0.54 - 0.46 cos(2πi/n)}. */
  public static Tensor hammingWindow(int n, boolean periodic, DType dtype) {
    return hammingWindow(n, periodic, 0.54, 0.46, dtype);
  }

  /** {@code alpha - beta cos(2πi/n)}; PyTorch's alpha and beta are 0.54 and 0.46. */
  public static Tensor hammingWindow(int n, boolean periodic, double alpha, double beta, DType dtype) {
    return Sequences.cosineWindow(n, periodic, dtype, alpha, beta);
  }

  /** {@code 0.42 - 0.5 cos(2πi/n) + 0.08 cos(4πi/n)}. */
  public static Tensor blackmanWindow(int n, boolean periodic, DType dtype) {
    return Sequences.cosineWindow(n, periodic, dtype, 0.42, 0.5, 0.08);
  }

  /** The triangle from 0 up to 1 and back. */
  public static Tensor bartlettWindow(int n, boolean periodic, DType dtype) {
    return Sequences.bartlettWindow(n, periodic, dtype);
  }

  // --- random ---

  /** Uniform numbers from [0, 1) of the default type. */
  public static Tensor rand(int... dims) {
    return rand(defaultDType, dims);
  }

  /** Uniform numbers from [0, 1) of {@code dtype}. */
  public static Tensor rand(DType dtype, int... dims) {
    return rand(DEFAULT_GENERATOR, dtype, dims);
  }

  /** Uniform numbers from [0, 1) of {@code dtype}, drawn from {@code g}. */
  public static Tensor rand(Generator g, DType dtype, int... dims) {
    return Randomness.uniform(g, dtype, Shape.of(dims));
  }

  /** Uniform numbers from [0, 1) of the type and shape of {@code like}. */
  public static Tensor randLike(Tensor like) {
    return Randomness.uniform(DEFAULT_GENERATOR, like.dtype(), like.shape());
  }

  /** Normal numbers with mean 0 and variance 1 of the default type. */
  public static Tensor randn(int... dims) {
    return randn(defaultDType, dims);
  }

  /** Normal numbers with mean 0 and variance 1 of {@code dtype}. */
  public static Tensor randn(DType dtype, int... dims) {
    return randn(DEFAULT_GENERATOR, dtype, dims);
  }

  /** Normal numbers with mean 0 and variance 1 of {@code dtype}, drawn from {@code g}. */
  public static Tensor randn(Generator g, DType dtype, int... dims) {
    return Randomness.normal(g, 0, 1, dtype, Shape.of(dims));
  }

  /** Normal numbers with mean 0 and variance 1 of the type and shape of {@code like}. */
  public static Tensor randnLike(Tensor like) {
    return Randomness.normal(DEFAULT_GENERATOR, 0, 1, like.dtype(), like.shape());
  }

  /** Normal numbers of the default type. */
  public static Tensor normal(double mean, double std, int... dims) {
    return Randomness.normal(DEFAULT_GENERATOR, mean, std, defaultDType, Shape.of(dims));
  }

  /** Normal numbers of {@code dtype}. */
  public static Tensor normal(double mean, double std, DType dtype, int... dims) {
    return Randomness.normal(DEFAULT_GENERATOR, mean, std, dtype, Shape.of(dims));
  }

  /** Normal numbers, each with its own mean and standard deviation. */
  public static Tensor normal(Tensor mean, Tensor std) {
    return Randomness.normal(DEFAULT_GENERATOR, mean, std);
  }

  /** Normal numbers, each with its own mean. */
  public static Tensor normal(Tensor mean, double std) {
    return normal(mean, tensor(std, mean.dtype()));
  }

  /** Normal numbers, each with its own standard deviation. */
  public static Tensor normal(double mean, Tensor std) {
    return normal(tensor(mean, std.dtype()), std);
  }

  /** Whole numbers from [0, high), int64. */
  public static Tensor randint(long high, int[] dims) {
    return randint(0, high, dims);
  }

  /** Whole numbers from [low, high), int64. */
  public static Tensor randint(long low, long high, int... dims) {
    return randint(low, high, dims, DType.INT64);
  }

  /** Whole numbers from [low, high), int64, drawn from {@code g}. */
  public static Tensor randint(Generator g, long low, long high, int... dims) {
    return Randomness.randint(g, low, high, DType.INT64, Shape.of(dims));
  }

  /** Whole numbers from [low, high), of {@code dtype}. */
  public static Tensor randint(long low, long high, int[] dims, DType dtype) {
    return Randomness.randint(DEFAULT_GENERATOR, low, high, dtype, Shape.of(dims));
  }

  /** Whole numbers from [0, high) in the shape and type of {@code x}. */
  public static Tensor randintLike(Tensor x, long high) {
    return randintLike(x, 0, high);
  }

  /** Whole numbers from [low, high) in the shape and type of {@code x}. */
  public static Tensor randintLike(Tensor x, long low, long high) {
    return randint(low, high, x.shape().toArray(), x.dtype());
  }

  /** The numbers from 0 to n - 1 in random order, int64. */
  public static Tensor randperm(int n) {
    return Randomness.permutation(DEFAULT_GENERATOR, n, DType.INT64);
  }

  /** The numbers from 0 to n - 1 in random order, of {@code dtype}. */
  public static Tensor randperm(int n, DType dtype) {
    return Randomness.permutation(DEFAULT_GENERATOR, n, dtype);
  }

  /** The numbers from 0 to n - 1 in random order, int64, drawn from {@code g}. */
  public static Tensor randperm(Generator g, int n) {
    return Randomness.permutation(g, n, DType.INT64);
  }

  /** 1 with the probability that the element of {@code p} holds, else 0. */
  public static Tensor bernoulli(Tensor p) {
    return Randomness.bernoulli(DEFAULT_GENERATOR, p);
  }

  /** Poisson numbers whose rates {@code rates} holds. */
  public static Tensor poisson(Tensor rates) {
    return Randomness.poisson(DEFAULT_GENERATOR, rates);
  }

  /** {@code samples} different categories: {@link #multinomial(Tensor, int, boolean)} without replacement. */
  public static Tensor multinomial(Tensor weights, int samples) {
    return multinomial(weights, samples, false);
  }

  /** {@code samples} categories (int64), drawn with probabilities proportional to {@code weights} [n] or [m, n]. */
  public static Tensor multinomial(Tensor weights, int samples, boolean replacement) {
    return multinomial(DEFAULT_GENERATOR, weights, samples, replacement);
  }

  /** As {@link #multinomial(Tensor, int, boolean)}, drawn from {@code g}. */
  public static Tensor multinomial(Generator g, Tensor weights, int samples, boolean replacement) {
    return Randomness.multinomial(g, weights, samples, replacement);
  }

  // --- types ---

  /** The smallest type that both convert to without changing category. */
  public static DType promoteTypes(DType a, DType b) {
    return DType.promote(a, b);
  }

  /** Whether a value of type {@code from} may be written to a tensor of type {@code to}: categories do not fall. */
  public static boolean canCast(DType from, DType to) {
    return Sequences.canCast(from, to);
  }

  /** The type that arithmetic with these tensors gives. */
  public static DType resultType(Tensor... tensors) {
    return Promotion.resultType(tensors);
  }

  /** The type that arithmetic with a tensor and a real number gives. */
  public static DType resultType(Tensor x, double number) {
    return Promotion.withNumber(x.dtype(), false);
  }

  /** The type that arithmetic with a tensor and a truth value gives. */
  public static DType resultType(Tensor x, boolean value) {
    return x.dtype();
  }

  /** The type that arithmetic with a tensor and a whole number gives. */
  public static DType resultType(Tensor x, long number) {
    return Promotion.withNumber(x.dtype(), true);
  }

  // --- element by element ---

  /** The indices of the elements that differ from 0: one vector for each axis. */
  public static List<Tensor> where(Tensor condition) {
    return condition.nonzeroTuple();
  }

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
    return Arithmetic.number(v, b).floorDivide(b);
  }

  /** {@code v / b} rounded down; whole tensors stay whole. */
  public static Tensor floorDivide(long v, Tensor b) {
    return Arithmetic.number(v, b).floorDivide(b);
  }

  /** The remainder of {@code v / b} with the sign of {@code b}. */
  public static Tensor remainder(double v, Tensor b) {
    return Arithmetic.number(v, b).remainder(b);
  }

  /** The remainder of {@code v / b} with the sign of {@code b}; whole tensors stay whole. */
  public static Tensor remainder(long v, Tensor b) {
    return Arithmetic.number(v, b).remainder(b);
  }

  /** {@code v} to the power of {@code b}. */
  public static Tensor pow(double v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_POW.with(v), b, v, false);
  }

  /** {@code v} to the power of {@code b}; whole tensors stay whole. */
  public static Tensor pow(long v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_POW.with(v), b, (double) v, true);
  }

  /** {@code v} to the power of {@code b}, in float64. */
  public static Tensor floatPower(double v, Tensor b) {
    return pow(v, b.to(DType.FLOAT64));
  }

  /** The bits of both. */
  public static Tensor bitwiseAnd(long v, Tensor b) {
    return Arithmetic.number(v, b).bitwiseAnd(b);
  }

  /** The bits of either. */
  public static Tensor bitwiseOr(long v, Tensor b) {
    return Arithmetic.number(v, b).bitwiseOr(b);
  }

  /** The bits of exactly one. */
  public static Tensor bitwiseXor(long v, Tensor b) {
    return Arithmetic.number(v, b).bitwiseXor(b);
  }

  /** The bits of {@code v} moved up by {@code b}. */
  public static Tensor bitwiseLeftShift(long v, Tensor b) {
    return Arithmetic.number(v, b).bitwiseLeftShift(b);
  }

  /** The bits of {@code v} moved down by {@code b}, the sign kept. */
  public static Tensor bitwiseRightShift(long v, Tensor b) {
    return Arithmetic.number(v, b).bitwiseRightShift(b);
  }

  /** {@code v * log(b)}; 0 if {@code v} is 0, unless {@code b} is NaN. */
  public static Tensor xlogy(double v, Tensor b) {
    return Dispatch.withNumber(Pointwise.NUMBER_XLOGY.with(v), b, v, false);
  }

  // --- statistics and numerical calculus ---

  /** The variance over {@code axes} (none: all), divided by n - {@code correction}, and the mean. */
  public static VarMean varMean(Tensor x, int[] axes, double correction, boolean keepDim) {
    return new VarMean(x.var(axes, correction, keepDim), x.mean(axes, keepDim));
  }

  /** The standard deviation over {@code axes} (none: all), divided by n - {@code correction}, and the mean. */
  public static StdMean stdMean(Tensor x, int[] axes, double correction, boolean keepDim) {
    return new StdMean(x.std(axes, correction, keepDim), x.mean(axes, keepDim));
  }

  /**
   * The covariance matrix of the rows of {@code x}, divided by the number of observations less {@code correction}.
   *
   * @param fweights how often each observation counts (whole numbers); null for once
   * @param aweights how much each observation weighs; null for equal weights
   */
  public static Tensor cov(Tensor x, double correction, @Nullable Tensor fweights, @Nullable Tensor aweights) {
    return Moments.cov(x, correction, fweights, aweights);
  }

  /** The counts of elements in {@code bins} equal parts of [low, high] (low = high: the range of the elements), weighted, normalized if {@code density}. */
  public static Histogram histogram(Tensor x, int bins, double low, double high, @Nullable Tensor weight,
      boolean density) {
    return Counting.histogram(x, bins, low, high, weight, density);
  }

  /** The counts of elements between neighbouring {@code edges}, weighted, normalized if {@code density}. */
  public static Histogram histogram(Tensor x, Tensor edges, @Nullable Tensor weight, boolean density) {
    return Counting.histogram(x, edges, weight, density);
  }

  /** The {@code n}-th differences of neighbours along {@code axis}, after {@code prepend} and {@code append} were put at its ends. */
  public static Tensor diff(Tensor x, int n, int axis, @Nullable Tensor prepend, @Nullable Tensor append) {
    return Scans.diff(x, n, axis, prepend, append);
  }

  /** The integral of {@code y} with steps {@code dx} along {@code axis}, by the trapezoidal rule. */
  public static Tensor trapezoid(Tensor y, double dx, int axis) {
    return Scans.trapezoid(y, dx, axis);
  }

  /** The integral of {@code y} over the points {@code x} along {@code axis}, by the trapezoidal rule. */
  public static Tensor trapezoid(Tensor y, Tensor x, int axis) {
    return Scans.trapezoid(y, x, axis);
  }

  /** The running integral of {@code y} with steps {@code dx} along {@code axis}, by the trapezoidal rule. */
  public static Tensor cumulativeTrapezoid(Tensor y, double dx, int axis) {
    return Scans.cumulativeTrapezoid(y, dx, axis);
  }

  /** The running integral of {@code y} over the points {@code x} along {@code axis}, by the trapezoidal rule. */
  public static Tensor cumulativeTrapezoid(Tensor y, Tensor x, int axis) {
    return Scans.cumulativeTrapezoid(y, x, axis);
  }

  /** The derivatives of a sampled function along all axes, with steps of 1. */
  public static List<Tensor> gradient(Tensor f) {
    return FiniteDifferences.gradient(f, 1, null, 1);
  }

  /** The derivatives along {@code axes} (null: all) with one step for all; {@code edgeOrder} (1 or 2) is the accuracy at the edges. */
  public static List<Tensor> gradient(Tensor f, double spacing, int @Nullable [] axes, int edgeOrder) {
    return FiniteDifferences.gradient(f, spacing, axes, edgeOrder);
  }

  /** The derivatives along {@code axes} (null: all) with a step each; {@code edgeOrder} (1 or 2) is the accuracy at the edges. */
  public static List<Tensor> gradient(Tensor f, double[] spacing, int @Nullable [] axes, int edgeOrder) {
    return FiniteDifferences.gradient(f, spacing, axes, edgeOrder);
  }

  /** The derivatives along {@code axes} (null: all) at the given coordinates; {@code edgeOrder} (1 or 2) is the accuracy at the edges. */
  public static List<Tensor> gradient(Tensor f, List<Tensor> coordinates, int @Nullable [] axes, int edgeOrder) {
    return FiniteDifferences.gradient(f, coordinates, axes, edgeOrder);
  }

  /** Layer norm (see {@link F#layerNorm}) with what it measured: the result, the mean, and 1 / sqrt(variance + eps). */
  public static List<Tensor> nativeLayerNorm(Tensor x, int[] normalizedShape, @Nullable Tensor weight,
      @Nullable Tensor bias, double eps) {
    return List.of(Normalization.nativeLayerNorm(x, normalizedShape, weight, bias, eps));
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

  /** The tensors side by side along a new first axis. */
  public static Tensor stack(List<Tensor> tensors) {
    return Joining.stack(tensors, 0);
  }

  /** The tensors one after the other along the first axis. */
  public static Tensor cat(List<Tensor> tensors) {
    return Joining.cat(tensors, 0);
  }

  /** The tensors side by side along a new first axis. */
  public static Tensor stack(Tensor... tensors) {
    return Joining.stack(List.of(tensors), 0);
  }

  /** The tensors one after the other along the first axis. */
  public static Tensor cat(Tensor... tensors) {
    return Joining.cat(List.of(tensors), 0);
  }

  /** As {@link #cat(List)}. */
  public static Tensor concat(List<Tensor> tensors) {
    return Joining.cat(tensors, 0);
  }

  /** As {@link #cat(List, int)}. */
  public static Tensor concat(List<Tensor> tensors, int axis) {
    return Joining.cat(tensors, axis);
  }

  /** The tensors one after the other along the second axis, vectors along their only one. */
  public static Tensor hstack(List<Tensor> tensors) {
    return Joining.hstack(tensors);
  }

  /** The tensors one after the other along the first axis, vectors as rows. */
  public static Tensor vstack(List<Tensor> tensors) {
    return Joining.vstack(tensors);
  }

  /** As {@link #vstack}. */
  public static Tensor rowStack(List<Tensor> tensors) {
    return Joining.vstack(tensors);
  }

  /** The tensors one after the other along the third axis. */
  public static Tensor dstack(List<Tensor> tensors) {
    return Joining.dstack(tensors);
  }

  /** The tensors one after the other along the second axis, vectors as columns. */
  public static Tensor columnStack(List<Tensor> tensors) {
    return Joining.columnStack(tensors);
  }

  /** Scalars as vectors, others as they are. */
  public static Tensor atleast1d(Tensor x) {
    return Joining.atLeast1d(x);
  }

  /** {@link #atleast1d(Tensor)} of each. */
  public static List<Tensor> atleast1d(List<Tensor> tensors) {
    return tensors.stream().map(Joining::atLeast1d).toList();
  }

  /** Scalars and vectors as one row, others as they are. */
  public static Tensor atleast2d(Tensor x) {
    return Joining.atLeast2d(x);
  }

  /** {@link #atleast2d(Tensor)} of each. */
  public static List<Tensor> atleast2d(List<Tensor> tensors) {
    return tensors.stream().map(Joining::atLeast2d).toList();
  }

  /** Vectors as [1, n, 1], matrices with a last axis of size 1, others as they are. */
  public static Tensor atleast3d(Tensor x) {
    return Joining.atLeast3d(x);
  }

  /** {@link #atleast3d(Tensor)} of each. */
  public static List<Tensor> atleast3d(List<Tensor> tensors) {
    return tensors.stream().map(Joining::atLeast3d).toList();
  }

  /** The matrices along the diagonal of one that is zero elsewhere. */
  public static Tensor blockDiag(Tensor... matrices) {
    return Joining.blockDiag(List.of(matrices));
  }

  /** All tensors broadcast to their common shape. */
  public static List<Tensor> broadcastTensors(Tensor... tensors) {
    return Joining.broadcast(List.of(tensors));
  }

  /** The shape to which all of these broadcast. */
  public static Shape broadcastShapes(Shape... shapes) {
    Shape common = Shape.SCALAR;
    for (Shape s : shapes) {
      common = Shape.broadcast(common, s);
    }
    return common;
  }

  /** The shape to which all of these broadcast. */
  public static Shape broadcastShapes(int[]... shapes) {
    Shape common = Shape.SCALAR;
    for (int[] dims : shapes) {
      common = Shape.broadcast(common, Shape.of(dims));
    }
    return common;
  }

  /** Position i of a vector as often as {@code repeats[i]} says. */
  public static Tensor repeatInterleave(Tensor repeats) {
    return arange(repeats.numel()).repeatInterleave(repeats);
  }

  /** Where {@code values} would be inserted into the sorted {@code sequence} so that it stays sorted, int64; before equal elements. */
  public static Tensor searchsorted(Tensor sequence, Tensor values) {
    return Searching.searchSorted(sequence, values, false, false, null);
  }

  /** As {@link #searchsorted(Tensor, Tensor)}; behind equal elements if {@code right}. */
  public static Tensor searchsorted(Tensor sequence, Tensor values, boolean right) {
    return Searching.searchSorted(sequence, values, false, right, null);
  }

  /** As {@link #searchsorted(Tensor, Tensor, boolean)}, int32 if {@code outInt32}, for a sequence that {@code sorter}, if given, puts in order. */
  public static Tensor searchsorted(Tensor sequence, Tensor values, boolean outInt32, boolean right,
      @Nullable Tensor sorter) {
    return Searching.searchSorted(sequence, values, outInt32, right, sorter);
  }

  /** The number of the interval between {@code boundaries} in which each element lies, int64; intervals include their upper end. */
  public static Tensor bucketize(Tensor x, Tensor boundaries) {
    return Searching.bucketize(x, boundaries, false, false);
  }

  /** As {@link #bucketize(Tensor, Tensor)}, int32 if {@code outInt32}; intervals include their lower end if {@code right}. */
  public static Tensor bucketize(Tensor x, Tensor boundaries, boolean outInt32, boolean right) {
    return Searching.bucketize(x, boundaries, outInt32, right);
  }

  /** The coordinates of the grid over the given vectors: axis i of each result runs along vector i. */
  public static List<Tensor> meshgrid(Tensor... vectors) {
    return Joining.meshgrid(List.of(vectors), "ij");
  }

  /** As {@link #meshgrid(Tensor...)}; indexing "xy" exchanges the first two axes of the results. */
  public static List<Tensor> meshgrid(List<Tensor> vectors, String indexing) {
    return Joining.meshgrid(vectors, indexing);
  }

  /** All tuples with one element of each vector, one row each. */
  public static Tensor cartesianProd(Tensor... vectors) {
    return Joining.cartesianProd(List.of(vectors));
  }

  /** All pairs of elements of a vector, one row each. */
  public static Tensor combinations(Tensor x) {
    return Joining.combinations(x, 2, false);
  }

  /** All choices of {@code r} elements of a vector, one row each; an element may be chosen again if {@code withReplacement}. */
  public static Tensor combinations(Tensor x, int r, boolean withReplacement) {
    return Joining.combinations(x, r, withReplacement);
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

  /** The p-norms of the differences of all rows of a [B…, m, k] and b [B…, n, k]: [B…, m, n]. */
  public static Tensor cdist(Tensor a, Tensor b, double p) {
    return Distances.between(a, b, p);
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
