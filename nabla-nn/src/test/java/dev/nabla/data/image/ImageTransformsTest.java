package dev.nabla.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.data.Transform;
import dev.nabla.kernel.Generator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Transforms of images against PyTorch 2.13 and torchvision's rules; the numbers were printed by PyTorch. */
class ImageTransformsTest {
  private static final Tensor X = Nabla.arange(3 * 20 * 30).to(Nabla.FLOAT32).view(3, 20, 30);

  private static String size(Tensor x, Transform<Tensor, Tensor> transform) {
    return transform.apply(x).shape().toString();
  }

  @Test
  void bytesAreResizedAsPyTorchResizesFloatsAndRounds() {
    Tensor u = Nabla.arange(3 * 5 * 7).mul(37).remainder(256).to(Nabla.UINT8).view(3, 5, 7);
    Tensor y = ImageTransforms.resize(3, 4).apply(u);
    assertThat(y.dtype()).isEqualTo(Nabla.UINT8);
    assertThat(y.toIntArray()).containsExactly(21, 78, 146, 204, 25, 83, 151, 209, 30, 88, 156, 213, 36, 93, 161, 219,
        40,
        98, 166, 224, 45, 103, 171, 228, 51, 108, 176, 234, 55, 113, 181, 134, 60, 118, 186, 109);
  }

  @Test
  void theShorterSideGetsTheSize() {
    assertThat(size(X, ImageTransforms.resize(10))).isEqualTo("[3, 10, 15]");
    assertThat(size(X, ImageTransforms.resize(7))).as("7 * 30 / 20 is cut off").isEqualTo("[3, 7, 10]");
    assertThat(size(X.mT(), ImageTransforms.resize(7))).isEqualTo("[3, 10, 7]");
    assertThat(size(X.unsqueeze(0), ImageTransforms.resize(40, 3))).isEqualTo("[1, 3, 40, 3]");
    assertThat(ImageTransforms.resize(20).apply(X)).isSameAs(X);
  }

  @Test
  void cropsLieWhereTorchvisionPutsThem() {
    // round(2.5) is 2 in Python.
    assertThat(ImageTransforms.centerCrop(15, 25).apply(X).equal(X.narrow(-2, 2, 15).narrow(-1, 2, 25))).isTrue();
    Tensor large = ImageTransforms.centerCrop(23, 30).apply(X);
    assertThat(large.narrow(-2, 1, 20).equal(X)).isTrue();
    assertThat(large.sum().item()).isEqualTo(X.sum().item());
    Generator g = new Generator(5);
    int[][] places = {{1, 10}, {9, 3}, {6, 8}, {8, 15}, {12, 0}, {7, 20}};
    for (int[] p : places) {
      Tensor y = ImageTransforms.randomCrop(7, 9, 0).apply(X, g);
      assertThat(y.equal(X.narrow(-2, p[0], 7).narrow(-1, p[1], 9))).isTrue();
    }
    assertThat(size(X, ImageTransforms.randomCrop(34, 7))).as("a border of 7 makes 34 x 44 of it")
        .isEqualTo("[3, 34, 34]");
    assertThat(ImageTransforms.randomCrop(20, 30, 0).apply(X)).isSameAs(X);
  }

  @Test
  void resizedCropsAreTorchvisions() {
    Generator g = new Generator(9);
    double[][] expected = {{90.32600402832031, 1713.6739501953125, 173184.0018234253},
      {232.9643096923828, 1754.035888671875, 190752.00158691406},
      {226.49998474121094, 1742.4998779296875, 189023.99458312988},
      {57.751644134521484, 1759.248291015625, 174431.99445724487}};
    for (double[] e : expected) {
      Tensor y = ImageTransforms.randomResizedCrop(8).apply(X, g);
      assertThat(y.get(0, 0, 0).item()).isCloseTo(e[0], Offset.offset(1e-3));
      assertThat(y.get(2, 7, 7).item()).isCloseTo(e[1], Offset.offset(1e-3));
      assertThat(y.to(Nabla.FLOAT64).sum().item()).isCloseTo(e[2], Offset.offset(0.05));
    }
    // An image 4 high and 100 wide: no try fits, and the middle is taken, 4 high and 5 wide.
    Tensor wide = Nabla.arange(400).to(Nabla.FLOAT32).view(1, 4, 100);
    assertThat(ImageTransforms.randomResizedCrop(4).apply(wide, new Generator(4)).mean().item())
        .isCloseTo(wide.narrow(-1, 47, 5).mean().item(), Offset.offset(1e-3));
  }

  @Test
  void flipsAreTorchvisions() {
    Generator g = new Generator(5);
    boolean[] flipped = {false, true, false, false, false, true, true, false, true, false, false, false};
    for (boolean f : flipped) {
      assertThat(ImageTransforms.randomHorizontalFlip(0.5).apply(X, g).equal(f ? X.flip(2) : X)).isTrue();
    }
    assertThat(ImageTransforms.randomVerticalFlip(1).apply(X).equal(X.flip(1))).isTrue();
    assertThat(ImageTransforms.randomVerticalFlip(0).apply(X)).isSameAs(X);
  }

  @Test
  void bytesBecomeStandardisedFloats() {
    Tensor x = Nabla.full(new int[] {3, 2, 2}, 51).to(Nabla.UINT8);
    Tensor y = Transform.compose(ImageTransforms.toFloat(),
        ImageTransforms.normalize(new double[] {0.1, 0.2, 0.3}, new double[] {0.1, 0.5, 0.2})).apply(x);
    assertThat(y.select(1, 0).select(1, 0).toFloatArray()).usingComparatorWithPrecision(1e-6f).containsExactly(1, 0,
        -0.5f);
    assertThat(x.select(0, 0).toIntArray()).containsOnly(51);
  }

  @Test
  void whatDoesNotFitIsRefusedWithBothValues() {
    assertThatThrownBy(() -> ImageTransforms.randomCrop(21, 0).apply(X)).hasMessageContaining("20 x 30 for 21 x 21");
    assertThatThrownBy(() -> ImageTransforms.resize(0)).hasMessageContaining("0 x 0");
    assertThatThrownBy(() -> ImageTransforms.resize(3).apply(Nabla.zeros(4, 4))).hasMessageContaining("[4, 4]");
    Transform<Tensor, Tensor> two = ImageTransforms.normalize(new double[2], new double[] {1, 1});
    assertThatThrownBy(() -> two.apply(X)).hasMessageContaining("2 means for the 3 channels");
    assertThatThrownBy(() -> two.apply(X.to(Nabla.UINT8))).hasMessageContaining("toFloat");
  }
}
