package dev.nabla.io;

import dev.nabla.type.NablaException;
import java.util.regex.Pattern;

/**
 * A file that is missing, damaged or not of the format it was read as. The message is one line: the file, the byte, what was expected there
 * and what was found.
 */
public final class FormatError extends NablaException {
  private static final long serialVersionUID = 1L;

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\u2028\u2029]");
  private static final int LONGEST = 1000;

  private final String file;
  private final long offset;

  /** An error at byte {@code offset} of {@code file}, or of a part of it, such as {@code weights.npz/bias.npy}. */
  public FormatError(String file, long offset, String problem) {
    super(line(file + ", byte " + offset + ": " + problem));
    this.file = file;
    this.offset = offset;
  }

  /** A file that can't be opened, read or written at all. */
  public FormatError(String file, String problem, Throwable cause) {
    super(line(file + ": " + problem), cause);
    this.file = file;
    this.offset = 0;
  }

  /** {@code text} on one line of bearable length, whatever names a file has put into it. */
  private static String line(String text) {
    String line = CONTROL.matcher(text).replaceAll("?");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
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
