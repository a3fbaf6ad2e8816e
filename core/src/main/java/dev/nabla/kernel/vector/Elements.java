package dev.nabla.kernel.vector;

import dev.nabla.kernel.Scatter;
import dev.nabla.kernel.Storage;

/** Single elements of any type: copied, or combined by a {@link Scatter}. */
final class Elements {
  private Elements() {}

  /** An element {@code ∘=} another of the same type. */
  static void put(Scatter mode, Storage src, int from, Storage out, int to) {
    switch (src.dtype()) {
      case FLOAT32 -> out.floats()[to] = combine(mode, out.floats()[to], src.floats()[from]);
      case FLOAT64 -> out.doubles()[to] = combine(mode, out.doubles()[to], src.doubles()[from]);
      default -> out.setLong(to, combine(mode, out.getLong(to), src.getLong(from)));
    }
  }

  /** What an element becomes when b is scattered onto a. */
  static float combine(Scatter mode, float a, float b) {
    return switch (mode) {
      case ASSIGN -> b;
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /** What an element becomes when b is scattered onto a. */
  static double combine(Scatter mode, double a, double b) {
    return switch (mode) {
      case ASSIGN -> b;
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /** What an element becomes when b is scattered onto a. */
  static long combine(Scatter mode, long a, long b) {
    return switch (mode) {
      case ASSIGN -> b;
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
