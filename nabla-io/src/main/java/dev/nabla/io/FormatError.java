package dev.nabla.io;

import dev.nabla.type.NablaException;

/**
 * A file that is missing, damaged or not of the format it was read as. The message is one line: the file, the byte, what was expected there
 * and what was found.
 */
public final class FormatError extends NablaException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  /** An error at byte {@code offset} of {@code file}, or of a part of it, such as {@code weights.npz/bias.npy}. */
  public FormatError(String file, long offset, String problem) {
    super(file + ", byte " + offset + ": " + problem);
    this.file = file;
    this.offset = offset;
  }

  /** A file that can't be opened, read or written at all. */
  public FormatError(String file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
    this.file = file;
    this.offset = 0;
  }

  /** The file, or the part of a file, that the error is in. */
  public String file() {
    return file;
  }

  /** The byte of {@link #file} at which something else was expected, counted from 0. */
  public long offset() {
    return offset;
  }
}
