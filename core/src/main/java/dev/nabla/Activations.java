package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import dev.nabla.type.ShapeException;

/** What the activation functions of {@link F} check and choose. */
final class Activations {
  private Activations() {}

  /** {@code op} on a tensor that must be real. */
  static Tensor real(ElementwiseOp op, Tensor x) {
    checkReal(op, x);
    return Dispatch.apply(op, x);
  }

  /** {@code op} written onto a tensor that must be real. */
  static Tensor realInPlace(ElementwiseOp op, Tensor x) {
    checkReal(op, x);
    return InPlace.unary(op, x);
  }

  private static void checkReal(ElementwiseOp op, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw Arithmetic.notImplemented(op.name() + "_cpu", x.dtype());
    }
  }

  static ElementwiseOp gelu(String approximate) {
    return switch (approximate) {
      case "none" -> Pointwise.GELU;
      case "tanh" -> Pointwise.GELU_TANH;
      default -> throw new NablaException("approximate argument must be either none or tanh.");
    };
  }

  static ElementwiseOp hardtanh(Tensor x, double low, double high) {
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException("Bool inputs not supported for hardtanh");
    }
    if (x.dtype() == DType.UINT8 && (low < 0 || high < 0)) {
      throw new DTypeException("cannot do hardtanh on an unsigned type with negative limits");
    }
    return Pointwise.HARDTANH.with(low, high);
  }

  static ElementwiseOp softshrink(double lambd) {
    if (!(lambd >= 0)) {
      throw new NablaException(
          "lambda must be greater or equal to 0, but found to be " + Math.rint(lambd * 1e6) / 1e6 + ".");
    }
    return Pointwise.SOFTSHRINK.with(lambd);
  }

  static ElementwiseOp celu(double alpha) {
    if (alpha == 0) {
      throw new NablaException("ZeroDivisionError: alpha cannot be 0 for CELU");
    }
    return Pointwise.CELU.with(alpha);
  }

  /** {@code x} where positive, else {@code weight * x}, with one weight for all or one for each index of axis 1. */
  static Tensor prelu(Tensor x, Tensor weight) {
    if (weight.dim() > 1) {
      throw new ShapeException("prelu: Expected `weight` to be a scalar or 1D tensor, but got ndim = " + weight.dim());
    }
    if (weight.numel() == 1) {
      return Dispatch.binary(Pointwise.PRELU, x, weight.reshape(Shape.SCALAR));
    }
    if (x.dim() == 0) {
      throw new ShapeException("Not allow zero-dim input tensor.");
    }
    int channels = x.dim() > 1 ? x.size(1) : 1;
    if (channels != weight.numel()) {
      throw new ShapeException(
          "Mismatch of parameter numbers and input channel size. Found parameter numbers = " + weight.numel()
              + " and channel size = " + channels + ".");
    }
    int[] dims = new int[x.dim() - 1];
    java.util.Arrays.fill(dims, 1);
    dims[0] = channels;
    return Dispatch.binary(Pointwise.PRELU, x, weight.reshape(Shape.of(dims)));
  }

  /** {@code x} where positive, else times slopes drawn uniformly from {@code lower} to {@code upper}, one for each element that needs one. */
  static Tensor randomized(Tensor x, double lower, double upper) {
    checkReal(Pointwise.PRELU, x);
    Tensor slopes = x.detach() instanceof ConcreteTensor c
        ? slopes(c, lower, upper)
        : Nabla.zerosLike(x).uniform_(lower, upper);
    return Dispatch.apply(Pointwise.PRELU, x, slopes);
  }

  /** PyTorch draws a float64 for each element that is not positive, and nothing for the others. */
  private static Tensor slopes(Tensor x, double lower, double upper) {
    Tensor wanted = x.le(0);
    Tensor drawn = Nabla.rand(DType.FLOAT64, (int) wanted.sum().itemLong()).mul(upper - lower).add(lower);
    return Nabla.onesLike(x).maskedScatter(wanted, drawn.to(x.dtype()));
  }

  /** The first half of {@code x} along {@code axis}, gated by the sigmoid of the second. */
  static Tensor glu(Tensor x, int axis) {
    if (x.dim() == 0) {
      throw new ShapeException("glu does not support 0-dimensional tensors");
    }
    int a = x.shape().axis(axis);
    int n = x.size(a);
    if (n % 2 != 0) {
      throw new ShapeException("Halving dimension must be even, but dimension " + a + " is size " + n);
    }
    Tensor value = Dispatch.apply(new Views.Slice(a, 0, n / 2, 1), x);
    Tensor gate = Dispatch.apply(new Views.Slice(a, n / 2, n, 1), x);
    return Dispatch.binary(Pointwise.GLU, value, gate);
  }
}
