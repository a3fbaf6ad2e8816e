package dev.nabla.nn;

import dev.nabla.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The settings of pooling; arrays hold a number for each spatial axis, or one for all.
 *
 * @param kernel the size of a window
 * @param givenStride the step between windows; null for windows side by side
 * @param padding positions added on each side: they never are the largest, and count as 0 in means
 * @param dilation the step between the elements of a window; for maxima only
 * @param ceilMode whether a last window that is not full is kept
 * @param countIncludePad whether padding counts in means
 * @param divisorOverride what sums are divided by to be means; null for the size of the window
 */
public record PoolOptions(int[] kernel, int @Nullable [] givenStride, int[] padding, int[] dilation, boolean ceilMode,
    boolean countIncludePad, @Nullable Integer divisorOverride) {
  /** Windows of this size side by side, without padding. */
  public static PoolOptions of(int... kernel) {
    return new PoolOptions(kernel, null, new int[] {0}, new int[] {1}, false, true, null);
  }

  /** These settings with another stride. */
  public PoolOptions withStride(int... value) {
    return new PoolOptions(kernel, value, padding, dilation, ceilMode, countIncludePad, divisorOverride);
  }

  /** These settings with padding. */
  public PoolOptions withPadding(int... value) {
    return new PoolOptions(kernel, givenStride, value, dilation, ceilMode, countIncludePad, divisorOverride);
  }

  /** These settings with another dilation. */
  public PoolOptions withDilation(int... value) {
    return new PoolOptions(kernel, givenStride, padding, value, ceilMode, countIncludePad, divisorOverride);
  }

  /** These settings with a last window that need not be full. */
  public PoolOptions withCeilMode() {
    return new PoolOptions(kernel, givenStride, padding, dilation, true, countIncludePad, divisorOverride);
  }

  /** These settings with means that leave padding out. */
  public PoolOptions withoutCountingPad() {
    return new PoolOptions(kernel, givenStride, padding, dilation, ceilMode, false, divisorOverride);
  }

  /** These settings with sums divided by {@code value}. */
  public PoolOptions withDivisor(int value) {
    return new PoolOptions(kernel, givenStride, padding, dilation, ceilMode, countIncludePad, value);
  }

  /** The step between windows. */
  public int[] stride() {
    return givenStride == null ? kernel : givenStride;
  }

  String describeMaxima() {
    return "kernel_size=" + PythonText.sizes(kernel) + ", stride=" + PythonText.sizes(stride()) + ", padding="
        + PythonText.sizes(padding) + ", dilation=" + PythonText.sizes(dilation) + ", ceil_mode="
        + PythonText.truth(ceilMode);
  }

  String describeUnpooling(int axes) {
    return "kernel_size=" + tuple(kernel, axes) + ", stride=" + tuple(stride(), axes) + ", padding="
        + tuple(padding, axes);
  }

  String describeMeans(boolean oneAxis) {
    return oneAxis
        ? describeUnpooling(1)
        : "kernel_size=" + PythonText.sizes(kernel) + ", stride=" + PythonText.sizes(stride()) + ", padding="
            + PythonText.sizes(padding);
  }

  String describePowers(double p) {
    return "norm_type=" + PythonText.number(p).replaceFirst("\\.0$", "") + ", kernel_size=" + PythonText.sizes(kernel)
        + ", stride="
        + (givenStride == null ? "None" : PythonText.sizes(givenStride)) + ", ceil_mode=" + PythonText.truth(ceilMode);
  }

  private static String tuple(int[] values, int axes) {
    return PythonText.tuple(ConvOptions.spread(values, axes));
  }

  /** The output size of fractional pooling over the last {@code axes} axes: given, or a part of the size of {@code x}. */
  static int[] outputSize(Tensor x, int axes, int @Nullable [] size, double @Nullable [] ratio) {
    if (size != null || ratio == null) {
      return size == null ? new int[0] : size;
    }
    int[] out = new int[axes];
    for (int i = 0; i < axes; i++) {
      out[i] = (int) (x.size(x.dim() - axes + i) * ratio[ratio.length == 1 ? 0 : i]);
    }
    return out;
  }
}
