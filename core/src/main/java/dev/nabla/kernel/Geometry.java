package dev.nabla.kernel;

import dev.nabla.type.Shape;
import java.util.Arrays;

/**
 * Which input, weight and output elements a convolution brings together, for 1 to 3 spatial axes.
 *
 * <p>Output position {@code o} meets kernel tap {@code k} at input position {@code o · stride + k · dilation - padding} on each spatial axis.
 * Shapes: x [N, C, S…], w [O, C / groups, K…], y [N, O, P…].
 */
public record Geometry(int[] stride, int[] padding, int[] dilation, int groups) {
  /** The number of spatial axes. */
  public int spatial() {
    return stride.length;
  }

  /** The number of output positions on spatial axis {@code i}, for this input size and kernel size; may be ≤ 0 if the kernel does not fit. */
  public int outputSize(int i, int input, int kernel) {
    return Math.floorDiv(input + 2 * padding[i] - dilation[i] * (kernel - 1) - 1, stride[i]) + 1;
  }

  /** The shape of y for these shapes of x and w. */
  public Shape output(Shape x, Shape w) {
    int[] dims = new int[x.rank()];
    dims[0] = x.dim(0);
    dims[1] = w.dim(0);
    for (int i = 0; i < spatial(); i++) {
      dims[i + 2] = outputSize(i, x.dim(i + 2), w.dim(i + 2));
    }
    return Shape.of(dims);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Geometry g && groups == g.groups && Arrays.equals(stride, g.stride)
        && Arrays.equals(padding, g.padding)
        && Arrays.equals(dilation, g.dilation);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(stride) * 31 * 31 + Arrays.hashCode(padding) * 31 + Arrays.hashCode(dilation) + groups;
  }

  @Override
  public String toString() {
    return "stride " + Arrays.toString(stride) + ", padding " + Arrays.toString(padding) + ", dilation "
        + Arrays.toString(dilation)
        + ", groups " + groups;
  }
}
