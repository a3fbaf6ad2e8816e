package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Autograd;
import dev.nabla.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Leaves, and what backward() does: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class BackwardSemanticsTest {
  @TestFactory
  Stream<DynamicTest> whatALeafIs() {
    return Stream.of(
        says(0, "A new tensor is a leaf without gradient",
            "True False None None",
            () -> {
              Tensor x = ones(2);
              return text(x.isLeaf(), x.requiresGrad(), x.grad(), x.gradFn());
            }),
        says(1, "A leaf that requires grad",
            "True True None None",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              return text(x.isLeaf(), x.requiresGrad(), x.grad(), x.gradFn());
            }),
        says(3, "requires_grad propagates if any input requires it",
            "False True True False",
            () -> {
              Tensor a = ones(2);
              Tensor b = ones(2).requiresGrad_();
              return text(a.add(a).requiresGrad(), a.add(b).requiresGrad(), a.add(a).isLeaf(), a.add(b).isLeaf());
            }),
        says(6, "requires_grad_ in place returns the tensor itself",
            "True True True",
            () -> {
              Tensor x = ones(2);
              Tensor y = x.requiresGrad_();
              return text(y == x, x.requiresGrad(), x.isLeaf());
            }),
        fails(7, "requires_grad cannot be switched off on a non-leaf",
            "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a "
                + "subgraph that doesn't require differentiation use var_no_grad = var.detach().",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              return x.mul(2).requiresGrad_(false);
            }),
        says(9, "Comparison and integer results do not require grad",
            "False False False None",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              return text(x.gt(0).requiresGrad(), x.argmax().requiresGrad(), x.toLong().requiresGrad(),
                  x.gt(0).gradFn());
            }),
        says(10, "A dtype conversion keeps the graph",
            "torch.float64 ToCopyBackward0 tensor([1., 1.]) torch.float32",
            () -> {
              Tensor x = ones(FLOAT32, 2).requiresGrad_();
              Tensor y = x.toDouble();
              y.sum().backward();
              return text(y.dtype(), y.gradFn(), x.grad(), grad(x).dtype());
            }),
        says(11, "to() with the same dtype returns the same tensor",
            "True True False",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              return text(x.to(FLOAT32) == x, x.toFloat() == x, x.toDouble() == x);
            }),
        says(13, "clone stays in the graph",
            "False CloneBackward0 tensor([1., 1.])",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              Tensor y = x.cloneTensor();
              y.sum().backward();
              return text(y.isLeaf(), y.gradFn(), x.grad());
            }),
        says(206, "nn.Parameter",
            "True True True Tensor\n"
                + "Parameter containing:\n"
                + "tensor([1., 1.], requires_grad=True)",
            () -> {
              Tensor p = parameter(ones(2));
              return text(p.requiresGrad(), p.isLeaf(), p instanceof Tensor,
                  p.mul(2).isParameter() ? "Parameter" : "Tensor") + "\n" + p;
            }),
        says(260, "requires_grad_ after use has no effect on the past",
            "False\n"
                + "tensor(3.)",
            () -> {
              Tensor x = scalar(2);
              Tensor y = x.mul(3);
              x.requiresGrad_();
              String first = text(y.requiresGrad());
              x.mul(3).backward();
              return first + "\n" + x.grad();
            }),
        says(284, "type() and repr of grad_fn",
            "tensor([2.], grad_fn=<MulBackward0>) tensor(2., grad_fn=<SumBackward0>) tensor([[1.]], grad_fn=<ViewBackward0>)",
            () -> {
              Tensor x = ones(1).requiresGrad_();
              return text(x.mul(2), x.add(1).sum(), x.view(1, 1));
            }));
  }

  @TestFactory
  Stream<DynamicTest> backward() {
    return Stream.of(
        says(14, "grad is None before backward",
            "None\n"
                + "tensor(4.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(x);
              String before = text(x.grad());
              y.backward();
              return before + "\n" + x.grad();
            }),
        says(16, "Accumulation happens in place in the same gradient tensor",
            "True tensor([6., 6.])",
            () -> {
              Tensor x = leaves(1, 2);
              x.mul(3).sum().backward();
              Tensor g = grad(x);
              x.mul(3).sum().backward();
              return text(x.grad() == g, g);
            }),
        says(17, "Accumulation with create_graph replaces the gradient tensor",
            "False tensor([2., 4.]) [4.0, 8.0] True",
            () -> {
              Tensor x = leaves(1, 2);
              x.mul(x).sum().backward();
              Tensor g = grad(x);
              x.mul(x).sum().backward(true, true);
              return text(x.grad() == g, g, grad(x).toList(), grad(x).requiresGrad());
            }),
        says(19, "backward of a non-scalar with gradient",
            "tensor([2., 1.])",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              x.mul(2).backward(tensor(1.0, 0.5));
              return text(x.grad());
            }),
        says(20, "backward of a one-element tensor of shape [1]",
            "tensor([2.])",
            () -> {
              Tensor x = ones(1).requiresGrad_();
              x.mul(2).backward();
              return text(x.grad());
            }),
        says(23, "gradient argument of another dtype",
            "torch.float32",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              x.mul(2).backward(ones(FLOAT64, 2));
              return text(grad(x).dtype());
            }),
        fails(24, "backward on a tensor outside any graph",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            () -> {
              scalar(2).backward();
              return null;
            }),
        fails(26, "backward twice raises",
            "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
                + "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
                + "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
                + "saved tensors after calling backward.",
            () -> {
              Tensor y = leaf(2).exp();
              y.backward();
              y.backward();
              return null;
            }),
        says(27, "backward twice through an op that saves nothing",
            "tensor(2.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.add(1);
              y.backward();
              y.backward();
              return text(x.grad());
            }),
        fails(29, "A shared sub-graph freed by the first backward",
            "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
                + "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
                + "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
                + "saved tensors after calling backward.",
            () -> {
              Tensor x = leaf(2);
              Tensor h = x.mul(x);
              Tensor a = h.mul(2);
              Tensor b = h.mul(3);
              a.backward();
              b.backward();
              return null;
            }),
        says(30, "backward on a sum of two losses walks the shared part once",
            "tensor(20.)",
            () -> {
              Tensor x = leaf(2);
              Tensor h = x.mul(x);
              h.mul(2).add(h.mul(3)).backward();
              return text(x.grad());
            }),
        says(31, "A diamond graph",
            "tensor(56.)",
            () -> {
              Tensor x = leaf(3);
              Tensor a = x.mul(2);
              Tensor b = x.mul(x);
              a.mul(b).add(a).backward();
              return text(x.grad());
            }),
        says(33, "A 0-dim leaf against a matrix",
            "tensor(15.) torch.Size([])",
            () -> {
              Tensor a = leaf(2);
              arange(6.0).reshape(2, 3).mul(a).sum().backward();
              return text(a.grad(), grad(a).shape());
            }),
        says(34, "backward with inputs= fills only those",
            "None tensor(2.)",
            () -> {
              Tensor x = leaf(2);
              Tensor w = leaf(3);
              Autograd.backward(List.of(x.mul(w)), null, false, false, List.of(w));
              return text(x.grad(), w.grad());
            }),
        says(36, "torch.autograd.backward over several tensors",
            "tensor([ 5., 32.])",
            () -> {
              Tensor x = leaves(1, 2);
              Autograd.backward(List.of(x.mul(2).sum(), x.mul(3)), Arrays.asList(null, tensor(1.0, 10.0)), false, false,
                  null);
              return text(x.grad());
            }),
        says(37, "Intermediate results keep no grad",
            "tensor(12.) None",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(x);
              y.mul(3).backward();
              return text(x.grad(), y.grad());
            }),
        fails(39, "retain_grad on a tensor without grad",
            "can't retain_grad on Tensor that has requires_grad=False",
            () -> {
              ones(2).retainGrad();
              return null;
            }),
        says(40, "retain_grad on a leaf does nothing",
            "tensor(2.) False",
            () -> {
              Tensor x = leaf(2);
              x.retainGrad();
              x.mul(2).backward();
              return text(x.grad(), x.retainsGrad());
            }),
        says(41, "Assigning grad",
            "tensor([6., 7.])",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              x.grad(tensor(5.0, 6.0));
              x.mul(1).sum().backward();
              return text(x.grad());
            }),
        says(44, "Assigning None resets",
            "None",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              x.sum().backward();
              x.grad(null);
              return text(x.grad());
            }),
        says(240, "Gradient dtype under promotion",
            "torch.float32 torch.float64",
            () -> {
              Tensor a = ones(FLOAT32, 2).requiresGrad_();
              Tensor b = ones(FLOAT64, 2).requiresGrad_();
              a.mul(b).sum().backward();
              return text(grad(a).dtype(), grad(b).dtype());
            }),
        says(247, "The gradient layout follows the parameter",
            "(3, 1) True",
            () -> {
              Tensor w = ones(2, 3).requiresGrad_();
              w.t().sum().backward();
              return text("(" + grad(w).stride(0) + ", " + grad(w).stride(1) + ")", grad(w).isContiguous());
            }),
        says(266, "Gradients for one tensor used as two arguments",
            "tensor([2., 4.])",
            () -> {
              Tensor x = leaves(1, 2);
              x.dot(x).backward();
              return text(x.grad());
            }),
        says(269, "Double use of an intermediate after retain_grad accumulates once",
            "tensor(2.)\n"
                + "tensor(3.) tensor(12.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(x);
              y.retainGrad();
              y.add(y).backward(true, false);
              String first = text(y.grad());
              y.mul(1).backward();
              return first + "\n" + text(y.grad(), x.grad());
            }),
        says(271, "Accessing grad of a non-leaf warns",
            "None",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              Tensor y = x.mul(2);
              y.sum().backward();
              return text(y.grad());
            }),
        says(244, "Gradient flows through both branches of a Python loop",
            "3.8720000000000008 9.460000000000003",
            () -> {
              Tensor w = tensor(1.1, FLOAT64).requiresGrad_();
              Tensor h = tensor(1.0, FLOAT64);
              for (int i = 0; i < 5; i++) { h = i % 2 == 0 ? h.mul(w) : h.add(w); }
              h.backward();
              return text(h.item(), grad(w).item());
            }),
        says(246, "A deep product chain",
            "20.055451243143107 20.055451243143107",
            () -> {
              Tensor x = tensor(1.0, FLOAT64).requiresGrad_();
              Tensor y = x;
              for (int i = 0; i < 3000; i++) { y = y.mul(1.001); }
              y.backward();
              return text(y.item(), grad(x).item());
            }),
        fails(261, "detach of the loss keeps the value",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            () -> {
              Tensor x = leaf(2);
              x.mul(x).detach().backward();
              return null;
            }),
        says(283, "Backward through cat, stack, split and chunk",
            "tensor([ 0., 18., 16., 24.])",
            () -> {
              Tensor x = arange(4.0).requiresGrad_();
              List<Tensor> p = x.split(2);
              Tensor y = cat(List.of(p.get(1).mul(2), p.get(0).mul(3)), 0);
              stack(List.of(y, y.mul(y)), 0).chunk(2).get(1).sum().backward();
              return text(x.grad());
            }));
  }
}
