package dev.nabla.kernel.reference;

import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;
import dev.nabla.kernel.Strided;

/** Reads and writes at positions that tensors hold, one element after the other in row-major order. */
final class Indexing {
  private Indexing() {}

  /** {@code out[…, i, …] = in[…, index[…, i, …], …]} on {@code axis}. */
  static void gather(Strided in, int axis, Strided index, Strided out) {
    Lines lines = new Lines(index, axis);
    for (int line = 0; line < lines.count(); line++) {
      for (int i = 0; i < lines.length(); i++) {
        int from = (int) index.storage().getLong(lines.position(index, line, i));
        put(Scatter.ASSIGN, out.storage(), lines.position(out, line, i), in.storage(), lines.position(in, line, from));
      }
    }
  }

  /** {@code out[…, index[…, i, …], …] ∘= src[…, i, …]} on {@code axis}. */
  static void scatter(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Lines lines = new Lines(index, axis);
    for (int line = 0; line < lines.count(); line++) {
      for (int i = 0; i < lines.length(); i++) {
        int to = (int) index.storage().getLong(lines.position(index, line, i));
        put(mode, out.storage(), lines.position(out, line, to), src.storage(), lines.position(src, line, i));
      }
    }
  }

  /** {@code out[…, i, …] = in[…, index[i], …]} on {@code axis}. */
  static void indexSelect(Strided in, int axis, Strided index, Strided out) {
    Lines lines = new Lines(out, axis);
    for (int line = 0; line < lines.count(); line++) {
      for (int i = 0; i < lines.length(); i++) {
        int from = (int) index.storage().getLong(index.position(i));
        put(Scatter.ASSIGN, out.storage(), lines.position(out, line, i), in.storage(), lines.position(in, line, from));
      }
    }
  }

  /** {@code out[…, index[i], …] ∘= src[…, i, …]} on {@code axis}. */
  static void indexPut(Scatter mode, Strided out, int axis, Strided index, Strided src) {
    Lines lines = new Lines(src, axis);
    for (int line = 0; line < lines.count(); line++) {
      for (int i = 0; i < lines.length(); i++) {
        int to = (int) index.storage().getLong(index.position(i));
        put(mode, out.storage(), lines.position(out, line, to), src.storage(), lines.position(src, line, i));
      }
    }
  }

  /** One element {@code ∘=} another of the same type. */
  private static void put(Scatter mode, Storage out, int to, Storage src, int from) {
    if (src.dtype().isFloating()) {
      double b = src.getDouble(from);
      double a = out.getDouble(to);
      out.setDouble(to, switch (mode) {
        case ASSIGN -> b;
        case ADD -> a + b;
        case MUL -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
      });
    } else {
      long b = src.getLong(from);
      long a = out.getLong(to);
      out.setLong(to, switch (mode) {
        case ASSIGN -> b;
        case ADD -> a + b;
        case MUL -> a * b;
        case MAX -> Math.max(a, b);
        case MIN -> Math.min(a, b);
      });
    }
  }
}
