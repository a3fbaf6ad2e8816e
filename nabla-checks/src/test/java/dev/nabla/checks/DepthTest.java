package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.type.DType;
import org.junit.jupiter.api.Test;

/** Graphs far deeper than the stack. */
class DepthTest {
  private static Tensor chain(Tensor x, int length) {
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.mul(i % 2 == 0 ? 2.0 : 0.5);
    }
    return y;
  }

  private static Tensor products(Tensor x, int length) {
    Tensor one = x.div(x.detach());
    Tensor y = x;
    for (int i = 0; i < length; i++) {
      y = y.mul(one);
    }
    return y;
  }

  @Test
  void aMillionNodes() {
    Tensor x = Nabla.tensor(3.0, DType.FLOAT64).requiresGrad_();
    Tensor y = chain(x, 1_000_000);
    assertThat(y.item()).isEqualTo(3);
    y.backward();
    assertThat(java.util.Objects.requireNonNull(x.grad()).item()).isEqualTo(1);
  }

  @Test
  void aMillionNodesWithOneWantedInput() {
    Tensor x = Nabla.tensor(3.0, DType.FLOAT64).requiresGrad_();
    assertThat(Autograd.grad(chain(x, 1_000_000), x).get(0).item()).isEqualTo(1);
  }

  @Test
  void aHundredThousandNodesTwice() {
    int n = 100_000;
    Tensor x = Nabla.tensor(1.0, DType.FLOAT64).requiresGrad_();
    // y = x * x^n with x = 1, so y' = n + 1 and y'' = (n + 1) n.
    Tensor g = Autograd.grad(products(x, n), x, true);
    assertThat(g.item()).isEqualTo(n + 1);
    assertThat(Autograd.grad(g, x).get(0).item()).isEqualTo((n + 1.0) * n);
  }

  @Test
  void aHundredThousandNodesUnderATransform() {
    Tensor x = Nabla.tensor(3.0, DType.FLOAT64);
    assertThat(Func.grad((Tensor t) -> chain(t, 100_000)).apply(x).item()).isEqualTo(1);
    assertThat(Func.jvp((Tensor t) -> chain(t, 100_000), x, x).tangent().item()).isEqualTo(3);
  }

  @Test
  void aWideGraph() {
    Tensor x = Nabla.tensor(1.0, DType.FLOAT64).requiresGrad_();
    Tensor sum = Nabla.tensor(0.0, DType.FLOAT64);
    for (int i = 0; i < 100_000; i++) {
      sum = sum.add(x.mul(2.0));
    }
    sum.backward();
    assertThat(java.util.Objects.requireNonNull(x.grad()).item()).isEqualTo(200_000);
  }
}
