package dev.nabla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.GradientException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In-place writes whose operands are the written tensor itself, or views of it: as PyTorch 2.13 has them. */
class OverlappingWritesTest {
  private final Tensor x = Nabla.tensor(1.0, 2.0, 3.0, 4.0).requiresGrad_();

  @Test
  void theOperandMayBeTheTensorItself() {
    Tensor y = x.mul(2.0);
    y.mul_(y);
    assertThat(y.detach().toDoubleArray()).containsExactly(4, 16, 36, 64);
    assertThatThrownBy(() -> y.sum().backward()).isInstanceOf(GradientException.class)
        .hasMessageContaining("is at version 1; expected version 0");
  }

  @Test
  void aViewAsOperandFollowsTheWrite() {
    Tensor y = x.mul(2.0);
    Tensor view = y.view(4);
    y.add_(view, 0.5);
    view.sum().backward();
    assertThat(x.grad()).isNotNull().extracting(Tensor::toDoubleArray).isEqualTo(new double[] {3, 3, 3, 3});
  }

  @Test
  void operandsThatShareSomeElementsAreRefused() {
    Tensor y = Nabla.arange(9.0).reshape(3, 3);
    assertThatThrownBy(() -> y.add_(y.t())).hasMessageContaining("some elements of the input tensor");
    assertThatThrownBy(() -> y.get("1:").copy_(y.get(":2"))).hasMessageContaining("some elements of the input tensor");
    y.get(0).add_(y.get(1));
    assertThat(y.get(0).toDoubleArray()).containsExactly(3, 5, 7);
    assertThat(y.version()).isEqualTo(1);
  }

  @Test
  void oneOfSeveralViewsIsNotWritten() {
    List<Tensor> halves = x.mul(2.0).split(2);
    assertThatThrownBy(() -> halves.get(1).get(0).zero_())
        .hasMessageContaining("is a view and is being modified inplace")
        .hasMessageContaining("returns multiple views");
  }

  @Test
  void oneOfSeveralViewsIsOfNoUseAfterItsBaseWasWritten() {
    Tensor y = x.mul(2.0);
    Tensor half = y.split(2).get(0);
    y.mul_(3.0);
    assertThat(half.requiresGrad()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> half.sin())
          .hasMessageStartingWith(
              "Output 0 of SplitBackward0 is a view and its base or another view of its base has been");
    }
    try (GradMode.Scope _ = Nabla.noGrad()) {
      assertThat(half.mul(1.0).toDoubleArray()).containsExactly(6, 12);
    }
  }
}
