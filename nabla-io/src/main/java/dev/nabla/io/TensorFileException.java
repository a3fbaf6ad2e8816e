package dev.nabla.io;

import dev.nabla.type.NablaException;

/** A tensor file that is missing, truncated or not what its name says. The message is one line that names the file. */
public final class TensorFileException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the file and what is wrong with it. */
  public TensorFileException(String message) {
    super(message);
  }

  /** As above, with the cause. */
  public TensorFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
