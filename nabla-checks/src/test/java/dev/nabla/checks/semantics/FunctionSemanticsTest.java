package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Autograd;
import dev.nabla.CustomFunction;
import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.transform.Jvp;
import dev.nabla.transform.JvpResult;
import dev.nabla.transform.TernaryOperator;
import dev.nabla.transform.VjpResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Functions of one's own, transforms, values at kinks and errors: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class FunctionSemanticsTest {
  @TestFactory
  Stream<DynamicTest> functions() {
    return Stream.of(
        says(139, "A custom Function with save_for_backward",
            "CubeBackward True\n"
                + "tensor([ 3., 12.])",
            () -> {
              CustomFunction cube = new Cube();
              Tensor x = leaves(1, 2);
              Tensor y = cube.apply(x);
              String first = text(y.gradFn(), y.requiresGrad());
              y.sum().backward();
              return first + "\n" + x.grad();
            }),
        says(151, "A custom Function differentiated twice",
            "tensor(6.) tensor(2.)",
            () -> {
              Tensor x = leaf(3);
              Tensor g = Autograd.grad(new Sq().apply(x), x, true);
              return text(g.detach(), Autograd.grad(g, x).get(0));
            }),
        fails(156, "A saved tensor of a custom Function changed in place",
            "one of the variables needed for gradient computation has been modified by an inplace operation: "
                + "[torch.FloatTensor [1]], which is output 0 of AddBackward0, is at version 1; expected version 0 instead. Hint: "
                + "enable anomaly detection to find the operation that failed to compute its gradient, with "
                + "torch.autograd.set_detect_anomaly(True).",
            () -> {
              Tensor x = leaves(3);
              Tensor h = x.mul(1);
              Tensor y = new Sq().apply(h);
              h.add_(1);
              y.backward();
              return null;
            }),
        says(157, "A custom Function on inputs without grad",
            "False None",
            () -> {
              Tensor y = new Sq().apply(ones(2));
              return text(y.requiresGrad(), y.gradFn());
            }),
        says(160, "Forward-mode dual numbers",
            "tensor(1.8186) tensor(0.0770)\n"
                + "None",
            () -> {
              try (Jvp level = Jvp.dualLevel()) {
                Tensor d = level.makeDual(scalar(2), scalar(1));
                var p = level.unpackDual(d.sin().mul(d));
                return text(p.primal().mul(1e5).round().div(1e5),
                    java.util.Objects.requireNonNull(p.tangent()).mul(1e5).round().div(1e5)) + "\n"
                    + text(level.unpackDual(ones(2)).tangent());
              }
            }),
        says(163, "Leaving a dual level drops the tangents",
            "None",
            () -> {
              Tensor y;
              try (Jvp level = Jvp.dualLevel()) {
                Tensor d = level.makeDual(scalar(2), scalar(1));
                y = d.mul(d);
              }
              try (Jvp level = Jvp.dualLevel()) {
                return text(level.unpackDual(y).tangent());
              }
            }),
        says(181, "vmap over a function",
            "tensor([1., 5., 9.]) torch.Size([3, 2])",
            () -> {
              Tensor x = arange(6.0).reshape(3, 2);
              return text(Func.vmap((Tensor r) -> r.sum()).apply(x),
                  Func.vmap((Tensor r) -> r.mul(2), 1, 1).apply(x).shape());
            }),
        says(183, "grad, vmap and jacrev composed",
            "tensor([ 3., 12., 27.])\n"
                + "tensor(12.)\n"
                + "tensor([[2., 0., 0.],\n"
                + "        [0., 4., 0.],\n"
                + "        [0., 0., 6.]])\n"
                + "tensor([[2., 0., 0.],\n"
                + "        [0., 4., 0.],\n"
                + "        [0., 0., 6.]])\n"
                + "tensor([[ 6.,  0.,  0.],\n"
                + "        [ 0., 12.,  0.],\n"
                + "        [ 0.,  0., 18.]])\n"
                + "(tensor([1., 4., 9.]), tensor([2., 4., 6.]))\n"
                + "tensor([1., 4., 9.]) (tensor([2., 4., 6.]),)",
            () -> {
              Tensor x = tensor(1.0, 2.0, 3.0);
              JvpResult j = Func.jvp(t -> t.pow(2), x, ones(3));
              VjpResult v = Func.vjp(t -> t.pow(2), x);
              return String.join("\n", text(Func.vmap(Func.grad((Tensor t) -> t.pow(3))).apply(x)),
                  text(Func.grad(Func.grad((Tensor t) -> t.pow(3))).apply(scalar(2))),
                  text(Func.jacrev(t -> t.pow(2)).apply(x)), text(Func.jacfwd(t -> t.pow(2)).apply(x)),
                  text(Func.hessian(t -> t.pow(3).sum()).apply(x)), "(" + j.value() + ", " + j.tangent() + ")",
                  v.value() + " (" + v.pullback(ones(3)).get(0) + ",)");
            }),
        says(186, "Per-sample gradients",
            "tensor([[2., 0.],\n"
                + "        [0., 2.],\n"
                + "        [2., 2.]])",
            () -> {
              Tensor w = tensor(1.0, 2.0);
              Tensor x = tensor(new double[][] {{1, 0}, {0, 1}, {1, 1}});
              Tensor y = tensor(0.0, 1.0, 2.0);
              TernaryOperator loss = (a, b, c) -> a.matmul(b).sub(c).pow(2);
              return text(Func.vmap(Func.grad(loss), new int[] {Func.NONE, 0, 0}, 0).apply(w, x, y));
            }),
        fails(194, "detect_anomaly finds the function that made NaN",
            "Function 'SqrtBackward0' returned nan values in its 0th output.",
            () -> {
              Autograd.setDetectAnomaly(true);
              try {
                leaves(0).sqrt().mul(0).sum().backward();
                return null;
              } finally {
                Autograd.setDetectAnomaly(false);
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> values() {
    return Stream.of(
        says(199, "Subgradients at kinks",
            "relu 0.0\n"
                + "abs 0.0\n"
                + "leaky 0.009999999776482582\n"
                + "elu 1.0\n"
                + "clamp 1.0\n"
                + "relu6 0.0\n"
                + "hardtanh 0.0\n"
                + "softshrink 0.0\n"
                + "sign 0.0\n"
                + "max0 0.5\n"
                + "norm 0.0\n"
                + "sqrt inf\n"
                + "threshold 0.0\n"
                + "hardswish 0.5\n"
                + "huber 0.0\n"
                + "l1 0.0",
            () -> {
              Map<String, UnaryOperator<Tensor>> f = new LinkedHashMap<>();
              f.put("relu", F::relu);
              f.put("abs", t -> t.abs());
              f.put("leaky", t -> F.leakyRelu(t));
              f.put("elu", t -> F.elu(t));
              f.put("clamp", t -> t.clamp(0, 1));
              f.put("relu6", F::relu6);
              f.put("hardtanh", t -> F.hardtanh(t, 0, 1));
              f.put("softshrink", t -> F.softshrink(t));
              f.put("sign", t -> t.sign());
              f.put("max0", t -> t.maximum(zeros(1)));
              f.put("norm", t -> t.norm());
              f.put("sqrt", t -> t.sqrt());
              f.put("threshold", t -> F.threshold(t, 0, 0));
              f.put("hardswish", F::hardswish);
              f.put("huber", t -> F.huberLoss(t, zeros(1)));
              f.put("l1", t -> F.l1Loss(t, zeros(1)));
              return f.entrySet().stream().map(e -> {
                Tensor x = leaves(0);
                return e.getKey() + " " + python(Autograd.grad(e.getValue().apply(x).sum(), x).get(0).item());
              }).collect(Collectors.joining("\n"));
            }),
        says(200, "Ties in max",
            "max() [0.5, 0.0, 0.5]\n"
                + "max(0) [1.0, 0.0, 0.0]\n"
                + "amax [0.5, 0.0, 0.5]\n"
                + "min of neg [-0.5, -0.0, -0.5]\n"
                + "median [0.5, 0.0, 0.5]\n"
                + "sort [0.0, 0.0, 1.0]\n"
                + "topk [1.0, 0.0, 0.0]\n"
                + "cummax [0.0, 0.0, 1.0]\n"
                + "maximum [0.5, 0.0, 0.5]\n"
                + "inf norm [0.5, 0.0, 0.5]\n"
                + "max_pool [1.0, 0.0, 0.0]",
            () -> {
              Map<String, UnaryOperator<Tensor>> f = new LinkedHashMap<>();
              f.put("max()", t -> t.max());
              f.put("max(0)", t -> t.max(0).values());
              f.put("amax", t -> t.amax());
              f.put("min of neg", t -> t.neg().min());
              f.put("median", t -> t.median());
              f.put("sort", t -> t.sort().values().get(-1));
              f.put("topk", t -> t.topk(1).values().sum());
              f.put("cummax", t -> t.cummax(0).values().get(-1));
              f.put("maximum", t -> t.maximum(tensor(2.0, 2.0, 2.0)).sum());
              f.put("inf norm", t -> t.norm(Double.POSITIVE_INFINITY));
              f.put("max_pool", t -> F.maxPool1d(t.unsqueeze(0).unsqueeze(0), 3).sum());
              return f.entrySet().stream().map(e -> {
                Tensor x = leaves(2, 1, 2);
                return e.getKey() + " " + text(Autograd.grad(e.getValue().apply(x), x).get(0).toList());
              }).collect(Collectors.joining("\n"));
            }),
        fails(230, "Broadcasting error text",
            "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
            () -> ones(2, 3).add(ones(4))),
        says(237, "Integer division and promotion",
            "tensor([ 3.5000, -3.5000]) tensor([ 3, -4]) tensor([1, 2]) tensor([ 3, -3]) torch.float32 torch.float32 torch.int64",
            () -> {
              Tensor a = tensor(7L, -7L);
              return text(a.div(2), a.floorDivide(2), a.remainder(3), a.div(2, "trunc"), a.div(2).dtype(),
                  a.mul(1.5).dtype(), a.add(tensor(true)).dtype());
            }),
        fails(241, "sum of an empty tensor, mean of an empty tensor, max of an empty tensor",
            "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' "
                + "argument.",
            () -> zeros(0).max()),
        fails(276, "Integer tensors and mean",
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
            () -> ones(INT64, 2).mean()),
        says(280, "torch.equal and allclose across dtypes",
            "True True",
            () -> text(ones(2).equal(ones(2)), tensor(new double[] {1.0}).allClose(tensor(new double[] {1.0 + 1e-6})))),
        says(273, "cross_entropy equals log_softmax plus nll_loss",
            "True 0.7331558161685945 NllLossBackward0\n"
                + "tensor([[ 0.1156, -0.1857,  0.0701],\n"
                + "        [ 0.1503,  0.1661, -0.3164]], dtype=torch.float64)",
            () -> {
              Tensor x = tensor(new double[][] {{1, 2, 0.5}, {0.1, 0.2, 0.3}}, FLOAT64).requiresGrad_();
              Tensor t = tensor(1L, 2L);
              Tensor a = F.crossEntropy(x, t);
              Tensor b = F.nllLoss(F.logSoftmax(x, 1), t);
              return text(a.item() == b.item(), a.item(), a.gradFn()) + "\n" + Autograd.grad(a, x).get(0);
            }));
  }
}
