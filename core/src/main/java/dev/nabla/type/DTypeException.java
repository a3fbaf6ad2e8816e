package dev.nabla.type;

/** An element type that the operation does not take, or a conversion that would lose the category of the value. */
public class DTypeException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the values and the remedy. */
  public DTypeException(String message) {
    super(message);
  }
}
