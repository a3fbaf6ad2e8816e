package dev.nabla.nn;

/** The logarithms of the softmax along an axis. */
public final class LogSoftmax extends Stateless {
  /** Along this axis. */
  public LogSoftmax(int dim) {
    super("dim=" + dim, x -> x.logSoftmax(dim));
  }
}
