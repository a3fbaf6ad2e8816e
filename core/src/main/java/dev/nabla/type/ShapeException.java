package dev.nabla.type;

/** Shapes or axes that do not fit the operation. */
public class ShapeException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the operation, the values and the remedy. */
  public ShapeException(String message) {
    super(message);
  }
}
