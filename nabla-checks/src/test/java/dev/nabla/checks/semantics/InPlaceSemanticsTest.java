package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Autograd;
import dev.nabla.Tensor;
import dev.nabla.type.Shape;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Recording switched off and on, and writes in place: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class InPlaceSemanticsTest {
  @TestFactory
  Stream<DynamicTest> modes() {
    return Stream.of(
        says(49, "detach blocks the gradient",
            "tensor(2.)",
            () -> {
              Tensor x = leaf(2);
              x.detach().mul(x).backward();
              return text(x.grad());
            }),
        says(54, "no_grad",
            "False False True None\n"
                + "True",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              String in;
              try (var _ = noGrad()) {
                Tensor y = x.mul(2);
                in = text(isGradEnabled(), y.requiresGrad(), y.isLeaf(), y.gradFn());
              }
              return in + "\n" + text(isGradEnabled());
            }),
        says(59, "An in-place write on a leaf inside no_grad",
            "tensor([0.5000, 0.5000], requires_grad=True) True 1",
            () -> {
              Tensor w = ones(2).requiresGrad_();
              noGrad(() -> { w.sub_(0.5); });
              return text(w, w.isLeaf(), w.version());
            }),
        says(64, "no_grad leaves existing graphs alone",
            "tensor(6.)",
            () -> {
              Tensor x = leaf(3);
              Tensor y = x.mul(x);
              try (var _ = noGrad()) {
                y.backward();
              }
              return text(x.grad());
            }),
        says(281, "result of operations between a Parameter and a tensor under no_grad",
            "Parameter containing:\n"
                + "tensor([4., 5.], requires_grad=True) True 2",
            () -> {
              Tensor p = parameter(ones(2));
              noGrad(() -> { p.copy_(tensor(3.0, 4.0)); p.add_(1); });
              return text(p, p.isLeaf(), p.version());
            }),
        says(239, "default dtype",
            "torch.float32 torch.float32\n"
                + "torch.float64 torch.float64 torch.float64 torch.float64",
            () -> {
              String a = text(tensor(1.0).dtype(), defaultDType());
              setDefaultDType(FLOAT64);
              try {
                return a + "\n"
                    + text(tensor(1.0).dtype(), zeros(1).dtype(), arange(2.0).dtype(), ones(INT64, 1).div(2).dtype());
              } finally {
                setDefaultDType(FLOAT32);
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> inPlace() {
    return Stream.of(
        fails(66, "In-place on a view of a leaf that requires grad",
            "a view of a leaf Variable that requires grad is being used in an in-place operation.",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              return x.set_(3.0, 0);
            }),
        fails(67, "In-place on a view object of a leaf",
            "a view of a leaf Variable that requires grad is being used in an in-place operation.",
            () -> {
              Tensor x = ones(2, 2).requiresGrad_();
              return x.view(4).mul_(2);
            }),
        says(69, "detach shares the version counter, clone does not",
            "1 1 0",
            () -> {
              Tensor x = ones(2);
              Tensor d = x.detach();
              Tensor c = x.cloneTensor();
              d.add_(1);
              return text(x.version(), d.version(), c.version());
            }),
        fails(71, "A saved input changed in place",
            "one of the variables needed for gradient computation has been modified by an inplace operation: "
                + "[torch.FloatTensor [2]], which is output 0 of AddBackward0, is at version 1; expected version 0 instead. Hint: "
                + "enable anomaly detection to find the operation that failed to compute its gradient, with "
                + "torch.autograd.set_detect_anomaly(True).",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor a = x.mul(1);
              Tensor b = a.sin();
              a.add_(1);
              b.sum().backward();
              return null;
            }),
        says(73, "In-place on a result that was not saved",
            "tensor([24., 42.])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor b = x.mul(3);
              b.add_(1);
              b.mul(b).sum().backward();
              return text(x.grad());
            }),
        fails(74, "Saved operand of mul changed through a view",
            "one of the variables needed for gradient computation has been modified by an inplace operation: "
                + "[torch.FloatTensor [2]], which is output 0 of torch::autograd::CopySlices, is at version 1; expected version 0 "
                + "instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with "
                + "torch.autograd.set_detect_anomaly(True).",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor a = x.mul(1);
              Tensor b = a.mul(a);
              a.set_(0.0, 0);
              b.sum().backward();
              return null;
            }),
        fails(76, "A constant operand changed after mul",
            "one of the variables needed for gradient computation has been modified by an inplace operation: "
                + "[torch.FloatTensor [2]] is at version 1; expected version 0 instead. Hint: enable anomaly detection to find "
                + "the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor c = tensor(3.0, 4.0);
              Tensor y = x.mul(c);
              c.zero_();
              y.sum().backward();
              return null;
            }),
        says(77, "In-place changes grad_fn",
            "MulBackward0\n"
                + "AddBackward0",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              Tensor y = x.mul(2);
              String first = text(y.gradFn());
              y.add_(1);
              return first + "\n" + text(y.gradFn());
            }),
        says(79, "In-place write to a base rewrites the graph of its view",
            "SliceBackward0\n"
                + "AsStridedBackward0 tensor([20., 40.], grad_fn=<AsStridedBackward0>)\n"
                + "tensor([20., 20.,  0.])",
            () -> {
              Tensor x = leaves(1, 2, 3);
              Tensor y = x.mul(2);
              Tensor v = y.get(":2");
              String first = text(v.gradFn());
              y.mul_(10);
              String second = text(v.gradFn(), v);
              v.sum().backward();
              return first + "\n" + second + "\n" + x.grad();
            }),
        says(80, "In-place write to a view rewrites the graph of its base",
            "torch::autograd::CopySlices AsStridedBackward0 tensor([20., 40.,  6.], grad_fn=<CopySlices>)\n"
                + "tensor([20., 20.,  2.])",
            () -> {
              Tensor x = leaves(1, 2, 3);
              Tensor y = x.mul(2);
              Tensor v = y.get(":2");
              v.mul_(10);
              String first = text(y.gradFn(), v.gradFn(), y);
              y.sum().backward();
              return first + "\n" + x.grad();
            }),
        says(81, "In-place write of a tensor that requires grad into a view of a plain base",
            "True torch::autograd::CopySlices\n"
                + "tensor([ 20., 200.])",
            () -> {
              Tensor base = zeros(3);
              Tensor w = leaves(1, 2);
              base.set_(w.mul(2), "1:");
              String first = text(base.requiresGrad(), base.gradFn());
              base.mul(tensor(1.0, 10.0, 100.0)).sum().backward();
              return first + "\n" + w.grad();
            }),
        says(83, "Two views of one base",
            "tensor([ 2.,  4.,  9., 12.], grad_fn=<CopySlices>)\n"
                + "tensor([2., 2., 3., 3.])",
            () -> {
              Tensor x = leaves(1, 2, 3, 4);
              Tensor y = x.mul(1);
              Tensor a = y.get(":2");
              Tensor b = y.get("2:");
              a.mul_(2);
              b.mul_(3);
              String first = text(y);
              y.sum().backward();
              return first + "\n" + x.grad();
            }),
        says(84, "A view of a view",
            "tensor([[0., 0., 0.],\n"
                + "        [3., 4., 5.]], grad_fn=<CopySlices>) True\n"
                + "tensor([[ 0.,  0.,  0.],\n"
                + "        [ 6.,  8., 10.]])",
            () -> {
              Tensor x = arange(6.0).reshape(2, 3).detach().requiresGrad_();
              Tensor y = x.mul(1);
              Tensor w = y.get(0).get("1:");
              w.zero_();
              String first = text(y, true);
              y.mul(y).sum().backward();
              return first + "\n" + x.grad();
            }),
        fails(86, "In-place on an output of unbind",
            "Output 0 of UnbindBackward0 is a view and is being modified inplace. This view is the output of a function "
                + "that returns multiple views. Such functions do not allow the output views to be modified inplace. You should "
                + "replace the inplace operation by an out-of-place one.",
            () -> {
              Tensor x = ones(2, 2).requiresGrad_();
              return x.mul(2).unbind(0).get(0).mul_(2);
            }),
        says(87, "In-place on an output of chunk made without grad",
            "tensor([2., 2., 1., 1.])",
            () -> {
              Tensor x = ones(4);
              x.chunk(2).get(0).mul_(2);
              return text(x);
            }),
        fails(89, "In-place on an expanded tensor",
            "unsupported operation: more than one element of the written-to tensor refers to a single memory location. "
                + "Please clone() the tensor before performing the operation.",
            () -> ones(1, 2).expand(3, 2).add_(1)),
        fails(90, "Shape change by broadcasting is refused in place",
            "output with shape [2] doesn't match the broadcast shape [3, 2]",
            () -> ones(2).add_(ones(3, 2))),
        fails(91, "An in-place result dtype that cannot be cast",
            "result type Float can't be cast to the desired output type Long",
            () -> ones(INT64, 2).add_(0.5)),
        says(96, "zero_ in place has zero gradient",
            "tensor([0., 0.])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor y = x.mul(2);
              y.zero_();
              y.sum().backward();
              return text(x.grad());
            }),
        says(97, "copy_ in place passes the gradient to the source",
            "tensor([0., 0.]) tensor([6., 8.])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor s = leaves(3, 4);
              Tensor y = x.mul(2);
              y.copy_(s);
              y.mul(y).sum().backward();
              return text(x.grad(), s.grad());
            }),
        says(99, "relu_ saves its result and may follow a conv-like op",
            "tensor([0., 3.])",
            () -> {
              Tensor x = leaves(-1, 2);
              x.mul(3).relu_().sum().backward();
              return text(x.grad());
            }),
        says(253, "Selecting rows by a mask and writing through it",
            "tensor([1., 0., 1.])",
            () -> {
              Tensor x = leaves(1, -2, 3);
              Tensor y = x.mul(1);
              y.set_(0, y.lt(0));
              y.sum().backward();
              return text(x.grad());
            }),
        says(254, "Assigning into a slice twice",
            "tensor([1., 3., 4., 0.]) tensor([1., 0.]) tensor([ 10., 100.])",
            () -> {
              Tensor a = leaves(1, 2);
              Tensor b = leaves(3, 4);
              Tensor y = zeros(4);
              y.set_(a, ":2");
              y.set_(b, "1:3");
              y.mul(tensor(1.0, 10.0, 100.0, 1000.0)).sum().backward();
              return text(y.detach(), a.grad(), b.grad());
            }),
        says(257, "In-place addition of a view to its base",
            "tensor([5., 3.]) tensor([1., 2.])",
            () -> {
              Tensor x = leaves(2, 3);
              Tensor y = x.mul(1);
              y.get(0).add_(y.get(1).cloneTensor());
              y.sum().backward();
              return text(y.detach(), x.grad());
            }),
        says(263, "Second order through an in-place op",
            "tensor([ 3., 12.])\n"
                + "tensor([ 6., 12.])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor y = x.mul(x).cloneTensor();
              y.mul_(x);
              Tensor g = Autograd.grad(y.sum(), x, true);
              String first = text(g.detach());
              return first + "\n" + Autograd.grad(g.sum(), x).get(0);
            }),
        says(94, "Strides and offsets of views",
            "(2, 3, 4) (12, 4, 1) 0 True\n"
                + "(4, 3, 2) (1, 4, 12) 0 False\n"
                + "(3, 4) (4, 1) 12 True\n"
                + "(2, 4) (12, 1) 4 False\n"
                + "(2, 3) (12, 4) 2 False\n"
                + "(2, 2, 4) (12, 8, 1) 0 False\n"
                + "(3, 4, 2) (4, 1, 12) 0 False\n"
                + "(2, 1, 3, 4) (12, 12, 4, 1) 0 True\n"
                + "(5, 2, 3, 4) (0, 12, 4, 1) 0 False\n"
                + "(2, 3) (12, 5) 0 False\n"
                + "(2, 3, 2) (12, 4, 1) 1 False\n"
                + "(2, 3, 3, 2) (12, 4, 1, 1) 0 False",
            () -> {
              Tensor x = arange(24.0).reshape(2, 3, 4);
              return Stream
                  .of(x, x.transpose(0, 2), x.get(1), x.get(":", 1), x.get("...", 2), x.get(":", "::2"),
                      x.permute(1, 2, 0), x.unsqueeze(1), x.expand(5, 2, 3, 4), x.diagonal(0, 1, 2), x.narrow(2, 1, 2),
                      x.unfold(2, 2, 1))
                  .map(v -> text(tuple(v.shape().toArray()), tuple(v.stride()), v.storageOffset(), v.isContiguous()))
                  .collect(Collectors.joining("\n"));
            }));
  }
}
