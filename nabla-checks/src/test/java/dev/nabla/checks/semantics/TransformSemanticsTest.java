package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Autograd;
import dev.nabla.CustomFunction;
import dev.nabla.Tensor;
import dev.nabla.testkit.GradCheck;
import dev.nabla.transform.Checkpoint;
import dev.nabla.transform.Func;
import dev.nabla.transform.GradResult;
import dev.nabla.transform.Jvp;
import dev.nabla.transform.JvpResult;
import dev.nabla.transform.TensorFunction;
import dev.nabla.transform.VjpResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Derivatives of functions, checkpoints, and what functions of one's own may do: short programs, with what PyTorch 1.13 printed for them; the
 * numbers are those of the recordings.
 */
class TransformSemanticsTest {
  @TestFactory
  Stream<DynamicTest> derivatives() {
    return Stream.of(
        fails(161, "make_dual outside a level",
            "makeDual: this dual level is closed; start another by Jvp.dualLevel()",
            () -> {
              Jvp level = Jvp.dualLevel();
              level.close();
              return level.makeDual(scalar(2), scalar(1));
            }),
        says(164, "Forward over reverse",
            "tensor([  2., -10.], dtype=torch.float64)",
            () -> {
              try (Jvp level = Jvp.dualLevel()) {
                UnaryOperator<Tensor> f = x -> x.get(0).pow(2).mul(x.get(1)).add(x.get(1).pow(3));
                Tensor d = level.makeDual(doubles(1, 2), doubles(1, -1));
                return text(level.unpackDual(Func.grad(f).apply(d)).tangent());
              }
            }),
        says(166, "functional.jacobian with two inputs",
            "tensor([[3., 0.],\n"
                + "        [0., 3.]], dtype=torch.float64) tensor([[1.],\n"
                + "        [2.]], dtype=torch.float64)",
            () -> text(Func.jacobian(in -> in[0].mul(in[1]), doubles(1, 2), doubles(3)).toArray())),
        says(167, "functional.jacobian, vectorized and forward mode",
            "tensor([[ 3.,  0.],\n"
                + "        [ 0., 12.]], dtype=torch.float64)\n"
                + "tensor([[ 3.,  0.],\n"
                + "        [ 0., 12.]], dtype=torch.float64)",
            () -> {
              UnaryOperator<Tensor> f = x -> x.pow(3);
              return Func.jacrev(f).apply(doubles(1, 2)) + "\n" + Func.jacfwd(f).apply(doubles(1, 2));
            }),
        says(169, "functional.hessian with two inputs",
            "tensor(26., dtype=torch.float64) tensor([ 8., 12.], dtype=torch.float64)\n"
                + "tensor([ 8., 12.], dtype=torch.float64) tensor([[2., 0.],\n"
                + "        [0., 2.]], dtype=torch.float64)",
            () -> {
              BinaryOperator<Tensor> f = (a, b) -> a.pow(2).mul(b.pow(2)).sum();
              Function<Integer, String> row = i -> text(Func
                  .jacobian(in -> Func.grad(f, i).apply(in[0], in[1]), tensor(1.0, FLOAT64), doubles(2, 3)).toArray());
              return row.apply(0) + "\n" + row.apply(1);
            }),
        says(170, "functional.vjp",
            "tensor([1., 8.], dtype=torch.float64) tensor([  3., 120.], dtype=torch.float64)",
            () -> {
              VjpResult r = Func.vjp(x -> x.pow(3), doubles(1, 2));
              return text(r.value(), r.pullback(doubles(1, 10)).get(0));
            }),
        says(171, "functional.jvp",
            "tensor([1., 8.], dtype=torch.float64) tensor([  3., 120.], dtype=torch.float64)",
            () -> {
              JvpResult r = Func.jvp(x -> x.pow(3), doubles(1, 2), doubles(1, 10));
              return text(r.value(), r.tangent());
            }),
        says(174, "functional.jacobian, not strict, of an independent output",
            "tensor([[0., 0.],\n"
                + "        [0., 0.],\n"
                + "        [0., 0.]])",
            () -> text(Func.jacrev(_ -> ones(3)).apply(tensor(1.0, 2.0)))),
        fails(176, "functional.vjp without v for a vector output",
            "The vector v can only be None if the user-provided function returns a single Tensor with a single element.",
            () -> Func.vjp(x -> x.mul(2), ones(2)).pullback()),
        says(177, "gradcheck succeeds",
            "True True",
            () -> {
              TensorFunction f = in -> in[0].sin().mul(in[0]);
              Tensor x = doubles(0.3, 0.7).requiresGrad_();
              GradCheck.gradcheck(f, x);
              GradCheck.gradgradcheck(f, x);
              return "True True";
            }),
        fails(179, "gradcheck needs an input that requires grad",
            "gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.",
            () -> {
              GradCheck.gradcheck(in -> in[0].mul(2), doubles(1));
              return null;
            }),
        says(180, "gradcheck at a kink",
            "False",
            () -> {
              Tensor x = doubles(0).requiresGrad_();
              assertThatThrownBy(() -> GradCheck.gradcheck(in -> in[0].relu(), x)).isInstanceOf(AssertionError.class);
              return "False";
            }),
        says(184, "grad_and_value with argnums",
            "tensor(12.)\n"
                + "(tensor(9.), tensor(12.))\n"
                + "(tensor(9.), tensor(18.))",
            () -> {
              BinaryOperator<Tensor> f = (a, b) -> a.mul(b).mul(b);
              GradResult r = Func.gradAndValueN(in -> f.apply(in[0], in[1]), scalar(2), scalar(3));
              return String.join("\n", text(Func.grad(f, 1).apply(scalar(2), scalar(3))),
                  "(" + r.grads().get(0) + ", " + r.grads().get(1) + ")", "(" + r.grad() + ", " + r.value() + ")");
            }),
        says(191, "checkpoint recomputes the forward",
            "run False\n"
                + "run True\n"
                + "tensor([2., 4.])",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaves(1, 2);
              Checkpoint.checkpoint(in -> {
                out.add(text("run", isGradEnabled()));
                return in[0].mul(in[0]);
              }, x).sum().backward();
              return String.join("\n", out) + "\n" + x.grad();
            }),
        says(196, "is_anomaly_enabled",
            "False\n"
                + "True",
            () -> {
              String before = text(Autograd.anomalyEnabled());
              Autograd.setDetectAnomaly(true);
              try {
                return before + "\n" + text(Autograd.anomalyEnabled());
              } finally {
                Autograd.setDetectAnomaly(false);
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> customFunctions() {
    return Stream.of(
        says(140, "Inside forward of a custom Function grad mode is off",
            "False False True\n"
                + "False\n"
                + "tensor(2.)",
            () -> {
              Modes f = new Modes();
              Tensor x = leaf(1);
              f.apply(x).backward();
              return String.join("\n", f.seen) + "\n" + x.grad();
            }),
        says(141, "needs_input_grad",
            "[True, False, False]\n"
                + "tensor(8.) None",
            () -> {
              Product f = new Product();
              Tensor a = leaf(3);
              Tensor b = scalar(4);
              f.apply(a, b, scalar(2)).backward();
              return text(f.needed) + "\n" + text(a.grad(), b.grad());
            }),
        says(143, "Surplus None gradients are allowed",
            "tensor(2.)",
            () -> {
              Tensor x = leaf(1);
              new Fn(x, g -> new @Nullable Tensor[] {g.mul(2), null, null}).value().backward();
              return text(x.grad());
            }),
        fails(144, "Gradient of the wrong shape from a custom Function",
            "Function FnBackward returned an invalid gradient at index 0 - got [3] but expected shape compatible with [2]",
            () -> {
              new Fn(ones(2).requiresGrad_(), _ -> new @Nullable Tensor[] {ones(3)}).value().sum().backward();
              return null;
            }),
        fails(146, "A gradient for an input that is no tensor",
            "function FnBackward returned a gradient different than null at position 2, but it has only 1 inputs",
            () -> {
              new Fn(ones(2).requiresGrad_(), g -> new @Nullable Tensor[] {g, ones(1)}).value().sum().backward();
              return null;
            }),
        says(154, "A custom Function whose output is its input",
            "False IdBackward\n"
                + "tensor(5.)",
            () -> {
              Tensor x = leaf(1);
              Tensor y = new Id().apply(x);
              String first = text(y == x, y.gradFn());
              y.backward();
              return first + "\n" + x.grad();
            }),
        says(159, "Forward mode of a custom Function",
            "tensor(9.) tensor(12.)",
            () -> {
              try (Jvp level = Jvp.dualLevel()) {
                var r = level.unpackDual(new SquareForward().apply(level.makeDual(scalar(3), scalar(2))));
                return text(r.primal(), r.tangent());
              }
            }));
  }

  private static Tensor doubles(double... values) {
    return tensor(values, FLOAT64);
  }

  /** Twice the input, with a backward rule given from outside. */
  private static final class Fn extends CustomFunction {
    private final Tensor x;
    private final Function<Tensor, @Nullable Tensor[]> rule;

    Fn(Tensor x, Function<Tensor, @Nullable Tensor[]> rule) {
      this.x = x;
      this.rule = rule;
    }

    Tensor value() {
      return apply(x);
    }

    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      return in[0].mul(2);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      return rule.apply(g);
    }
  }

  private static final class Modes extends CustomFunction {
    final List<String> seen = new ArrayList<>();

    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      seen.add(text(isGradEnabled(), in[0].mul(2).requiresGrad(), in[0].requiresGrad()));
      return in[0].mul(2);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      seen.add(text(isGradEnabled()));
      return new @Nullable Tensor[] {g.mul(2)};
    }
  }

  private static final class Product extends CustomFunction {
    List<Boolean> needed = List.of();

    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      ctx.saveForBackward(in[0], in[1]);
      return in[0].mul(in[1]).mul(in[2]);
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      needed = List.of(ctx.needsInputGrad(0), ctx.needsInputGrad(1), ctx.needsInputGrad(2));
      return new @Nullable Tensor[] {g.mul(ctx.savedTensors().get(1)).mul(2), null, null};
    }
  }

  private static final class Id extends CustomFunction {
    @Override
    protected Tensor forward(Context ctx, Tensor... in) {
      return in[0];
    }

    @Override
    protected @Nullable Tensor[] backward(Context ctx, Tensor g) {
      return new @Nullable Tensor[] {g.mul(5)};
    }
  }

  private static final class SquareForward extends Sq {
    @Override
    protected Tensor jvp(Context ctx, @Nullable Tensor... tangents) {
      Tensor t = java.util.Objects.requireNonNull(tangents[0]);
      return ctx.savedTensors().get(0).mul(2).mul(t);
    }
  }
}
