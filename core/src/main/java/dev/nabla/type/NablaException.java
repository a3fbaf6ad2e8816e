package dev.nabla.type;

/** The root of all errors that Nabla throws for bad input; the counterpart of PyTorch's {@code RuntimeError}. */
public class NablaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the values and the remedy. */
  public NablaException(String message) {
    super(message);
  }

  /** An error caused by another one. */
  public NablaException(String message, Throwable cause) {
    super(message, cause);
  }
}
