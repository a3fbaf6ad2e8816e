package dev.nabla.kernel.vector;

/** Whether the Vector API may be used; classes that mention it must not be touched otherwise. */
final class Simd {
  /** True if the module {@code jdk.incubator.vector} is there and the machine has vectors of at least 128 bits. */
  static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
      && Preferred.bits() >= 128;

  private Simd() {}

  /** A class of its own, so that it is loaded only once the module is known to be there. */
  private static final class Preferred {
    static int bits() {
      return jdk.incubator.vector.VectorShape.preferredShape().vectorBitSize();
    }
  }
}
