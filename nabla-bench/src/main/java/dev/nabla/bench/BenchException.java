package dev.nabla.bench;

/** A contestant cannot run a workload, or computes something else than the others. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }
}
