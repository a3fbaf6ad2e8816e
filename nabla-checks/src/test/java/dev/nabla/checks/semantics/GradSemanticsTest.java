package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Autograd;
import dev.nabla.F;
import dev.nabla.RemovableHandle;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** autograd.grad and hooks: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class GradSemanticsTest {
  @TestFactory
  Stream<DynamicTest> gradients() {
    return Stream.of(
        says(103, "autograd.grad with allow_unused",
            "(tensor(2.), None)",
            () -> {
              Tensor x = leaf(2);
              Tensor w = leaf(1);
              return "(" + Autograd.grad(List.of(x.mul(2)), List.of(x, w), null, false, false, true).stream()
                  .map(g -> text(g)).collect(Collectors.joining(", ")) + ")";
            }),
        fails(104, "autograd.grad for an input that does not require grad",
            "One of the differentiated Tensors does not require grad",
            () -> {
              Tensor x = leaf(2);
              Tensor c = scalar(1);
              return Autograd.grad(x.mul(c), x, c);
            }),
        says(106, "autograd.grad of several outputs sums them",
            "(tensor([3., 5.]),)",
            () -> {
              Tensor x = leaves(1, 2);
              return "(" + Autograd.grad(List.of(x.sum(), x.mul(x).sum()), List.of(x), null, false, false).get(0)
                  + ",)";
            }),
        says(107, "autograd.grad with grad_outputs",
            "(tensor([ 2., 40.]),)",
            () -> {
              Tensor x = leaves(1, 2);
              return "(" + Autograd.grad(List.of(x.mul(x)), List.of(x), List.of(tensor(1.0, 10.0)), false, false).get(0)
                  + ",)";
            }),
        says(109, "autograd.grad with create_graph, twice",
            "tensor(12., grad_fn=<MulBackward0>) tensor(12., grad_fn=<MulBackward0>) tensor(6.)",
            () -> {
              Tensor x = leaf(2);
              Tensor g1 = Autograd.grad(x.pow(3), x, true);
              Tensor g2 = Autograd.grad(g1, x, true);
              Tensor g3 = Autograd.grad(g2, x).get(0);
              return text(g1, g2, g3);
            }),
        says(111, "create_graph implies retain_graph",
            "tensor(7.3891)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.exp();
              Autograd.grad(y, x, true);
              return text(Autograd.grad(y, x).get(0));
            }),
        fails(113, "autograd.grad twice on one graph raises",
            "Trying to backward through the graph a second time (or directly access saved tensors after they have already "
                + "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). "
                + "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access "
                + "saved tensors after calling backward.",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.exp();
              Autograd.grad(y, x);
              return Autograd.grad(y, x);
            }),
        says(116, "Linear op: second derivative is not connected",
            "tensor([3., 3.]) False",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor g = Autograd.grad(x.mul(3).sum(), x, true);
              return text(g, g.requiresGrad());
            }),
        says(117, "Gradient penalty",
            "tensor([-0.7127, -0.9095])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor w = leaves(0.5, -1);
              Tensor g = Autograd.grad(x.mul(w).sum().tanh(), x, true);
              g.norm().sub(1).pow(2).backward();
              return text(grad(w).mul(1e6).round().div(1e6));
            }),
        says(267, "The same leaf listed twice in autograd.grad",
            "(tensor(4.), tensor(4.))",
            () -> {
              Tensor x = leaf(2);
              return "(" + Autograd.grad(x.mul(x), x, x).stream().map(g -> text(g)).collect(Collectors.joining(", "))
                  + ")";
            }),
        says(130, "Hooks also run for autograd.grad",
            "tensor(21.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(3);
              y.registerHook(g -> g.mul(7));
              return text(Autograd.grad(y.mul(1), x).get(0));
            }),
        says(197, "NaN trap of where",
            "tensor([   nan, 0.2500])",
            () -> {
              Tensor x = leaves(0, 4);
              where(x.gt(0), x.sqrt(), zeros(2)).sum().backward();
              return text(x.grad());
            }),
        says(201, "prod with zeros",
            "tensor([3., 2.])\n"
                + "tensor([3., 0.])\n"
                + "tensor([0., 0., 0.])",
            () -> Stream.of(leaves(2, 3), leaves(0, 3), leaves(0, 0, 5)).map(x -> {
              x.prod().backward();
              return text(x.grad());
            }).collect(Collectors.joining("\n"))),
        says(203, "pow corner cases",
            "tensor([1., 0., 1.], grad_fn=<PowBackward1>) tensor([0., 0., 0.]) tensor([0.0000, 0.0000, 0.6931])",
            () -> {
              Tensor x = leaves(0, 0, 2);
              Tensor p = leaves(0, 2, 0);
              x.pow(p).sum().backward();
              return text(x.pow(p), x.grad(), p.grad());
            }),
        says(204, "Gradient through indexing with repeated indices accumulates",
            "tensor([2., 0., 1.])",
            () -> {
              Tensor x = leaves(1, 2, 3);
              x.get(tensor(0L, 0L, 2L)).sum().backward();
              return text(x.grad());
            }),
        says(274, "Gradient of an embedding with repeated rows",
            "tensor([[0., 0.],\n"
                + "        [2., 2.],\n"
                + "        [0., 0.],\n"
                + "        [1., 1.]])",
            () -> {
              Tensor w = zeros(4, 2).requiresGrad_();
              F.embedding(tensor(1L, 1L, 3L), w).sum().backward();
              return text(w.grad());
            }));
  }

  @TestFactory
  Stream<DynamicTest> hooks() {
    return Stream.of(
        says(119, "A tensor hook sees the gradient",
            "hook tensor([3., 3.])\n"
                + "tensor([3., 3.])",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaves(1, 2);
              x.onGrad(g -> out.add("hook " + g));
              x.mul(3).sum().backward();
              out.add(text(x.grad()));
              return String.join("\n", out);
            }),
        says(120, "A tensor hook replaces the gradient",
            "tensor([30., 30.])",
            () -> {
              Tensor x = leaves(1, 2);
              x.registerHook(g -> g.mul(10));
              x.mul(3).sum().backward();
              return text(x.grad());
            }),
        says(121, "Hooks run in the order of registration",
            "a tensor(3.)\n"
                + "b tensor(4.)\n"
                + "tensor(8.)",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaf(1);
              x.registerHook(g -> { out.add("a " + g); return g.add(1); });
              x.registerHook(g -> { out.add("b " + g); return g.mul(2); });
              x.mul(3).backward();
              out.add(text(x.grad()));
              return String.join("\n", out);
            }),
        says(123, "Removing a hook",
            "tensor(33.)",
            () -> {
              Tensor x = leaf(1);
              RemovableHandle h = x.registerHook(g -> g.mul(10));
              x.mul(3).backward();
              h.remove();
              x.mul(3).backward();
              return text(x.grad());
            }),
        fails(124, "register_hook on a tensor without grad",
            "cannot register a hook on a tensor that doesn't require gradient",
            () -> ones(2).registerHook(g -> g)),
        says(126, "retain_grad and a hook on one intermediate",
            "tensor(5.) tensor(30.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(3);
              y.retainGrad();
              y.registerHook(g -> g.mul(2));
              y.mul(5).backward();
              return text(y.grad(), x.grad());
            }),
        says(127, "A hook before retain_grad",
            "tensor(10.) tensor(30.)",
            () -> {
              Tensor x = leaf(2);
              Tensor y = x.mul(3);
              y.registerHook(g -> g.mul(2));
              y.retainGrad();
              y.mul(5).backward();
              return text(y.grad(), x.grad());
            }),
        says(129, "A hook on a leaf is called once per backward, not with the accumulated value",
            "x tensor(2.)\n"
                + "x tensor(3.)\n"
                + "tensor(5.)",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaf(2);
              x.onGrad(g -> out.add("x " + g));
              x.mul(2).backward();
              x.mul(3).backward();
              out.add(text(x.grad()));
              return String.join("\n", out);
            }),
        says(131, "A node hook",
            "node tensor(3.) tensor(1.)",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor y = leaf(2).mul(3);
              node(y).registerHook((gi, go) -> out.add(text("node", gi.get(0), go.get(0))));
              y.backward();
              return String.join("\n", out);
            }),
        says(250, "Nested backward in a hook with grad mode on",
            "False\n"
                + "tensor(4.) tensor(6.)",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaf(2);
              Tensor w = leaf(3);
              x.onGrad(g -> {
                out.add(text(isGradEnabled()));
                try (var _ = enableGrad()) {
                  w.mul(w).backward();
                }
              });
              x.mul(x).backward();
              out.add(text(x.grad(), w.grad()));
              return String.join("\n", out);
            }),
        says(251, "Grad mode inside a hook follows create_graph",
            "False\n"
                + "True",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaf(2);
              Tensor y = x.mul(x);
              y.onGrad(_ -> out.add(text(isGradEnabled())));
              Autograd.grad(List.of(y.mul(1)), List.of(x), null, true, false);
              Autograd.grad(y.mul(1), x, true);
              return String.join("\n", out);
            }),
        says(259, "The gradient accumulator of a leaf and hooks on several paths",
            "[('a', 1.0), ('b', 1.0), ('x', 5.0)] ('x', 5.0)",
            () -> {
              List<String> out = new ArrayList<>();
              Tensor x = leaf(1);
              Tensor a = x.mul(2);
              Tensor b = x.mul(3);
              a.onGrad(g -> out.add("('a', " + g.item() + ")"));
              b.onGrad(g -> out.add("('b', " + g.item() + ")"));
              x.onGrad(g -> out.add("('x', " + g.item() + ")"));
              a.add(b).backward();
              String last = out.getLast();
              out.sort(null);
              return out + " " + last;
            }),
        fails(264, "Code inside a hook runs with grad mode off",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            () -> {
              Tensor x = leaf(2);
              Tensor w = leaf(3);
              x.onGrad(_ -> w.mul(w).backward());
              x.mul(x).backward();
              return null;
            }),
        says(137, "output_nr",
            "0 1 True",
            () -> {
              Tensor x = ones(4).requiresGrad_();
              List<Tensor> p = x.split(2);
              return text(p.get(0).outputNr(), p.get(1).outputNr(), p.get(0).gradFn() == p.get(1).gradFn());
            }));
  }
}
