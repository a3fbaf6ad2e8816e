package dev.nabla;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nabla.transform.Func;
import dev.nabla.type.DTypeException;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Convolution against its definition, and its three slots against each other. */
class ConvolutionTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private Tensor normal(int... dims) {
    int n = 1;
    for (int d : dims) {
      n *= d;
    }
    double[] values = random.doubles(n, -1, 1).toArray();
    return Nabla.fromArray(values, dims);
  }

  /** {@code y[n, o, p, q] = Σ x[n, c, p·s - pad + i·d, …] · w[o, c, i, j]} over the channels of o's group. */
  private static double[] definition(Tensor x, Tensor w, int stride, int pad, int dilation, int groups, int[] out) {
    double[] y = new double[out[0] * out[1] * out[2] * out[3]];
    int cg = w.size(1);
    int at = 0;
    for (int n = 0; n < out[0]; n++) {
      for (int o = 0; o < out[1]; o++) {
        int first = o / (out[1] / groups) * cg;
        for (int p = 0; p < out[2]; p++) {
          for (int q = 0; q < out[3]; q++) {
            double sum = 0;
            for (int c = 0; c < cg; c++) {
              for (int i = 0; i < w.size(2); i++) {
                for (int j = 0; j < w.size(3); j++) {
                  int h = p * stride - pad + i * dilation;
                  int v = q * stride - pad + j * dilation;
                  if (h >= 0 && h < x.size(2) && v >= 0 && v < x.size(3)) {
                    sum += at(x, n, first + c, h, v) * at(w, o, c, i, j);
                  }
                }
              }
            }
            y[at++] = sum;
          }
        }
      }
    }
    return y;
  }

  private static double at(Tensor t, int a, int b, int c, int d) {
    return t.select(0, a).select(0, b).select(0, c).select(0, d).item();
  }

  @Test
  void equalsTheDefinition() {
    int[][] cases = {{1, 0, 1, 1}, {2, 1, 1, 1}, {1, 2, 2, 2}, {3, 1, 1, 2}, {2, 0, 2, 4}};
    for (int[] c : cases) {
      Tensor x = normal(2, 4, 7, 6);
      Tensor w = normal(8, 4 / c[3], 3, 2);
      Tensor y = F.conv2d(x, w, null, c[0], c[1], c[2], c[3]);
      assertArrayEquals(definition(x, w, c[0], c[1], c[2], c[3], y.shape().toArray()), y.toDoubleArray(), 1e-12);
    }
  }

  @Test
  void samePaddingKeepsTheSizesForEvenKernels() {
    Tensor y = F.conv2d(normal(1, 2, 5, 6), normal(3, 2, 4, 2), null, new int[] {1}, "same", new int[] {2}, 1);
    assertEquals("[1, 3, 5, 6]", y.shape().toString());
  }

  @Test
  void transposedIsTheAdjoint() {
    Tensor x = normal(2, 4, 7, 6);
    Tensor w = normal(6, 2, 3, 3);
    Tensor y = F.conv2d(x, w, null, 2, 1, 1, 2);
    Tensor v = normal(y.shape().toArray());
    Tensor back = F.convTranspose2d(v, w, null, new int[] {2}, new int[] {1}, new int[] {0, 1}, 2, new int[] {1});
    assertEquals(x.shape(), back.shape());
    assertEquals(v.mul(y).sum().item(), back.mul(x).sum().item(), 1e-11);
  }

  @Test
  void perExampleGradientsEqualThoseOfALoop() {
    Tensor x = normal(3, 4, 5, 5);
    Tensor w = normal(6, 2, 3, 3);
    Tensor b = normal(6);
    Tensor all = Func
        .vmap((Tensor one) -> Func.grad((Tensor k) -> F.conv2d(one, k, b, 1, 1, 1, 2).pow(2.0).sum()).apply(w))
        .apply(x);
    for (int i = 0; i < 3; i++) {
      Tensor one = x.select(0, i);
      Tensor alone = Func.grad((Tensor k) -> F.conv2d(one, k, b, 1, 1, 1, 2).pow(2.0).sum()).apply(w);
      assertArrayEquals(alone.toDoubleArray(), all.select(0, i).toDoubleArray(), 1e-11);
    }
  }

  @Test
  void batchesOfWeightsEqualALoop() {
    Tensor x = normal(2, 4, 6, 5);
    Tensor w = normal(3, 6, 2, 3, 2);
    Tensor all = Func.vmap((Tensor k) -> F.conv2d(x, k, null, 1, 0, 1, 2)).apply(w);
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(F.conv2d(x, w.select(0, i), null, 1, 0, 1, 2).toDoubleArray(), all.select(0, i).toDoubleArray(),
          1e-12);
    }
  }

  @Test
  void theGraphShowsOneConvolutionWithThreeInputs() {
    Tensor y = F.conv2d(normal(1, 2, 4, 4), normal(3, 2, 3, 3).requiresGrad_(), normal(3).requiresGrad_());
    assertEquals("ConvolutionBackward0", String.valueOf(y.gradFn()));
    assertEquals("[null, AccumulateGrad, AccumulateGrad]",
        java.util.Objects.requireNonNull(y.gradFn()).nextFunctions().toString());
  }

  @Test
  void errorsNameBothShapes() {
    Tensor x = normal(1, 2, 5, 5);
    NablaException e = assertThrows(ShapeException.class, () -> F.conv2d(x, normal(4, 3, 2, 2)));
    assertEquals(
        "Given groups=1, weight of size [4, 3, 2, 2], expected input[1, 2, 5, 5] to have 3 channels, but got 2 channels instead",
        e.getMessage());
    e = assertThrows(ShapeException.class, () -> F.conv2d(x, normal(4, 2, 6, 6)));
    assertEquals(
        "Calculated padded input size per channel: (5 x 5). Kernel size: (6 x 6). Kernel size can't be greater than actual input size",
        e.getMessage());
    assertThrows(DTypeException.class, () -> F.conv2d(x, normal(4, 2, 2, 2).to(Nabla.FLOAT32)));
  }
}
