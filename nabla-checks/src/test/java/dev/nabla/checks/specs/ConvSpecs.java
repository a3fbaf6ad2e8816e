package dev.nabla.checks.specs;

import static dev.nabla.testkit.Input.distinct;
import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.Input.positive;
import static dev.nabla.testkit.OpSpec.spec;
import static dev.nabla.testkit.OpSpec.specN;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.testkit.Input;
import dev.nabla.testkit.OpSpec;
import java.util.List;

/** Convolutions, pooling, resampling, and the other functions of images and sequences. */
final class ConvSpecs {
  private ConvSpecs() {}

  private static final int[] ONE = {1};

  /** Points inside the image and away from the lines between its pixels. */
  private static final Input GRID = Input.uniform(0.27, 0.33, 1, 2, 3, 2);

  static List<OpSpec> convolutions() {
    return List.of(
        specN("conv1d", in -> F.conv1d(in[0], in[1], in[2], 2, 1)).inputs(normal(2, 2, 6), normal(3, 2, 3), normal(3)),
        spec("conv1d same", (x, w) -> F.conv1d(x, w, null, ONE, "same", ONE, 1)).inputs(normal(1, 2, 5),
            normal(2, 2, 3)),
        spec("conv2d", (x, w, b) -> F.conv2d(x, w, b, 1, 1)).inputs(normal(2, 2, 4, 3), normal(2, 2, 3, 3), normal(2)),
        spec("conv2d groups", (x, w) -> F.conv2d(x, w, null, 2, 1, 2, 2)).inputs(normal(1, 4, 6, 5),
            normal(4, 2, 2, 2)),
        spec("conv2d one example", (x, w) -> F.conv2d(x, w)).inputs(normal(2, 4, 4), normal(3, 2, 3, 3)),
        spec("conv3d", (x, w, b) -> F.conv3d(x, w, b)).inputs(normal(1, 2, 3, 3, 3), normal(2, 2, 2, 2, 2), normal(2)),
        spec("convTranspose1d", (x, w, b) -> F.convTranspose1d(x, w, b, 2, 1, 1, 1, 1)).inputs(normal(2, 2, 4),
            normal(2, 3, 3), normal(3)),
        spec("convTranspose2d", (x, w) -> F.convTranspose2d(x, w, null, 2, 0, 0, 2, 1)).inputs(normal(1, 4, 3, 2),
            normal(4, 1, 2, 2)),
        spec("convTranspose3d", (x, w) -> F.convTranspose3d(x, w)).inputs(normal(1, 2, 2, 2, 2), normal(2, 2, 2, 2, 2)),
        spec("unfold patches", x -> F.unfold(x, 2, 1, 1, 2)).inputs(normal(1, 2, 4, 4)),
        spec("fold", x -> F.fold(x, new int[] {3, 4}, 2)).inputs(normal(1, 8, 6)),
        spec("linear", (x, w, b) -> F.linear(x, w, b)).inputs(normal(2, 3), normal(4, 3), normal(4)),
        spec("linear batches", (x, w, b) -> F.linear(x, w, b)).inputs(normal(2, 2, 3), normal(4, 3), normal(4)),
        specN("bilinear", in -> F.bilinear(in[0], in[1], in[2], in[3])).inputs(normal(2, 2), normal(2, 3),
            normal(2, 2, 3), normal(2)),
        spec("pdist", x -> F.pdist(x, 2)).inputs(normal(4, 2)));
  }

  static List<OpSpec> pooling() {
    return List.of(
        spec("maxPool1d", x -> F.maxPool1d(x, 2, 2, 1)).inputs(distinct(2, 2, 6)),
        spec("maxPool2d", x -> F.maxPool2d(x, 2)).inputs(distinct(1, 2, 4, 5)),
        spec("maxPool2d overlapping", x -> F.maxPool2d(x, 3, 1, 1)).inputs(distinct(1, 2, 4, 4)),
        spec("maxPool3d", x -> F.maxPool3d(x, 2)).inputs(distinct(1, 1, 4, 2, 3)),
        spec("maxPool1dWithIndices", x -> F.maxPool1dWithIndices(x, 2).values()).inputs(distinct(1, 2, 6)),
        spec("maxPool2dWithIndices", x -> F.maxPool2dWithIndices(x, 2).values()).inputs(distinct(1, 2, 4, 4)),
        spec("maxPool3dWithIndices", x -> F.maxPool3dWithIndices(x, 2).values()).inputs(distinct(1, 1, 2, 4, 2)),
        spec("maxUnpool1d", x -> F.maxUnpool1d(x, Nabla.tensor(new long[][][] {{{1, 2}}}), 2)).inputs(normal(1, 1, 2)),
        spec("maxUnpool2d", x -> F.maxUnpool2d(x, Nabla.tensor(new long[][][][] {{{{1, 6}, {8, 15}}}}), 2))
            .inputs(normal(1, 1, 2, 2)),
        spec("maxUnpool3d", x -> F.maxUnpool3d(x, Nabla.tensor(new long[][][][][] {{{{{3}}}}}), 2))
            .inputs(normal(1, 1, 1, 1, 1)),
        spec("avgPool1d", x -> F.avgPool1d(x, 3, 2, 1)).inputs(normal(1, 2, 6)),
        spec("avgPool2d", x -> F.avgPool2d(x, new int[] {3, 2}, new int[] {2, 2}, new int[] {1, 0}, true, false, null))
            .inputs(normal(1, 2, 5, 5)),
        spec("avgPool3d", x -> F.avgPool3d(x, 2)).inputs(normal(1, 1, 4, 2, 3)),
        spec("adaptiveAvgPool1d", x -> F.adaptiveAvgPool1d(x, 3)).inputs(normal(1, 2, 7)),
        spec("adaptiveAvgPool2d", x -> F.adaptiveAvgPool2d(x, 2, 3)).inputs(normal(1, 2, 5, 4)),
        spec("adaptiveAvgPool3d", x -> F.adaptiveAvgPool3d(x, 2, 1, 2)).inputs(normal(1, 1, 3, 2, 4)),
        spec("adaptiveMaxPool1d", x -> F.adaptiveMaxPool1d(x, 3)).inputs(distinct(1, 2, 7)),
        spec("adaptiveMaxPool2d", x -> F.adaptiveMaxPool2d(x, 2, 3)).inputs(distinct(1, 2, 5, 4)),
        spec("adaptiveMaxPool3d", x -> F.adaptiveMaxPool3d(x, 2, 1, 2)).inputs(distinct(1, 1, 3, 2, 4)),
        spec("adaptiveMaxPool1dWithIndices", x -> F.adaptiveMaxPool1dWithIndices(x, 3).values())
            .inputs(distinct(1, 2, 7)),
        spec("adaptiveMaxPool2dWithIndices", x -> F.adaptiveMaxPool2dWithIndices(x, 2, 2).values())
            .inputs(distinct(1, 2, 5, 4)),
        spec("adaptiveMaxPool3dWithIndices", x -> F.adaptiveMaxPool3dWithIndices(x, 1, 1, 2).values())
            .inputs(distinct(1, 1, 3, 2, 4)),
        spec("lpPool1d", x -> F.lpPool1d(x, 3, 2)).inputs(positive(1, 2, 6)),
        spec("lpPool2d", x -> F.lpPool2d(x, 2, 2)).inputs(positive(1, 2, 4, 4)),
        spec("lpPool3d", x -> F.lpPool3d(x, 2, 2)).inputs(positive(1, 1, 2, 4, 2)));
  }

  static List<OpSpec> resampling() {
    return List.of(
        spec("interpolate nearest", x -> F.interpolate(x, new int[] {5}, "nearest")).inputs(normal(1, 2, 3)),
        spec("interpolate linear", x -> F.interpolate(x, new int[] {5}, "linear")).inputs(normal(1, 2, 3)),
        spec("interpolate bilinear", x -> F.interpolate(x, new int[] {5, 2}, null, "bilinear", true, null, false))
            .inputs(normal(1, 2, 3, 4)),
        spec("interpolate bicubic", x -> F.interpolate(x, new double[] {2, 1.5}, "bicubic")).inputs(normal(1, 1, 3, 4)),
        spec("interpolate trilinear", x -> F.interpolate(x, new int[] {2, 3, 2}, "trilinear"))
            .inputs(normal(1, 1, 2, 2, 3)),
        spec("interpolate area", x -> F.interpolate(x, new int[] {2, 3}, "area")).inputs(normal(1, 1, 5, 4)),
        spec("upsampleNearest", x -> F.upsampleNearest(x, 2.0)).inputs(normal(1, 1, 2, 3)),
        spec("upsampleBilinear", x -> F.upsampleBilinear(x, 2.0)).inputs(normal(1, 1, 2, 3)),
        spec("pixelShuffle", x -> F.pixelShuffle(x, 2)).inputs(normal(1, 8, 2, 3)),
        spec("pixelUnshuffle", x -> F.pixelUnshuffle(x, 2)).inputs(normal(1, 2, 4, 6)),
        spec("channelShuffle", x -> F.channelShuffle(x, 2)).inputs(normal(1, 4, 2, 2)),
        spec("gridSample", (x, g) -> F.gridSample(x, g, "bilinear", "zeros", false)).inputs(normal(1, 2, 4, 5), GRID),
        spec("gridSample border", (x, g) -> F.gridSample(x, g, "bilinear", "border", true)).inputs(normal(1, 2, 4, 5),
            GRID),
        spec("gridSample nearest", (x, g) -> F.gridSample(x, g, "nearest", "zeros", false)).inputs(normal(1, 2, 4, 5),
            GRID.constant()),
        spec("affineGrid", x -> F.affineGrid(x, new int[] {1, 1, 2, 3}, false)).inputs(normal(1, 2, 3)));
  }
}
