package dev.nabla.checks.semantics;

import static dev.nabla.Nabla.*;
import static dev.nabla.checks.semantics.Semantics.*;

import dev.nabla.Autograd;
import dev.nabla.F;
import dev.nabla.GradMode;
import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Ways in and out of the graph, and values and errors: short programs, with what PyTorch 1.13 printed for them; the numbers are those of the recordings. */
class GraphSemanticsTest {
  @TestFactory
  Stream<DynamicTest> outsideOfTheGraph() {
    return Stream.of(
        fails(4, "Integer tensors cannot require grad",
            "only Tensors of floating point dtype can require gradients",
            () -> ones(INT64, 2).requiresGrad_()),
        fails(43, "Assigning a gradient of the wrong dtype",
            "assigned grad has data of a different type: got float64 for a tensor of float32",
            () -> {
              ones(2).requiresGrad_().grad(ones(FLOAT64, 2));
              return null;
            }),
        says(50, "detach_ turns a result into a leaf",
            "True False None",
            () -> {
              Tensor y = ones(2).requiresGrad_().mul(2);
              y.detach_();
              return text(y.isLeaf(), y.requiresGrad(), y.gradFn());
            }),
        fails(51, "detach_ on a view",
            "Can't detach views in-place. Use detach() instead",
            () -> ones(4).requiresGrad_().mul(2).get(":2").detach_()),
        says(53, "In-place write through .data is not noticed",
            "tensor([0., 0.])",
            () -> {
              Tensor x = leaves(1, 2);
              Tensor y = x.exp();
              y.data().zero_();
              y.sum().backward();
              return text(x.grad());
            }),
        says(56, "set_grad_enabled as context and as function",
            "False False True",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              Tensor a;
              try (GradMode.Scope _ = GradMode.set(false)) {
                a = x.mul(2);
              }
              GradMode.Scope off = GradMode.set(false);
              Tensor b = x.mul(2);
              off.close();
              return text(a.requiresGrad(), b.requiresGrad(), x.mul(2).requiresGrad());
            }),
        says(57, "no_grad around a function",
            "False",
            () -> text(noGrad(() -> ones(2).requiresGrad_().mul(2)).requiresGrad())),
        says(70, ".data has its own version counter",
            "0 tensor([2., 2.])",
            () -> {
              Tensor x = ones(2);
              x.data().add_(1);
              return text(x.version(), x);
            }),
        says(93, "Views share storage",
            "True True True True True True True True True True False False False",
            () -> {
              Tensor x = arange(6.0).reshape(2, 3);
              List<Tensor> all = List.of(x.view(6), x.t(), x.get(0), x.get(":", 1), x.unsqueeze(0), x.expand(2, 2, 3),
                  x.diagonal(), x.reshape(3, 2), x.flatten(), x.contiguous(), x.get(tensor(0L, 1L)), x.t().contiguous(),
                  x.t().reshape(-1));
              List<Tensor> before = all.stream().map(Tensor::cloneTensor).toList();
              x.add_(1);
              return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                  .map(i -> python(!all.get(i).equal(before.get(i)))).collect(Collectors.joining(" "));
            }),
        says(270, "set_ data keeps the leaf",
            "tensor([5., 6., 7.], requires_grad=True) True torch.Size([3])",
            () -> {
              Tensor x = ones(2).requiresGrad_();
              x.setData(tensor(5.0, 6.0, 7.0));
              return text(x, x.isLeaf(), x.shape());
            }),
        fails(256, "In-place multiplication by itself through a view",
            "one of the variables needed for gradient computation has been modified by an inplace operation: "
                + "[torch.FloatTensor []], which is output 0 of AsStridedBackward0, is at version 1; expected version 0 instead. "
                + "Hint: enable anomaly detection to find the operation that failed to compute its gradient, with "
                + "torch.autograd.set_detect_anomaly(True).",
            () -> {
              Tensor y = leaves(2, 3).mul(1);
              y.get(0).mul_(y.get(1));
              y.sum().backward();
              return null;
            }));
  }

  @TestFactory
  Stream<DynamicTest> gradients() {
    return Stream.of(
        fails(21, "gradient argument of the wrong shape",
            "Mismatch in shape: grad_output[0] has a shape of [3] and output[0] has a shape of [2].",
            () -> {
              ones(2).requiresGrad_().mul(2).backward(ones(3));
              return null;
            }),
        says(101, "autograd.grad returns a list and leaves .grad alone",
            "1 tensor(12.) None",
            () -> {
              Tensor x = leaf(2);
              List<Tensor> g = Autograd.grad(x.pow(3), x);
              return text(g.size(), g.get(0), x.grad());
            }),
        fails(110, "The gradient without create_graph has no graph",
            "element 0 of tensors does not require grad and does not have a grad_fn",
            () -> {
              Tensor x = leaf(2);
              return Autograd.grad(Autograd.grad(x.pow(3), x).get(0), x);
            }),
        fails(114, "grad_outputs of the wrong shape",
            "Mismatch in shape: grad_output[0] has a shape of [3] and output[0] has a shape of [2].",
            () -> {
              Tensor x = leaves(1, 2);
              return Autograd.grad(List.of(x.mul(x)), List.of(x), List.of(ones(3)), false, false);
            }),
        // A reshape without a copy is a view, as in PyTorch 2; 1.13 names it ReshapeAliasBackward0.
        says(136, "Names of the nodes of common operations",
            "AddBackward0 SubBackward0 MulBackward0 DivBackward0 NegBackward0 PowBackward0 MmBackward0 SumBackward0 "
                + "SumBackward1 MeanBackward0 TBackward0 SelectBackward0 SelectBackward0 ViewBackward0 "
                + "ViewBackward0 UnsafeViewBackward0 ExpBackward0 LogBackward0 ReluBackward0 TanhBackward0 "
                + "SigmoidBackward0 MaxBackward1 MaxBackward0 CatBackward0 StackBackward0 ExpandBackward0 "
                + "CloneBackward0 AbsBackward0 SqrtBackward0 NormBackward1 SoftmaxBackward0 LogSoftmaxBackward0 "
                + "MmBackward0 AddmmBackward0 ClampBackward1 WhereBackward0 PermuteBackward0 SqueezeBackward0 "
                + "UnsqueezeBackward0 IndexBackward0 GatherBackward0 ToCopyBackward0 GeluBackward0 MseLossBackward0 "
                + "StdBackward0 CumsumBackward0 ViewBackward0 SplitBackward0 UnbindBackward0 DiagonalBackward0 "
                + "TrilBackward0 RollBackward0 FlipBackward0 RepeatBackward0 MaskedFillBackward0 DotBackward0 "
                + "BmmBackward0 MvBackward0 ViewBackward0 ProdBackward0 LogsumexpBackward0 TopkBackward0 SortBackward0",
            () -> {
              Tensor x = ones(2, 2).requiresGrad_();
              return Stream.of(arithmetic(x), reshaped(x), products(x)).flatMap(List::stream)
                  .map(y -> node(y).name()).collect(Collectors.joining(" "));
            }));
  }

  /** The first 26 of the values whose nodes are named. */
  private static List<Tensor> arithmetic(Tensor x) {
    return List.of(x.add(1), x.sub(1), x.mul(2), x.div(2), x.neg(), x.pow(2), x.matmul(x), x.sum(), x.sum(0), x.mean(),
        x.t(), x.get(0), x.get(":", 1), x.view(4), x.reshape(4), x.t().reshape(4), x.exp(), x.log(), x.relu(), x.tanh(),
        x.sigmoid(), x.max(), x.max(0).values(), cat(List.of(x, x), 0), stack(List.of(x, x), 0), x.expand(2, 2, 2));
  }

  private static List<Tensor> reshaped(Tensor x) {
    return List.of(x.cloneTensor(), x.abs(), x.sqrt(), x.norm(), x.softmax(0), x.logSoftmax(0), F.linear(x, x),
        F.linear(x, x, x.get(0)), x.clamp(0, 1), where(x.gt(0), x, x), x.permute(1, 0), x.squeeze(), x.unsqueeze(0),
        x.get(x.gt(0)), x.gather(0, zeros(INT64, 1, 2)), x.toDouble(), F.gelu(x), F.mseLoss(x, x), x.std(), x.cumsum(0),
        x.flatten());
  }

  private static List<Tensor> products(Tensor x) {
    return List.of(x.split(1).get(0), x.unbind().get(1), x.diagonal(), x.tril(), x.roll(1), x.flip(0), x.repeat(2, 1),
        x.maskedFill(x.gt(0), 0.0), x.get(0).dot(x.get(0)), x.unsqueeze(0).bmm(x.unsqueeze(0)), x.mv(x.get(0)),
        einsum("ij,jk->ik", x, x), x.prod(), x.logsumexp(0), x.topk(1).values(), x.sort().values());
  }

  @TestFactory
  Stream<DynamicTest> valuesAndErrors() {
    return Stream.of(
        fails(231, "matmul error text",
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3); got float32[2, 3] and float32[2, 3]. "
                + "Did you mean left.matmul(right.mT())?",
            () -> ones(2, 3).matmul(ones(2, 3))),
        says(234, "item, tolist, len, iteration",
            "2.0 [[1.0, 2.0], [3.0, 4.0]] 2 [[1.0, 2.0], [3.0, 4.0]]",
            () -> {
              Tensor x = tensor(new double[][] {{1, 2}, {3, 4}});
              return text(x.get(0, 1).item(), x.toList(), x.size(0), x.unbind().stream().map(Tensor::toList).toList());
            }),
        says(243, "argmax of ties returns the first",
            "tensor(1) tensor(0) tensor([1., 2.]) tensor([0, 1])",
            () -> {
              var m = tensor(new double[][] {{1, 1}, {0, 2}}).max(1);
              return text(tensor(1L, 3L, 3L).argmax(), tensor(2.0, 2.0).argmin(), m.values(), m.indices());
            }),
        says(277, "Indexing errors",
            "index 5 is out of bounds for dimension 0 with size 2\n"
                + "too many indices for tensor of dimension 2\n"
                + "index 3 is out of bounds for dimension 1 with size 3\n"
                + "index -3 is out of bounds for dimension 0 with size 2",
            () -> Stream.of(new Object[] {5}, new Object[] {0, 0, 0}, new Object[] {0, 3}, new Object[] {-3})
                .map(index -> {
                  try {
                    return text(ones(2, 3).get(index));
                  } catch (NablaException e) {
                    return e.getMessage();
                  }
                }).collect(Collectors.joining("\n"))));
  }
}
