package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;
import dev.nabla.type.TensorType;
import java.util.Arrays;

/** Sliding windows of images as columns of a matrix (im2col), and back. */
final class Unfold {
  private Unfold() {}

  /** Where the windows lie. */
  private record Windows(int[] image, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    int count(int i) {
      return Math.floorDiv(image[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1, stride[i]) + 1;
    }

    int columns() {
      return count(0) * count(1);
    }

    int taps() {
      return kernel[0] * kernel[1];
    }

    int padded(int i) {
      return image[i] + 2 * padding[i];
    }

    /** The part of the padded images [L, H, W] that is not padding. */
    Strided inner(Strided padded) {
      int offset = padded.offset() + padding[0] * padded.stride(1) + padding[1] * padded.stride(2);
      return new Strided(padded.storage(), offset, Shape.of(padded.dim(0), image[0], image[1]), padded.strides());
    }

    /** What tap ({@code i}, {@code j}) of all windows reads: [L, P, Q]. */
    Strided tap(Strided padded, int i, int j) {
      int offset = padded.offset() + i * dilation[0] * padded.stride(1) + j * dilation[1] * padded.stride(2);
      int[] strides = {padded.stride(0), stride[0] * padded.stride(1), stride[1] * padded.stride(2)};
      return new Strided(padded.storage(), offset, Shape.of(padded.dim(0), count(0), count(1)), strides);
    }

    Strided allocate(DType dtype, int images) {
      return Strided.allocate(dtype, Shape.of(images, padded(0), padded(1)));
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Windows w && Arrays.equals(image, w.image) && Arrays.equals(kernel, w.kernel)
          && Arrays.equals(dilation, w.dilation)
          && Arrays.equals(padding, w.padding) && Arrays.equals(stride, w.stride);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(image) * 31 + Arrays.hashCode(kernel);
    }
  }

  /** [L…, C, H, W] to [L…, C·taps, columns]. */
  private record Im2Col(Windows windows) implements LinearOp {
    @Override
    public String name() {
      return "im2col";
    }

    @Override
    public Tensor apply(Tensor x) {
      Windows w = windows;
      int images = product(x.shape(), x.dim() - 2);
      Strided padded = w.allocate(x.dtype(), images);
      Backends.active().convert(Dispatch.data(x.detach().reshape(images, w.image[0], w.image[1])), w.inner(padded));
      int[] dims = Arrays.copyOf(x.shape().toArray(), x.dim() - 1);
      dims[dims.length - 2] *= w.taps();
      dims[dims.length - 1] = w.columns();
      Strided out = Strided.allocate(x.dtype(), Shape.of(dims));
      Strided split = Strided.contiguous(out.storage(),
          Shape.of(images, w.kernel[0], w.kernel[1], w.count(0), w.count(1)));
      for (int i = 0; i < w.kernel[0]; i++) {
        for (int j = 0; j < w.kernel[1]; j++) {
          Backends.active().convert(w.tap(padded, i, j), split.select(1, i).select(1, j));
        }
      }
      return new ConcreteTensor(out);
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Col2Im(windows), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  /** [L…, C·taps, columns] to [L…, C, H, W]: overlapping windows are added. */
  private record Col2Im(Windows windows) implements LinearOp {
    @Override
    public String name() {
      return "col2im";
    }

    @Override
    public Tensor apply(Tensor x) {
      Windows w = windows;
      int images = product(x.shape(), x.dim() - 1) / w.taps();
      Strided padded = w.allocate(x.dtype(), images);
      Strided split = Dispatch.data(x.detach().reshape(images, w.kernel[0], w.kernel[1], w.count(0), w.count(1)));
      for (int i = 0; i < w.kernel[0]; i++) {
        for (int j = 0; j < w.kernel[1]; j++) {
          Strided into = w.tap(padded, i, j);
          Pointwise.ADD.runInto(
              new Tensor[] {new ConcreteTensor(into), new ConcreteTensor(split.select(1, i).select(1, j))}, into);
        }
      }
      int[] dims = Arrays.copyOf(x.shape().toArray(), x.dim() + 1);
      dims[dims.length - 3] /= w.taps();
      dims[dims.length - 2] = w.image[0];
      dims[dims.length - 1] = w.image[1];
      return new ConcreteTensor(w.inner(padded)).reshape(Shape.of(dims));
    }

    @Override
    public Tensor transpose(Tensor g, TensorType x) {
      return Dispatch.apply(new Im2Col(windows), g);
    }

    @Override
    public Tensor batch(Tensor x) {
      return Dispatch.apply(this, x);
    }
  }

  private static int product(Shape s, int axes) {
    int n = 1;
    for (int i = 0; i < axes; i++) {
      n *= s.dim(i);
    }
    return n;
  }

  private static Windows windows(int[] image, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    Windows w = new Windows(image, Conv.sizes("kernel_size", 2, kernel), Conv.sizes("dilation", 2, dilation),
        Conv.sizes("padding", 2, padding),
        Conv.sizes("stride", 2, stride));
    for (int i = 0; i < 2; i++) {
      positive("kernel_size", w.kernel[i], 1);
      positive("dilation", w.dilation[i], 1);
      positive("padding", w.padding[i], 0);
      positive("stride", w.stride[i], 1);
    }
    return w;
  }

  private static void positive(String what, int value, int least) {
    if (value < least) {
      throw new ShapeException(
          what + " should be " + (least == 0 ? "non-negative" : "greater than zero") + ", but got " + value);
    }
  }

  private static String pair(int[] a) {
    return "(" + a[0] + ", " + a[1] + ")";
  }

  static Tensor unfold(Tensor x, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    if (x.dim() != 3 && x.dim() != 4 || x.size(-1) == 0 || x.size(-2) == 0 || x.size(-3) == 0) {
      throw new ShapeException(
          "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: "
              + x.shape());
    }
    int[] image = {x.size(-2), x.size(-1)};
    Windows w = windows(image, kernel, dilation, padding, stride);
    if (w.count(0) < 1 || w.count(1) < 1) {
      throw new ShapeException("Given input with spatial size " + pair(image) + ", kernel_size=" + pair(w.kernel)
          + ", dilation=" + pair(w.dilation)
          + ", padding=" + pair(w.padding) + ", calculated shape of the array of sliding blocks as (" + w.count(0)
          + ", " + w.count(1)
          + "), but its components must be at least one.");
    }
    return Dispatch.apply(new Im2Col(w), x);
  }

  static Tensor fold(Tensor x, int[] outputSize, int[] kernel, int[] dilation, int[] padding, int[] stride) {
    if (x.dim() != 2 && x.dim() != 3) {
      throw new ShapeException(
          "Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but"
              + " got: " + x.shape());
    }
    int[] image = Conv.sizes("output_size", 2, outputSize);
    Windows w = windows(image, kernel, dilation, padding, stride);
    if (x.size(-2) % w.taps() != 0) {
      throw new ShapeException(
          "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)="
              + x.size(-2) + " and kernel_size=" + pair(w.kernel) + ".");
    }
    if (x.size(-1) != w.columns() || w.count(0) < 1 || w.count(1) < 1) {
      throw new ShapeException(
          "Given output_size=" + pair(image) + ", kernel_size=" + pair(w.kernel) + ", dilation=" + pair(w.dilation)
              + ", padding=" + pair(w.padding) + ", stride=" + pair(w.stride)
              + ", expected size of input's dimension 2 to match the calculated number"
              + " of sliding blocks " + w.count(0) + " * " + w.count(1) + " = " + w.columns()
              + ", but got input.size(2)=" + x.size(-1) + ".");
    }
    return Dispatch.apply(new Col2Im(w), x);
  }
}
