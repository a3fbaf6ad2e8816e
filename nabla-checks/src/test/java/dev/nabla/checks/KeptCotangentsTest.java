package dev.nabla.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backward pass may reuse the buffers of its cotangents, but none that anybody else has seen. */
class KeptCotangentsTest {
  private static final int N = 1000;

  private static Tensor leaf() {
    return Nabla.full(DType.FLOAT64, dev.nabla.type.Shape.of(N), 2).requiresGrad_();
  }

  private static void allAre(Tensor g, double value) {
    assertThat(g.toDoubleArray()).containsOnly(value);
  }

  @Test
  void whatHooksHaveSeenStays() {
    Tensor x = leaf();
    List<Tensor> seen = new ArrayList<>();
    Tensor a = x.mul(x);
    Tensor b = a.mul(3);
    Tensor c = b.mul(b);
    a.onGrad(seen::add);
    b.onGrad(seen::add);
    c.onGrad(seen::add);
    c.neg().sum().backward();
    // c = b², b = 3a, a = x² with x = 2: a = 4, b = 12.
    allAre(seen.get(0), -1);
    allAre(seen.get(1), -24);
    allAre(seen.get(2), -72);
    allAre(java.util.Objects.requireNonNull(x.grad()), -288);
  }

  @Test
  void retainedGradientsStay() {
    Tensor x = leaf();
    Tensor a = x.mul(x);
    Tensor b = a.mul(3);
    Tensor c = b.mul(b).add(b.mul(5));
    a.retainGrad();
    b.retainGrad();
    c.retainGrad();
    c.neg().sum().backward();
    allAre(java.util.Objects.requireNonNull(c.grad()), -1);
    allAre(java.util.Objects.requireNonNull(b.grad()), -29);
    allAre(java.util.Objects.requireNonNull(a.grad()), -87);
  }

  @Test
  void nodeHooksKeepWhatTheySaw() {
    Tensor x = leaf();
    List<Tensor> seen = new ArrayList<>();
    Tensor b = x.mul(x).mul(3);
    java.util.Objects.requireNonNull(b.gradFn()).registerHook((in, out) -> {
      seen.add(java.util.Objects.requireNonNull(in.get(0)));
      seen.add(java.util.Objects.requireNonNull(out.get(0)));
    });
    b.mul(2).sum().backward();
    allAre(seen.get(0), 6);
    allAre(seen.get(1), 2);
  }

  @Test
  void givenCotangentsStay() {
    Tensor x = leaf();
    Tensor g = Nabla.full(DType.FLOAT64, dev.nabla.type.Shape.of(N), 7);
    x.mul(x).neg().mul(2).backward(g);
    allAre(g, 7);
    allAre(java.util.Objects.requireNonNull(x.grad()), -56);
  }

  @Test
  void gradientsOfInnerTensorsStay() {
    Tensor x = leaf();
    Tensor a = x.mul(x);
    Tensor b = a.neg().mul(3);
    List<Tensor> g = Autograd.grad(List.of(b.mul(2).sum()), List.of(b, a, x), null, false, false);
    allAre(g.get(0), 2);
    allAre(g.get(1), -6);
    allAre(g.get(2), -24);
  }

  @Test
  void gradientsOfTheFirstPassStayInTheSecond() {
    Tensor x = leaf();
    Tensor y = x.mul(x).neg().sum();
    Tensor first = Autograd.grad(List.of(y), List.of(x), null, true, false).get(0);
    Tensor recorded = Autograd.grad(y, x, true);
    recorded.mul(recorded).sum().backward();
    allAre(first, -4);
    allAre(recorded.detach(), -4);
  }
}
