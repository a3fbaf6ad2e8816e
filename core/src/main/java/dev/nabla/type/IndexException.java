package dev.nabla.type;

/** An index, axis or element position out of range; the counterpart of PyTorch's {@code IndexError}. */
public class IndexException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the values and the remedy. */
  public IndexException(String message) {
    super(message);
  }
}
