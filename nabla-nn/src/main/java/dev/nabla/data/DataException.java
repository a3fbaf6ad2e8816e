package dev.nabla.data;

import dev.nabla.type.NablaException;

/** A data file that is missing, truncated or not what its name says. The message is one line that names the file. */
public final class DataException extends NablaException {
  private static final long serialVersionUID = 1L;

  /** An error whose message names the file, what is wrong with it and what to do. */
  public DataException(String message) {
    super(message);
  }
}
