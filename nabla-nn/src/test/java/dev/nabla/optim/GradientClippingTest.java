package dev.nabla.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clipping of gradients against PyTorch. */
class GradientClippingTest {
  private final Tensor v = Nabla.tensor(new double[] {0, 0}, Nabla.FLOAT64).requiresGrad_();
  private final Tensor w = Nabla.tensor(new double[] {0}, Nabla.FLOAT64).requiresGrad_();
  private final List<Tensor> params = List.of(v, w, Nabla.zeros(1).requiresGrad_());

  private void gradients(double a, double b, double c) {
    v.grad(Nabla.tensor(new double[] {a, b}, Nabla.FLOAT64));
    w.grad(Nabla.tensor(new double[] {c}, Nabla.FLOAT64));
  }

  private void checkGradients(double... expected) {
    Tensor all = Nabla
        .cat(List.of(java.util.Objects.requireNonNull(v.grad()), java.util.Objects.requireNonNull(w.grad())), 0);
    assertThat(all.toDoubleArray()).containsExactly(expected, within(1e-12));
  }

  private void checkNorm(double type, double norm, double... clipped) {
    gradients(3, -4, 12);
    assertThat(GradientClipping.clipGradNorm_(params, 2, type, true).item()).isCloseTo(norm, within(1e-12));
    checkGradients(clipped);
  }

  @Test
  void normsOfAllOrders() {
    checkNorm(1, 19, 0.31578945706371275, -0.4210526094182837, 1.263157828254851);
    checkNorm(2, 13, 0.46153842603550577, -0.615384568047341, 1.846153704142023);
    checkNorm(3, 12.207054953820636, 0.4915190052948094, -0.6553586737264125, 1.9660760211792376);
    checkNorm(Double.POSITIVE_INFINITY, 12, 0.4999999583333369, -0.6666666111111158, 1.9999998333333475);
  }

  @Test
  void smallGradientsStay() {
    gradients(0.3, -0.4, 0);
    assertThat(GradientClipping.clipGradNorm_(params, 2).item()).isCloseTo(0.5, within(1e-12));
    checkGradients(0.3, -0.4, 0);
    assertThat(GradientClipping.clipGradNorm_(List.of(), 1).item()).isZero();
  }

  @Test
  void normsThatAreNotFiniteAreErrorsIfWanted() {
    gradients(1, Double.NaN, 0);
    assertThatThrownBy(() -> GradientClipping.clipGradNorm_(params, 2, 2, true)).isInstanceOf(NablaException.class)
        .hasMessageContaining("non-finite");
    checkGradients(1, Double.NaN, 0);
    assertThat(GradientClipping.clipGradNorm_(params, 2).item()).isNaN();
  }

  @Test
  void valuesAreCutOff() {
    gradients(3, -4, 0.5);
    GradientClipping.clipGradValue_(params, 1);
    checkGradients(1, -1, 0.5);
  }
}
