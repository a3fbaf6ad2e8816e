package dev.nabla;

import static dev.nabla.Nabla.BFLOAT16;
import static dev.nabla.Nabla.FLOAT16;
import static dev.nabla.Nabla.FLOAT32;
import static dev.nabla.Nabla.FLOAT64;
import static dev.nabla.Nabla.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors of float16 and bfloat16: types of results, graphs, writes in place; numbers from PyTorch 2.13 where they are written out. */
class HalfTensorsTest {
  private static Tensor half(double... values) {
    return tensor(values, FLOAT16);
  }

  @Test
  void typesPromoteAsInPyTorch() {
    Tensor h = half(1, 2);
    Tensor b = tensor(new double[] {1, 2}, BFLOAT16);
    assertThat(h.add(b).dtype()).isEqualTo(FLOAT32);
    assertThat(h.add(tensor(1L)).dtype()).isEqualTo(FLOAT16);
    assertThat(h.add(tensor(1.0, FLOAT64)).dtype()).as("0-d").isEqualTo(FLOAT16);
    assertThat(h.add(Nabla.ones(FLOAT32, 2)).dtype()).isEqualTo(FLOAT32);
    assertThat(h.mul(0.1).dtype()).isEqualTo(FLOAT16);
    assertThat(Nabla.cat(List.of(h, Nabla.ones(FLOAT32, 2)), 0).dtype()).isEqualTo(FLOAT32);
    assertThat(h.sum().dtype()).isEqualTo(FLOAT16);
    assertThat(h.gt(1).dtype()).isEqualTo(DType.BOOL);
    assertThat(h.argmax().dtype()).isEqualTo(DType.INT64);
  }

  @Test
  void numbersBesideHalves() {
    Tensor x = half(3, 0.1, 7, 2047);
    assertThat(x.mul(0.1).toDoubleArray()).containsExactly(0.300048828125, 0.0099945068359375, 0.7001953125, 204.75);
    assertThat(x.add(0.1).toDoubleArray()).containsExactly(3.099609375, 0.199951171875, 7.1015625, 2047);
    assertThat(x.eq(0.1).toBooleanArray()).as("0.1 is rounded first").containsExactly(false, true, false, false);
    assertThat(x.lt(0.1).toBooleanArray()).containsOnly(false);
    assertThat(half(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY).nanToNum().toDoubleArray())
        .containsExactly(65504, -65504);
  }

  @Test
  void sumsAreRoundedOnce() {
    Tensor ones = Nabla.ones(FLOAT16, 5000);
    assertThat(ones.sum().item()).isEqualTo(5000);
    assertThat(ones.mul(30).mean().item()).as("the sum, 150000, is beyond float16").isEqualTo(30);
    assertThat(ones.dot(ones).item()).isEqualTo(5000);
    Tensor large = half(300, -300, 300, -300);
    assertThat(F.layerNorm(large, 4).toDoubleArray()).as("the variance, 90000, is beyond float16")
        .containsExactly(1, -1, 1, -1);
  }

  @Test
  void gradientsHaveTheTypeOfTheLeafAndNodesKeepTheirNames() {
    Tensor w = half(1, 2, 3, 4).reshape(2, 2).detach().requiresGrad_();
    Tensor y = w.matmul(w);
    assertThat(y).hasToString(
        "tensor([[ 7., 10.],\n        [15., 22.]], dtype=torch.float16, grad_fn=<MmBackward0>)");
    assertThat(java.util.Objects.requireNonNull(y.gradFn()).savedBytes()).as("halves are saved").isEqualTo(16);
    y.sum().backward();
    Tensor g = java.util.Objects.requireNonNull(w.grad());
    assertThat(g.dtype()).isEqualTo(FLOAT16);
    assertThat(g.toDoubleArray()).containsExactly(7, 11, 9, 13);
  }

  @Test
  void gradientsReachFloat32ThroughConversions() {
    Tensor x = tensor(1.5f, 2.5f).requiresGrad_();
    x.toHalf().mul(x.toBFloat16().toHalf()).sum().backward();
    Tensor g = java.util.Objects.requireNonNull(x.grad());
    assertThat(g.dtype()).isEqualTo(FLOAT32);
    assertThat(g.toDoubleArray()).containsExactly(3, 5);
  }

  @Test
  void writesInPlaceKeepTheTypeAndTheGraph() {
    Tensor x = half(1, 2, 3).requiresGrad_();
    Tensor y = x.mul(2.0);
    y.mul_(3).add_(Nabla.ones(FLOAT64, 3)).sub_(0.5);
    assertThat(y.dtype()).isEqualTo(FLOAT16);
    assertThat(y.toDoubleArray()).containsExactly(6.5, 12.5, 18.5);
    y.get("1:").scatterAdd_(0, tensor(0L, 0L), half(1, 2));
    y.get("0").copy_(tensor(0.1, FLOAT64));
    assertThat(y.toDoubleArray()).containsExactly(0.0999755859375, 15.5, 18.5);
    y.sum().backward();
    assertThat(java.util.Objects.requireNonNull(x.grad()).toDoubleArray()).containsExactly(0, 6, 6);
  }

  @Test
  void transformsSeeHalves() {
    Tensor x = half(1, 2, 3, 4).reshape(2, 2);
    Tensor g = Func.grad(t -> t.softmax(0).square().sum()).apply(half(1, 2));
    assertThat(g.dtype()).isEqualTo(FLOAT16);
    Tensor batched = Func.vmap(t -> t.matmul(t).logSoftmax(-1)).apply(Nabla.stack(List.of(x, x), 0));
    assertThat(batched.dtype()).isEqualTo(FLOAT16);
    assertThat(batched.get("0").equal(x.matmul(x).logSoftmax(-1))).isTrue();
    var r = Func.jvp(t -> t.matmul(t).sum(), x, Nabla.onesLike(x));
    assertThat(r.tangent().dtype()).isEqualTo(FLOAT16);
    assertThat(r.tangent().item()).isEqualTo(40);
    Tensor h = Func.hessian(t -> t.pow(3).sum()).apply(half(1, 2));
    assertThat(h.dtype()).isEqualTo(FLOAT16);
    assertThat(h.toDoubleArray()).containsExactly(6, 0, 0, 12);
  }

  @Test
  void orderAndChoiceWorkOnHalves() {
    Tensor x = half(3, Double.NaN, -1, 3, 0.5);
    assertThat(x.sort().indices().toLongArray()).containsExactly(2, 4, 0, 3, 1);
    assertThat(half(3, 1, 3, 2).unique().values().toDoubleArray()).containsExactly(1, 2, 3);
    assertThat(x.get(x.gt(0)).toDoubleArray()).containsExactly(3, 3, 0.5);
    assertThat(half(1, 2, 3, 4).quantile(0.5).item()).isEqualTo(2.5);
  }

  @Test
  void randomNumbersAreThoseOfFloat32Rounded() {
    Nabla.manualSeed(0);
    assertThat(Nabla.rand(FLOAT16, 5).toDoubleArray())
        .containsExactly(0.496337890625, 0.76806640625, 0.0885009765625, 0.132080078125, 0.307373046875);
    Nabla.manualSeed(0);
    assertThat(Nabla.randn(BFLOAT16, 5).toDoubleArray())
        .containsExactly(1.5390625, -0.29296875, -2.171875, 0.5703125, -1.0859375);
    Nabla.manualSeed(0);
    Tensor wide = Nabla.randn(20);
    Nabla.manualSeed(0);
    assertThat(Nabla.randn(FLOAT16, 20).equal(wide.toHalf())).isTrue();
  }

  @Test
  void mixturesThatPyTorchRefusesAreRefused() {
    Tensor h = Nabla.ones(FLOAT16, 2, 2);
    assertThatThrownBy(() -> h.matmul(Nabla.ones(FLOAT32, 2, 2))).isInstanceOf(DTypeException.class)
        .hasMessageContaining("float16 != float32");
    assertThatThrownBy(() -> F.layerNorm(h, new int[] {2}, Nabla.ones(FLOAT64, 2), null, 1e-5))
        .isInstanceOf(DTypeException.class).hasMessageContaining("one floating-point type");
    assertThat(F.layerNorm(h, new int[] {2}, Nabla.ones(FLOAT32, 2), null, 1e-5).dtype()).isEqualTo(FLOAT16);
  }

  @Test
  void printing() {
    assertThat(half(1.5, 0.1)).hasToString("tensor([1.5000, 0.1000], dtype=torch.float16)");
    assertThat(tensor(new double[] {1, 30000}, BFLOAT16))
        .hasToString("tensor([1.0000e+00, 2.9952e+04], dtype=torch.bfloat16)");
  }
}
