package dev.nabla.testkit;

import static dev.nabla.testkit.Input.normal;
import static dev.nabla.testkit.OpSpec.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.CustomFunction;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.GradientException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checks find what they are for: each is given something wrong. */
class TestkitTest {
  /** A function with a backward rule that may be wrong. */
  private static UnaryOperator<Tensor> rule(UnaryOperator<Tensor> value,
      java.util.function.BinaryOperator<Tensor> backward) {
    return x -> new CustomFunction() {
      @Override
      protected Tensor forward(Context ctx, Tensor... in) {
        ctx.saveForBackward(in[0]);
        return value.apply(in[0]);
      }

      @Override
      protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
        return new @Nullable Tensor[] {backward.apply(ctx.savedTensors().get(0), g)};
      }
    }.apply(x);
  }

  private static Tensor x() {
    return Nabla.tensor(new double[] {0.3, 0.7, -1.2}, DType.FLOAT64).requiresGrad_();
  }

  @Test
  void rightGradientsPass() {
    assertThatCode(() -> GradCheck.gradcheck(in -> in[0].sin().mul(in[0]), x())).doesNotThrowAnyException();
    assertThatCode(() -> GradCheck.gradgradcheck(in -> in[0].sin().mul(in[0]), x())).doesNotThrowAnyException();
  }

  @Test
  void aWrongGradientIsFound() {
    UnaryOperator<Tensor> f = rule(Tensor::sin, (x, g) -> g.mul(x.sin()));
    assertThatThrownBy(() -> GradCheck.gradcheck(in -> f.apply(in[0]), x())).isInstanceOf(AssertionError.class)
        .hasMessageContaining("gradient of input 0 at element [0]");
  }

  @Test
  void aGradientThatIsRightForOnesAloneIsFound() {
    UnaryOperator<Tensor> f = rule(Tensor::sin, (x, _) -> x.cos());
    assertThatThrownBy(() -> GradCheck.gradcheck(in -> f.apply(in[0]), x())).isInstanceOf(AssertionError.class);
  }

  @Test
  void aWrongSecondDerivativeIsFound() {
    UnaryOperator<Tensor> f = rule(Tensor::sin, (x, g) -> g.mul(x.detach().cos()));
    assertThatCode(() -> GradCheck.gradcheck(in -> f.apply(in[0]), x())).doesNotThrowAnyException();
    assertThatThrownBy(() -> GradCheck.gradgradcheck(in -> f.apply(in[0]), x())).isInstanceOf(AssertionError.class)
        .hasMessageContaining("second derivative");
  }

  @Test
  void aKinkIsFound() {
    Tensor zero = Nabla.tensor(new double[] {0}, DType.FLOAT64).requiresGrad_();
    assertThatThrownBy(() -> GradCheck.gradcheck(in -> in[0].relu(), zero)).isInstanceOf(AssertionError.class);
  }

  @Test
  void inputsThatCannotBeCheckedAreRefused() {
    assertThatThrownBy(() -> GradCheck.gradcheck(in -> in[0].mul(2), Nabla.ones(DType.FLOAT64, 1)))
        .isInstanceOf(GradientException.class)
        .hasMessage(
            "gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.");
    assertThatThrownBy(() -> GradCheck.gradcheck(in -> in[0].mul(2), Nabla.ones(1).requiresGrad_()))
        .isInstanceOf(DTypeException.class);
  }

  private static List<String> failures(OpSpec spec) {
    return spec.checks().stream().filter(c -> {
      try {
        c.run().run();
        return false;
      } catch (AssertionError e) {
        return true;
      }
    }).map(OpSpec.Check::name).toList();
  }

  @Test
  void everyWrongClaimIsFound() {
    assertThat(failures(
        spec("tanh", x -> x.tanh()).inputs(normal(2, 3)).reference(Math::tanh).saves(1).inPlace(x -> x.tanh_())))
        .isEmpty();
    assertThat(failures(spec("wrong value", x -> x.tanh()).inputs(normal(2, 3)).reference(Math::sin)))
        .containsExactly("values");
    assertThat(failures(spec("wrong bytes", x -> x.tanh()).inputs(normal(2, 3)).saves(2)))
        .containsExactly("saved bytes");
    assertThat(failures(spec("wrong in place", x -> x.tanh()).inputs(normal(2, 3)).inPlace(x -> x.sin_())))
        .containsExactly("in place");
    assertThat(failures(spec("reads detached", x -> x.mul(x.detach())).inputs(normal(2, 3)))).contains("gradients",
        "forward mode");
  }
}
