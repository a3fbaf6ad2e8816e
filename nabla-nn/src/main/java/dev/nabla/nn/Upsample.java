package dev.nabla.nn;

import dev.nabla.F;
import dev.nabla.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The input [N, C, S…] resized; see {@link F#interpolate(Tensor, int[], double[], String, Boolean, Boolean, boolean)}. */
public final class Upsample extends Layer {
  private final int @Nullable [] size;
  private final double @Nullable [] scaleFactor;
  private final String mode;
  private final @Nullable Boolean alignCorners;

  /** By this factor, the nearest pixel. */
  public Upsample(double scaleFactor) {
    this(null, new double[] {scaleFactor}, "nearest", null);
  }

  /** By this factor in this mode: {@code nearest}, {@code linear}, {@code bilinear}, {@code bicubic} or {@code trilinear}. */
  public Upsample(double scaleFactor, String mode) {
    this(null, new double[] {scaleFactor}, mode, null);
  }

  /** To a size or by a factor, of which one is given, one number for all axes; {@code alignCorners} null for the mode's usual. */
  public Upsample(int @Nullable [] size, double @Nullable [] scaleFactor, String mode,
      @Nullable Boolean alignCorners) {
    this.size = size;
    this.scaleFactor = scaleFactor;
    this.mode = mode;
    this.alignCorners = alignCorners;
  }

  @Override
  protected Tensor compute(Tensor x) {
    return F.interpolate(x, size, scaleFactor, mode, alignCorners, null, false);
  }

  @Override
  protected String describe() {
    String factors = scaleFactor == null
        ? ""
        : Arrays.stream(scaleFactor).mapToObj(PythonText::number).collect(Collectors.joining(", "));
    String what = size != null
        ? "size=" + PythonText.sizes(size)
        : "scale_factor=" + (factors.contains(",") ? "(" + factors + ")" : factors);
    return what + ", mode='" + mode + "'";
  }
}
