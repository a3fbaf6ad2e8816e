package dev.nabla.io;

import dev.nabla.ConcreteTensor;
import dev.nabla.Tensor;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/** The elements of tensors as bytes, and back. */
final class Elements {
  private static final int CHUNK = 1 << 16;
  private static final int MOST_AXES = 64;

  private Elements() {}

  /** A new buffer of {@code count} elements, read from position {@code at}. */
  static Storage read(Source from, long at, int count, DType dtype, ByteOrder order) {
    from.require(at, (long) count * dtype.bytes(), count + " elements of " + dtype);
    Storage s = Storage.allocate(dtype, count);
    fill(s, from, at, order);
    return s;
  }

  /** Reads all elements of {@code s} from position {@code at}. Truth values may be any byte: all but 0 are true. */
  static void fill(Storage s, Source from, long at, ByteOrder order) {
    from.require(at, (long) s.length() * s.dtype().bytes(), s.length() + " elements of " + s.dtype());
    MemorySegment.copy(from.bytes(), layout(s, order), at, s.array(), 0, s.length());
    if (s.dtype() == DType.BOOL) {
      byte[] truths = s.bytes();
      for (int i = 0; i < truths.length; i++) {
        truths[i] = (byte) (truths[i] != 0 ? 1 : 0);
      }
    }
  }

  /** How the elements of {@code s} stand in a file: as in its array, in this order. */
  private static ValueLayout layout(Storage s, ByteOrder order) {
    return (switch (s.array()) {
      case float[] _ -> ValueLayout.JAVA_FLOAT_UNALIGNED;
      case double[] _ -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
      case long[] _ -> ValueLayout.JAVA_LONG_UNALIGNED;
      case int[] _ -> ValueLayout.JAVA_INT_UNALIGNED;
      case short[] _ -> ValueLayout.JAVA_SHORT_UNALIGNED;
      default -> ValueLayout.JAVA_BYTE;
    }).withOrder(order);
  }

  /** Writes the first {@code s.length()} elements of a buffer, little-endian. */
  static void write(Storage s, OutputStream out) throws IOException {
    write(s, 0, s.length(), out);
  }

  private static void write(Storage s, int from, int count, OutputStream out) throws IOException {
    int width = s.dtype().bytes();
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) count * width)];
    ValueLayout layout = layout(s, ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count;) {
      int n = Math.min(count - done, chunk.length / width);
      MemorySegment.copy(s.array(), from + done, MemorySegment.ofArray(chunk), layout, 0, n);
      out.write(chunk, 0, n * width);
      done += n;
    }
    s.fence();
  }

  /** Writes the elements of {@code t} in row-major order, little-endian. */
  static void write(Tensor t, OutputStream out) throws IOException {
    Strided w = window(t.detach().contiguous());
    write(w.storage(), w.offset(), w.numel(), out);
  }

  /** Where the elements of {@code t} lie. */
  static Strided window(Tensor t) {
    if (t instanceof ConcreteTensor c) {
      return c.window();
    }
    throw new NablaException("save: a tensor inside a transform can't be written; got one of " + t.type());
  }

  /** The shape of these sizes; {@code error} makes the error if there is none. */
  static Shape shape(long[] dims, Function<String, FormatError> error) {
    if (dims.length > MOST_AXES) {
      throw error.apply("expected at most " + MOST_AXES + " axes; got " + dims.length);
    }
    long step = 1;
    int[] out = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      step *= Math.max(dims[i], 1);
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE || step > Integer.MAX_VALUE) {
        throw error.apply("expected a shape of fewer than 2^31 elements; got " + Arrays.toString(dims));
      }
      out[i] = (int) dims[i];
    }
    return Shape.of(out);
  }
}
