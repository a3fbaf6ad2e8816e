package dev.nabla.kernel.vector;

import dev.nabla.kernel.Storage;
import dev.nabla.type.BFloat16;
import dev.nabla.type.DType;

/** Conversions of contiguous elements between types, by Java's casts; to bool it is {@code != 0}, to and from the halves by way of float32. */
final class Casts {
  /** Elements that are converted at a time, on their way by a third type. */
  private static final int BLOCK = 1024;

  private Casts() {}

  /** {@code out[to + i] = (type of out) in[from + i]} for i below n. */
  static void convert(Storage in, int from, Storage out, int to, int n) {
    if (out.dtype().isHalf() && in.dtype() != DType.FLOAT32) {
      throughFloats(in, from, out, to, n);
      return;
    }
    switch (out.dtype()) {
      case FLOAT16 -> toFloat16s(in.floats(), from, out.shorts(), to, n);
      case BFLOAT16 -> toBFloat16s(in.floats(), from, out.shorts(), to, n);
      case FLOAT32 -> toFloats(in, from, out.floats(), to, n);
      case FLOAT64 -> toDoubles(in, from, out.doubles(), to, n);
      case INT64 -> toLongs(in, from, out.longs(), to, n);
      case BOOL -> toTruths(in, from, out.bytes(), to, n);
      case INT32, INT16, INT8, UINT8 -> throughLongs(in, from, out, to, n);
    }
  }

  private static void toTruths(Storage in, int from, byte[] r, int to, int n) {
    double[] block = new double[Math.min(n, BLOCK)];
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      toDoubles(in, from + i, block, 0, m);
      for (int k = 0; k < m; k++) {
        r[to + i + k] = (byte) (block[k] != 0 ? 1 : 0);
      }
    }
  }

  private static void throughLongs(Storage in, int from, Storage out, int to, int n) {
    long[] block = new long[Math.min(n, BLOCK)];
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      toLongs(in, from + i, block, 0, m);
      switch (out.dtype()) {
        case INT32 -> toInts(block, out.ints(), to + i, m);
        case INT16 -> toShorts(block, out.shorts(), to + i, m);
        default -> toBytes(block, out.bytes(), to + i, m);
      }
    }
  }

  private static void toInts(long[] a, int[] r, int to, int n) {
    for (int i = 0; i < n; i++) {
      r[to + i] = (int) a[i];
    }
  }

  private static void toShorts(long[] a, short[] r, int to, int n) {
    for (int i = 0; i < n; i++) {
      r[to + i] = (short) a[i];
    }
  }

  private static void toBytes(long[] a, byte[] r, int to, int n) {
    for (int i = 0; i < n; i++) {
      r[to + i] = (byte) a[i];
    }
  }

  private static void throughFloats(Storage in, int from, Storage out, int to, int n) {
    Storage block = Storage.of(new float[Math.min(n, BLOCK)]);
    for (int i = 0; i < n; i += BLOCK) {
      int m = Math.min(BLOCK, n - i);
      convert(in, from + i, block, 0, m);
      convert(block, 0, out, to + i, m);
    }
  }

  private static void toFloat16s(float[] a, int from, short[] r, int to, int n) {
    for (int i = 0; i < n; i++) {
      r[to + i] = Float.floatToFloat16(a[from + i]);
    }
  }

  private static void toBFloat16s(float[] a, int from, short[] r, int to, int n) {
    for (int i = 0; i < n; i++) {
      r[to + i] = BFloat16.fromFloat(a[from + i]);
    }
  }

  private static void toFloats(Storage in, int from, float[] r, int to, int n) {
    switch (in.dtype()) {
      case FLOAT32 -> {
        float[] a = in.floats();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case FLOAT64 -> {
        double[] a = in.doubles();
        for (int i = 0; i < n; i++) {
          r[to + i] = (float) a[from + i];
        }
      }
      case FLOAT16 -> {
        short[] a = in.shorts();
        for (int i = 0; i < n; i++) {
          r[to + i] = Float.float16ToFloat(a[from + i]);
        }
      }
      case BFLOAT16 -> {
        short[] a = in.shorts();
        for (int i = 0; i < n; i++) {
          r[to + i] = BFloat16.toFloat(a[from + i]);
        }
      }
      case INT64 -> {
        long[] a = in.longs();
        for (int i = 0; i < n; i++) {
          r[to + i] = (float) a[from + i];
        }
      }
      case INT32 -> {
        int[] a = in.ints();
        for (int i = 0; i < n; i++) {
          r[to + i] = (float) a[from + i];
        }
      }
      case INT16 -> {
        short[] a = in.shorts();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case UINT8 -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i] & 0xFF;
        }
      }
      case INT8, BOOL -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
    }
  }

  private static void toDoubles(Storage in, int from, double[] r, int to, int n) {
    switch (in.dtype()) {
      case FLOAT32 -> {
        float[] a = in.floats();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case FLOAT64 -> {
        double[] a = in.doubles();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case INT64 -> {
        long[] a = in.longs();
        for (int i = 0; i < n; i++) {
          r[to + i] = (double) a[from + i];
        }
      }
      case INT32 -> {
        int[] a = in.ints();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case INT16 -> {
        short[] a = in.shorts();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case UINT8 -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i] & 0xFF;
        }
      }
      case INT8, BOOL -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case FLOAT16, BFLOAT16 -> throughFloats(in, from, Storage.of(r), to, n);
    }
  }

  private static void toLongs(Storage in, int from, long[] r, int to, int n) {
    switch (in.dtype()) {
      case FLOAT32 -> {
        float[] a = in.floats();
        for (int i = 0; i < n; i++) {
          r[to + i] = (long) a[from + i];
        }
      }
      case FLOAT64 -> {
        double[] a = in.doubles();
        for (int i = 0; i < n; i++) {
          r[to + i] = (long) a[from + i];
        }
      }
      case INT64 -> {
        long[] a = in.longs();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case INT32 -> {
        int[] a = in.ints();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case INT16 -> {
        short[] a = in.shorts();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case UINT8 -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i] & 0xFF;
        }
      }
      case INT8, BOOL -> {
        byte[] a = in.bytes();
        for (int i = 0; i < n; i++) {
          r[to + i] = a[from + i];
        }
      }
      case FLOAT16, BFLOAT16 -> throughFloats(in, from, Storage.of(r), to, n);
    }
  }
}
