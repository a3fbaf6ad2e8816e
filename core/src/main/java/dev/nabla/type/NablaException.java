package dev.nabla.type;

import org.jspecify.annotations.Nullable;

/** The root of all errors that Nabla throws for bad input; the counterpart of PyTorch's {@code RuntimeError}. */
public class NablaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private String place = "";

  /** An error whose message names the operation, the values and the remedy. */
  public NablaException(String message) {
    super(message);
  }

  /** An error caused by another one. */
  public NablaException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says where in a model this happened, such as {@code encoder.layers.2}, unless a part inside has said so already. Returns this. */
  public final NablaException at(String path) {
    if (place.isEmpty()) {
      place = path;
    }
    return this;
  }

  /** What is wrong, behind the part of the model in which it happened. */
  @Override
  public @Nullable String getMessage() {
    return place.isEmpty() ? super.getMessage() : place + ": " + super.getMessage();
  }
}
