package dev.nabla.nn;

/**
 * The settings of a convolution, the same on all spatial axes.
 *
 * @param stride the step between outputs
 * @param padding zeros on each side
 * @param dilation the step between kernel taps
 * @param groups how many groups of channels are convolved separately
 * @param bias whether a bias is learned
 */
public record ConvOptions(int stride, int padding, int dilation, int groups, boolean bias) {
  /** Stride 1, no padding, dilation 1, one group, a bias. */
  public static final ConvOptions DEFAULT = new ConvOptions(1, 0, 1, 1, true);

  /** These settings with another stride. */
  public ConvOptions withStride(int value) {
    return new ConvOptions(value, padding, dilation, groups, bias);
  }

  /** These settings with other padding. */
  public ConvOptions withPadding(int value) {
    return new ConvOptions(stride, value, dilation, groups, bias);
  }

  /** These settings with another dilation. */
  public ConvOptions withDilation(int value) {
    return new ConvOptions(stride, padding, value, groups, bias);
  }

  /** These settings with another number of groups. */
  public ConvOptions withGroups(int value) {
    return new ConvOptions(stride, padding, dilation, value, bias);
  }

  /** These settings without a bias. */
  public ConvOptions withoutBias() {
    return new ConvOptions(stride, padding, dilation, groups, false);
  }
}
