package dev.nabla.testkit.golden;

import dev.nabla.testkit.Mismatch;

/** What became of one aspect of a case. */
public sealed interface Verdict {
  /** As recorded. */
  record Passed() implements Verdict {}

  /** Not as recorded. {@code cause} is a {@link Mismatch}, or whatever was thrown on the way. */
  record Failed(Throwable cause) implements Verdict {
    @Override
    public String toString() {
      StackTraceElement[] trace = cause.getStackTrace();
      return cause instanceof Mismatch || trace.length == 0
          ? String.valueOf(cause.getMessage())
          : cause + " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
    }
  }

  /** Not tried, as Nabla lacks something. */
  record Missing(String reason) implements Verdict {
    @Override
    public String toString() {
      return reason;
    }
  }
}
