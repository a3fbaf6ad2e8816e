package dev.nabla.data;

import dev.nabla.type.NablaException;

/** Data that is missing, damaged or not what was expected. The message is one line that names the file, or the example, and the remedy. */
public final class DataException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the file, what is wrong with it and what to do. */
  public DataException(String message) {
    super(message);
  }

  /** As above, with the cause. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
