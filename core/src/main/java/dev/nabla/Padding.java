package dev.nabla;

import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;

/** Padding as {@code F.pad} takes it: pairs of numbers from the last axis backwards. */
final class Padding {
  private Padding() {}

  /** {@code x} with {@code pad[2i]} elements in front of and {@code pad[2i + 1]} behind the i-th axis from the end. */
  static Tensor pad(Tensor x, int[] pad, String mode, double value) {
    if (pad.length % 2 != 0) {
      throw new NablaException("Padding length must be divisible by 2; got " + pad.length + " numbers");
    }
    if (pad.length / 2 > x.dim()) {
      throw new NablaException(
          "Padding length too large: " + pad.length + " numbers for a tensor with " + x.dim() + " axes");
    }
    return switch (mode) {
      case "constant" -> constant(x, pad, value);
      case "reflect", "replicate", "circular" -> repeating(x, pad, mode);
      default -> throw new NablaException(
          "Unrecognised padding mode " + mode + "; known are constant, reflect, replicate and circular");
    };
  }

  private static Tensor constant(Tensor x, int[] pad, double value) {
    int rank = x.dim();
    int[] before = new int[rank];
    int[] after = new int[rank];
    for (int i = 0; i < pad.length / 2; i++) {
      int axis = rank - 1 - i;
      before[axis] = pad[2 * i];
      after[axis] = pad[2 * i + 1];
      if (Math.max(-before[axis], 0) + Math.max(-after[axis], 0) > x.size(axis)) {
        throw new ShapeException(
            "The input size " + x.size(axis) + ", plus negative padding " + before[axis] + " and " + after[axis]
                + " resulted in a negative output size, which is invalid. Check dimension " + axis + " of your input.");
      }
    }
    return Dispatch.apply(new Rearranging.ConstantPad(before, after, value), x);
  }

  private static Tensor repeating(Tensor x, int[] pad, String mode) {
    int axes = pad.length / 2;
    if (axes > 3 || x.dim() < axes + 1 || x.dim() > axes + 2) {
      throw new ShapeException("Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now: " + mode
          + " takes 2 numbers for 2D or"
          + " 3D, 4 for 3D or 4D, 6 for 4D or 5D input; got " + pad.length + " numbers for " + x.type());
    }
    String name = switch (mode) {
      case "reflect" -> "reflection_pad";
      case "replicate" -> "replication_pad";
      default -> "circular_pad";
    };
    String node = OpNames.backward(name).replace("Backward", axes + "DBackward");
    long[][] maps = new long[axes][];
    for (int i = 0; i < axes; i++) {
      maps[i] = positions(mode, x, x.dim() - 1 - i, pad[2 * i], pad[2 * i + 1]);
    }
    Tensor y = x;
    for (int i = 0; i < axes; i++) {
      y = Dispatch.apply(new Rearranging.Remap(name + axes + "d", node, x.dim() - 1 - i, maps[i]), y);
    }
    return y;
  }

  /** Which element of the axis stands at each position of the padded one. */
  private static long[] positions(String mode, Tensor x, int axis, int before, int after) {
    int n = x.size(axis);
    checkWrap(mode, x, axis, before, after);
    if (n + before + after < 1 || n == 0) {
      throw new ShapeException("pad: " + mode + " padding (" + before + ", " + after + ") of axis " + axis
          + " leaves nothing of " + x.type());
    }
    long[] from = new long[n + before + after];
    for (int i = 0; i < from.length; i++) {
      int at = i - before;
      from[i] = switch (mode) {
        case "reflect" -> at < 0 ? -at : at >= n ? 2 * (n - 1) - at : at;
        case "replicate" -> Math.clamp(at, 0, n - 1);
        default -> Math.floorMod(at, n);
      };
    }
    return from;
  }

  private static void checkWrap(String mode, Tensor x, int axis, int before, int after) {
    int n = x.size(axis);
    if (mode.equals("reflect") && (before >= n || after >= n)) {
      throw new ShapeException("Padding size should be less than the corresponding input dimension, but got: padding ("
          + before + ", " + after
          + ") at dimension " + axis + " of input " + x.shape());
    }
    if (mode.equals("circular") && (before > n || after > n)) {
      throw new ShapeException("Padding value causes wrapping around more than once.");
    }
  }
}
