package dev.nabla;

import org.jspecify.annotations.Nullable;

/**
 * How tensors are printed, with PyTorch's names and defaults.
 *
 * @param precision digits after the point
 * @param threshold the number of elements above which a tensor is summarised
 * @param edgeItems how many items a summary shows at each end of an axis
 * @param lineWidth characters a line
 * @param sciMode whether to write powers of ten; null decides by the values
 */
public record PrintOptions(int precision, int threshold, int edgeItems, int lineWidth, @Nullable Boolean sciMode) {
  /** PyTorch's defaults: 4 digits, summaries above 1000 elements with 3 items at each end, 80 characters a line. */
  public static final PrintOptions DEFAULT = new PrintOptions(4, 1000, 3, 80, null);

  private static volatile PrintOptions current = DEFAULT;

  /** The options in force. */
  public static PrintOptions current() {
    return current;
  }

  /** Changes how tensors are printed in the whole program. */
  public static void set(PrintOptions options) {
    current = options;
  }

  /** These options with another number of digits. */
  public PrintOptions withPrecision(int digits) {
    return new PrintOptions(digits, threshold, edgeItems, lineWidth, sciMode);
  }

  /** These options with another bound for summaries. */
  public PrintOptions withThreshold(int elements) {
    return new PrintOptions(precision, elements, edgeItems, lineWidth, sciMode);
  }

  /** These options with another number of items at each end of a summary. */
  public PrintOptions withEdgeItems(int items) {
    return new PrintOptions(precision, threshold, items, lineWidth, sciMode);
  }

  /** These options with another line width. */
  public PrintOptions withLineWidth(int characters) {
    return new PrintOptions(precision, threshold, edgeItems, characters, sciMode);
  }

  /** These options with powers of ten always, never, or (null) as the values ask for. */
  public PrintOptions withSciMode(@Nullable Boolean sci) {
    return new PrintOptions(precision, threshold, edgeItems, lineWidth, sci);
  }
}
