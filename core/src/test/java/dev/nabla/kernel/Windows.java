package dev.nabla.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.nabla.kernel.vector.Parallel;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.Random;

/** Windows of random layout and content for kernel tests, and comparisons of what they show. */
public final class Windows {
  /** The types that kernels compute in: all but float16 and bfloat16, which are only converted. */
  public static final DType[] COMPUTED = Arrays.stream(DType.values()).filter(d -> d.arithmetic() == d)
      .toArray(DType[]::new);

  /** How a window lies in its buffer. */
  public enum Layout {
    /** Row-major from position 0. */
    DENSE,
    /** Row-major behind an offset. */
    OFFSET,
    /** Axes in reverse order in memory. */
    REVERSED,
    /** Every other element of every axis. */
    GAPS,
    /** The first axis a broadcast one; for inputs only. */
    BROADCAST
  }

  /** Layouts that can be written. */
  public static final Layout[] WRITABLE = {Layout.DENSE, Layout.OFFSET, Layout.REVERSED, Layout.GAPS};

  private static final double[] SPECIALS = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
    1e-40, 1};

  private Windows() {}

  /** A window of this layout, all zeros. */
  public static Strided empty(DType dtype, Layout layout, int... dims) {
    Shape shape = Shape.of(dims);
    int rank = dims.length;
    int[] strides = new int[rank];
    int step = 1;
    for (int k = 0; k < rank; k++) {
      int axis = layout == Layout.REVERSED ? k : rank - 1 - k;
      step *= layout == Layout.GAPS ? 2 : 1;
      boolean still = layout == Layout.BROADCAST && axis == 0;
      strides[axis] = still ? 0 : step;
      step *= still ? 1 : Math.max(1, dims[axis]);
    }
    int offset = layout == Layout.DENSE ? 0 : 5;
    return new Strided(Storage.allocate(dtype, step + offset), offset, shape, strides);
  }

  /** A window of random elements: small whole numbers (so with ties), or real numbers if {@code ties} is false. */
  public static Strided random(Random random, DType dtype, Layout layout, boolean ties, int... dims) {
    Strided window = empty(dtype, layout, dims);
    for (int i = 0; i < window.storage().length(); i++) {
      if (dtype.isFloating() && !ties) {
        window.storage().setDouble(i, random.nextGaussian());
      } else {
        window.storage().setLong(i, random.nextInt(7) - 3);
      }
    }
    return window;
  }

  /** A window with special values (NaN, infinities, zeros of both signs) among small whole numbers. */
  public static Strided special(Random random, DType dtype, Layout layout, int... dims) {
    Strided window = random(random, dtype, layout, true, dims);
    for (int i = 0; i < window.storage().length(); i++) {
      if (random.nextInt(4) == 0) {
        window.storage().setDouble(i, SPECIALS[random.nextInt(SPECIALS.length)]);
      }
    }
    return window;
  }

  /** An int64 window of random numbers below {@code bound}. */
  public static Strided indices(Random random, Layout layout, int bound, int... dims) {
    Strided window = empty(DType.INT64, layout, dims);
    for (int i = 0; i < window.storage().length(); i++) {
      window.storage().setLong(i, random.nextInt(Math.max(1, bound)));
    }
    return window;
  }

  /** A window with the same buffer layout and a copy of the content. */
  public static Strided copy(Strided window) {
    Storage to = Storage.allocate(window.dtype(), window.storage().length());
    System.arraycopy(window.storage().array(), 0, to.array(), 0, to.length());
    return new Strided(to, window.offset(), window.shape(), window.strides());
  }

  /** The elements in row-major order; whole numbers as they are, real numbers as canonical bits. */
  public static long[] bits(Strided window) {
    long[] out = new long[window.numel()];
    for (int i = 0; i < out.length; i++) {
      int at = window.position(i);
      Storage data = window.storage();
      out[i] = data.dtype().isFloating() ? Double.doubleToLongBits(data.getDouble(at)) : data.getLong(at);
    }
    return out;
  }

  /** Asserts that two buffers, gaps included, hold the same bits. */
  public static void assertSame(String what, Strided expected, Strided actual) {
    Shape all = Shape.of(expected.storage().length());
    assertThat(bits(Strided.contiguous(actual.storage(), all))).as(what)
        .isEqualTo(bits(Strided.contiguous(expected.storage(), all)));
  }

  /** Asserts that real numbers are equal up to a relative error, with special values at the same places. */
  public static void assertClose(String what, Strided expected, Strided actual, double tolerance) {
    for (int i = 0; i < expected.numel(); i++) {
      double e = expected.storage().getDouble(expected.position(i));
      double a = actual.storage().getDouble(actual.position(i));
      boolean close = Double.isFinite(e) ? Math.abs(e - a) <= tolerance * (1 + Math.abs(e)) : Double.compare(e, a) == 0;
      if (!close) {
        fail("%s: element %s of %s is %s, expected %s", what, i, expected.shape(), a, e);
      }
    }
  }

  /** Runs the body with this number of threads. */
  public static void withThreads(int n, Runnable body) {
    int before = Parallel.threads();
    Parallel.setThreads(n);
    try {
      body.run();
    } finally {
      Parallel.setThreads(before);
    }
  }
}
