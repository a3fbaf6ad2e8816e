package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.CustomFunction;
import dev.nabla.Node;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/** How short programs are held against what PyTorch printed for them. */
final class Semantics {
  private Semantics() {}

  static DynamicTest says(int number, String title, String expected, Callable<String> program) {
    return DynamicTest.dynamicTest(number + ": " + title, () -> assertThat(program.call()).isEqualTo(expected));
  }

  static DynamicTest fails(int number, String title, String message, Callable<@Nullable Object> program) {
    return DynamicTest.dynamicTest(number + ": " + title,
        () -> assertThatThrownBy(program::call).isInstanceOf(NablaException.class).hasMessage(message));
  }

  /** As Python prints these values, a space between them. */
  static String text(@Nullable Object... values) {
    return Arrays.stream(values).map(Semantics::python).collect(Collectors.joining(" "));
  }

  static String python(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean b -> b ? "True" : "False";
      case DType d -> d.torchName();
      case Shape s -> "torch.Size(" + s + ")";
      case Double d when Double.isInfinite(d) -> d > 0 ? "inf" : "-inf";
      case List<?> l -> l.stream().map(Semantics::python).collect(Collectors.joining(", ", "[", "]"));
      case Node n when n.name().equals("CopySlices") -> "torch::autograd::CopySlices";
      default -> value.toString();
    };
  }

  /** As Python prints a tuple; one of one element has a comma. */
  static String tuple(int[] values) {
    return Arrays.stream(values).mapToObj(String::valueOf)
        .collect(Collectors.joining(", ", "(", values.length == 1 ? ",)" : ")"));
  }

  static Tensor scalar(double value) {
    return tensor(value);
  }

  static Tensor leaf(double value) {
    return tensor(value).requiresGrad_();
  }

  static Tensor leaves(double... values) {
    return tensor(values).requiresGrad_();
  }

  static Tensor grad(Tensor x) {
    return java.util.Objects.requireNonNull(x.grad());
  }

  static Node node(Tensor x) {
    return java.util.Objects.requireNonNull(x.gradFn());
  }

  static class Cube extends CustomFunction {
    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      ctx.saveForBackward(in[0]);
      return in[0].pow(3);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      Tensor x = ctx.savedTensors().get(0);
      return new @Nullable Tensor[] {x.mul(x).mul(3).mul(g)};
    }
  }

  static class Sq extends CustomFunction {
    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      ctx.saveForBackward(in[0]);
      return in[0].mul(in[0]);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      return new @Nullable Tensor[] {ctx.savedTensors().get(0).mul(2).mul(g)};
    }
  }
}
