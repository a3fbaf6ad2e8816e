package dev.nabla.kernel.vector;

import java.lang.System.Logger;

/** Whether the Vector API may be used; classes that mention it must not be touched otherwise. */
final class Simd {
  /** True if the module {@code jdk.incubator.vector} is there and the machine has vectors of at least 128 bits. */
  static final boolean AVAILABLE = available();

  private Simd() {}

  private static boolean available() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      System.getLogger("dev.nabla").log(Logger.Level.WARNING,
          "Nabla runs without the vector unit, several times slower; start Java with --add-modules jdk.incubator.vector");
      return false;
    }
    return Preferred.bits() >= 128;
  }

  /** A class of its own, so that it is loaded only once the module is known to be there. */
  private static final class Preferred {
    static int bits() {
      return jdk.incubator.vector.VectorShape.preferredShape().vectorBitSize();
    }
  }
}
