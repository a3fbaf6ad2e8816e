package dev.nabla.kernel;

/** A right matrix made ready for many products by {@link Backend#pack}: a copy, in the order in which its back end reads it. */
public interface Packed {
  /** The size of the inner axis. */
  int rows();

  /** The number of columns of a product. */
  int cols();
}
