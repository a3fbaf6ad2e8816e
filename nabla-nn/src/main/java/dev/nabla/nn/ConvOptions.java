package dev.nabla.nn;

import java.util.Arrays;

/**
 * The settings of a convolution; arrays hold a number for each spatial axis, or one for all.
 *
 * @param stride the step between outputs
 * @param padding positions added on each side
 * @param samePadding whether padding is as much as leaves the size of the input, instead of {@code padding}
 * @param dilation the step between kernel taps
 * @param groups how many groups of channels are convolved separately
 * @param bias whether a bias is learned
 * @param paddingMode what is added: {@code zeros}, {@code reflect}, {@code replicate} or {@code circular}
 * @param outputPadding how many positions more each axis has at its end; for transposed convolutions only
 */
public record ConvOptions(int[] stride, int[] padding, boolean samePadding, int[] dilation, int groups, boolean bias,
    String paddingMode, int[] outputPadding) {
  /** Stride 1, no padding, dilation 1, one group, a bias. */
  public static final ConvOptions DEFAULT = new ConvOptions(new int[] {1}, new int[] {0}, false, new int[] {1}, 1, true,
      "zeros", new int[] {0});

  /** These settings with another stride. */
  public ConvOptions withStride(int... value) {
    return new ConvOptions(value, padding, samePadding, dilation, groups, bias, paddingMode, outputPadding);
  }

  /** These settings with other padding. */
  public ConvOptions withPadding(int... value) {
    return new ConvOptions(stride, value, false, dilation, groups, bias, paddingMode, outputPadding);
  }

  /** These settings with the padding that leaves the size as it is; the stride must be 1. */
  public ConvOptions withSamePadding() {
    return new ConvOptions(stride, padding, true, dilation, groups, bias, paddingMode, outputPadding);
  }

  /** These settings with another dilation. */
  public ConvOptions withDilation(int... value) {
    return new ConvOptions(stride, padding, samePadding, value, groups, bias, paddingMode, outputPadding);
  }

  /** These settings with another number of groups. */
  public ConvOptions withGroups(int value) {
    return new ConvOptions(stride, padding, samePadding, dilation, value, bias, paddingMode, outputPadding);
  }

  /** These settings without a bias. */
  public ConvOptions withoutBias() {
    return new ConvOptions(stride, padding, samePadding, dilation, groups, false, paddingMode, outputPadding);
  }

  /** These settings with other things added at the edges: {@code zeros}, {@code reflect}, {@code replicate} or {@code circular}. */
  public ConvOptions withPaddingMode(String value) {
    return new ConvOptions(stride, padding, samePadding, dilation, groups, bias, value, outputPadding);
  }

  /** These settings with more positions at the end of each axis of a transposed convolution's result. */
  public ConvOptions withOutputPadding(int... value) {
    return new ConvOptions(stride, padding, samePadding, dilation, groups, bias, paddingMode, value);
  }

  /** {@code values} as {@code n} numbers, one number standing for all. */
  static int[] spread(int[] values, int n) {
    if (values.length == 1) {
      int[] out = new int[n];
      Arrays.fill(out, values[0]);
      return out;
    }
    return values;
  }
}
