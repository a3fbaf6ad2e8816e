package dev.nabla.checks;

import static dev.nabla.Nabla.*;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.Autograd;
import dev.nabla.F;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.type.DTypeException;
import dev.nabla.type.GradientException;
import dev.nabla.type.IndexException;
import dev.nabla.type.NablaException;
import dev.nabla.type.ShapeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The mistakes that are made most, and what is said to them, word by word. Who changes a message sees here what users will read. */
class ErrorsTest {
  private static DynamicTest mistake(Callable<@Nullable Object> program, Class<? extends Exception> type,
      String message) {
    return DynamicTest.dynamicTest(message,
        () -> assertThatThrownBy(program::call).isExactlyInstanceOf(type).hasMessage(message));
  }

  private static @Nullable Object run(Runnable program) {
    program.run();
    return null;
  }

  /** A tensor of a transform that has ended, used. */
  private static Tensor escape() {
    Tensor[] out = new Tensor[1];
    Func.grad((Tensor x) -> {
      out[0] = x;
      return x.sum();
    }).apply(ones(2));
    return out[0].mul(2);
  }

  @TestFactory
  Stream<DynamicTest> shapes() {
    return Stream.of(
        mistake(() -> ones(2, 3).add(ones(4)), ShapeException.class,
            "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"),
        mistake(() -> ones(2, 3).matmul(ones(2, 3)), ShapeException.class,
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3); got float32[2, 3] and float32[2, 3]. Did you "
                + "mean left.matmul(right.mT())?"),
        mistake(() -> ones(2, 3).matmul(ones(4, 5)), ShapeException.class,
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5); got float32[2, 3] and float32[4, 5]"),
        mistake(() -> ones(2, 3).mm(ones(3)), ShapeException.class,
            "mm: expected tensors with 2 and 2 axes; got float32[2, 3] and float32[3]"),
        mistake(() -> ones(2, 3, 4).matmul(ones(5, 4, 2)), ShapeException.class,
            "The size of tensor a (2) must match the size of tensor b (5) at non-singleton dimension 0; "
                + "matmul got float32[2, 3, 4] and float32[5, 4, 2]"),
        mistake(() -> ones(2, 3).bmm(ones(2, 3)), ShapeException.class,
            "bmm: expected tensors with 3 and 3 axes; got float32[2, 3] and float32[2, 3]"),
        mistake(() -> ones(2, 3).mv(ones(2)), ShapeException.class,
            "size mismatch, got input (2), mat (2x3), vec (2)"),
        mistake(() -> ones(3).dot(ones(4)), ShapeException.class,
            "inconsistent tensor size, expected tensor [3] and src [4] to have the same number of elements, but got 3 "
                + "and 4 elements respectively"),
        mistake(() -> ones(2, 3).view(4, 2), ShapeException.class,
            "shape '[4, 2]' is invalid for input of size 6"),
        mistake(() -> ones(2, 3).t().view(6), ShapeException.class,
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
                + "contiguous subspaces). Use .reshape(...) instead."),
        mistake(() -> ones(2, 3).reshape(5, -1), ShapeException.class,
            "shape '[5, -1]' is invalid for input of size 6"),
        mistake(() -> ones(2, 3).expand(4, 3), ShapeException.class,
            "The expanded size of the tensor (4) must match the existing size (2) at non-singleton dimension 0.  "
                + "Target sizes: [4, 3].  Tensor sizes: [2, 3]"),
        mistake(() -> ones(2, 3).permute(0), ShapeException.class,
            "permute: number of axes [0] does not match the tensor's 2"),
        mistake(() -> ones(2, 3).transpose(0, 2), IndexException.class,
            "Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
        mistake(() -> ones(2, 3).sum(2), IndexException.class,
            "Dimension out of range (expected to be in range of [-2, 1], but got 2)"),
        mistake(() -> ones(2, 3).sum(0, 0), ShapeException.class,
            "dim 0 appears multiple times in the list of dims"),
        mistake(() -> ones(2, 3, 4).t(), ShapeException.class,
            "t() expects a tensor with <= 2 dimensions, but self is 3D; use mT() or transpose(a, b)"),
        mistake(() -> ones(2, 3).squeeze(5), IndexException.class,
            "Dimension out of range (expected to be in range of [-2, 1], but got 5)"),
        mistake(() -> cat(List.of(ones(2, 3), ones(2, 4)), 0), ShapeException.class,
            "Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in "
                + "the list."),
        mistake(() -> stack(List.of(ones(2, 3), ones(2, 2)), 0), ShapeException.class,
            "stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [2, 2] at entry 1"),
        mistake(() -> zeros(2, -1), ShapeException.class,
            "Trying to create tensor with negative dimension -1: [2, -1]"),
        mistake(() -> ones(2).add_(ones(3, 2)), ShapeException.class,
            "output with shape [2] doesn't match the broadcast shape [3, 2]"),
        mistake(() -> F.linear(ones(2, 3), ones(4, 5)), ShapeException.class,
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 5x4); got float32[2, 3] and float32[5, 4]"),
        mistake(() -> F.conv2d(ones(1, 3, 5, 5), ones(4, 2, 3, 3)), ShapeException.class,
            "Given groups=1, weight of size [4, 2, 3, 3], expected input[1, 3, 5, 5] to have 2 channels, but got 3 "
                + "channels instead"),
        mistake(() -> F.conv2d(ones(1, 2, 2, 2), ones(4, 2, 3, 3)), ShapeException.class,
            "Calculated padded input size per channel: (2 x 2). Kernel size: (3 x 3). Kernel size can't be greater "
                + "than actual input size"),
        mistake(() -> F.maxPool2d(ones(1, 2, 4, 4), 2, 2, 2), ShapeException.class,
            "pad should be at most half of kernel size, but got pad=2 and kernel_size=2"),
        mistake(() -> F.layerNorm(ones(2, 3), new int[] {2}), ShapeException.class,
            "Given normalized_shape=[2], expected input with shape [*, 2], but got input of size[2, 3] (layer_norm)"),
        mistake(() -> einsum("ij,jk->ik", ones(2, 3), ones(2, 4)), ShapeException.class,
            "einsum(): subscript j has size 2 for operand 1 which does not broadcast with previously seen size 3"),
        mistake(() -> F.mseLoss(ones(2, 3), ones(2, 4)), ShapeException.class,
            "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1"),
        mistake(() -> F.embedding(tensor(5L), ones(4, 2)), IndexException.class,
            "embedding: index out of range in self: 5 for 4 rows"),
        mistake(() -> F.crossEntropy(ones(2, 3), tensor(0L, 3L)), IndexException.class,
            "Target 3 is out of bounds."));
  }

  @TestFactory
  Stream<DynamicTest> indices() {
    return Stream.of(
        mistake(() -> ones(2, 3).get(5), IndexException.class,
            "index 5 is out of bounds for dimension 0 with size 2"),
        mistake(() -> ones(2, 3).get(0, 0, 0), IndexException.class,
            "too many indices for tensor of dimension 2"),
        mistake(() -> ones(2, 3).get(0, 3), IndexException.class,
            "index 3 is out of bounds for dimension 1 with size 3"),
        mistake(() -> ones(2, 3).get("::-1"), NablaException.class,
            "slice step must be positive; got -1. Reverse an axis with flip(axis)"),
        mistake(() -> ones(3).get(tensor(0L, 3L)), IndexException.class,
            "index 3 is out of bounds for dimension 0 with size 3"),
        mistake(() -> ones(3).indexSelect(0, tensor(3L)), IndexException.class,
            "index_select: index out of range in self: 3 on axis 0 with size 3"),
        mistake(() -> ones(2, 3).gather(1, tensor(new long[][] {{3}})), IndexException.class,
            "gather: index 3 is out of bounds for dimension 1 with size 3"),
        mistake(() -> ones(2, 3).select(1, 3), IndexException.class,
            "index 3 is out of bounds for dimension 1 with size 3"),
        mistake(() -> ones(2, 3).narrow(1, 2, 2), ShapeException.class,
            "start (2) + length (2) exceeds dimension size (3)."),
        mistake(() -> tensor(1.0).get(0), IndexException.class,
            "invalid index of a 0-dim tensor. Use `tensor.item()` to convert a 0-dim tensor to a number"),
        mistake(() -> ones(2, 3).get(tensor(true, false, true)), IndexException.class,
            "The shape of the mask [3] at index 0 does not match the shape of the indexed tensor [2, 3] at index 0"));
  }

  @TestFactory
  Stream<DynamicTest> types() {
    return Stream.of(
        mistake(() -> ones(2).add_(1).toLong().add_(0.5), DTypeException.class,
            "result type Float can't be cast to the desired output type Long"),
        mistake(() -> ones(INT64, 2).mean(), DTypeException.class,
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long"),
        mistake(() -> ones(INT64, 2).div_(2), DTypeException.class,
            "result type Float can't be cast to the desired output type Long"),
        mistake(() -> tensor(1L, 0L).floorDivide(tensor(0L, 1L)), NablaException.class,
            "ZeroDivisionError"),
        mistake(() -> ones(2).bitwiseAnd(ones(2)), DTypeException.class,
            "\"bitwise_and_cpu\" not implemented for 'Float'"),
        mistake(() -> ones(BOOL, 2).neg(), DTypeException.class,
            "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use "
                + "the `~` or `logical_not()` operator instead."),
        mistake(() -> where(ones(2), ones(2), ones(2)), DTypeException.class,
            "where expected condition to be a boolean tensor, but got a tensor with dtype Float"),
        mistake(() -> ones(3).gather(0, ones(1)), DTypeException.class,
            "gather(): Expected dtype int64 for index; got float32"),
        mistake(() -> tensor(true).relu(), DTypeException.class,
            "Boolean inputs not supported for relu"),
        mistake(() -> tensor(2L).pow(-1L), NablaException.class,
            "Integers to negative integer powers are not allowed."));
  }

  @TestFactory
  Stream<DynamicTest> reads() {
    return Stream.of(
        mistake(() -> ones(2).item(), NablaException.class,
            "a Tensor with 2 elements cannot be converted to Scalar; reduce it first or use toDoubleArray()"),
        mistake(() -> ones(2).itemBoolean(), NablaException.class,
            "a Tensor with 2 elements cannot be converted to Scalar; reduce it first or use toDoubleArray()"),
        mistake(() -> zeros(0).max(), NablaException.class,
            "max(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the "
                + "'dim' argument."),
        mistake(() -> zeros(0).argmax(), IndexException.class,
            "argmax(): Expected reduction dim to be specified for input.numel() == 0."),
        mistake(() -> ones(2, 3).topk(4), NablaException.class,
            "selected index k out of range"));
  }

  @TestFactory
  Stream<DynamicTest> gradients() {
    return Stream.of(
        mistake(() -> ones(INT64, 2).requiresGrad_(), GradientException.class,
            "only Tensors of floating point dtype can require gradients"),
        mistake(() -> run(() -> ones(2).requiresGrad_().mul(2).backward()), GradientException.class,
            "grad can be implicitly created only for scalar outputs"),
        mistake(() -> run(() -> tensor(2.0).backward()), GradientException.class,
            "element 0 of tensors does not require grad and does not have a grad_fn"),
        mistake(() -> run(() -> ones(2).requiresGrad_().mul(2).backward(ones(3))), ShapeException.class,
            "Mismatch in shape: grad_output[0] has a shape of [3] and output[0] has a shape of [2]."),
        mistake(() -> ones(2).requiresGrad_().add_(1), GradientException.class,
            "a leaf Variable that requires grad is being used in an in-place operation."),
        mistake(() -> ones(2).requiresGrad_().mul(2).requiresGrad_(false), GradientException.class,
            "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a "
                + "subgraph that doesn't require differentiation use var_no_grad = var.detach()."),
        mistake(() -> Autograd.grad(ones(2).requiresGrad_().sum(), ones(2).requiresGrad_()), GradientException.class,
            "The differentiated Tensor at index 0 appears to not have been used in the graph. Set allow_unused=True if "
                + "this is the desired behavior."),
        mistake(() -> Autograd.grad(ones(2).requiresGrad_().sum(), ones(2)), GradientException.class,
            "One of the differentiated Tensors does not require grad"),
        mistake(() -> run(() -> ones(2).requiresGrad_().grad(ones(3))), GradientException.class,
            "attempting to assign a gradient of size '[3]' to a tensor of size '[2]'. Please ensure that the gradient and "
                + "the tensor are the same size"),
        mistake(() -> run(() -> ones(2).requiresGrad_().grad(ones(FLOAT64, 2))), GradientException.class,
            "assigned grad has data of a different type: got float64 for a tensor of float32"),
        mistake(() -> ones(1, 2).expand(3, 2).add_(1), GradientException.class,
            "unsupported operation: more than one element of the written-to tensor refers to a single memory "
                + "location. Please clone() the tensor before performing the operation."));
  }

  @TestFactory
  Stream<DynamicTest> transforms() {
    return Stream.of(
        mistake(() -> Func.grad((Tensor x) -> x.mul(2)).apply(ones(3)), ShapeException.class,
            "grad: the function must return a scalar, got a tensor of shape [3]; reduce it (sum, mean), or use vjp or "
                + "jacrev"),
        mistake(() -> Func.grad((Tensor x) -> x.sum()).apply(ones(INT64, 3)), GradientException.class,
            "grad: input 0 is of type int64; only floating-point tensors have gradients"),
        mistake(() -> Func.vmap((Tensor x) -> x.sum()).apply(tensor(1.0)), ShapeException.class,
            "vmap: input 0 is 0-d and has no axis to batch over; pass NONE as its axis to share it"),
        mistake(() -> Func.vmap((a, b) -> a.add(b)).apply(ones(3), ones(2)), ShapeException.class,
            "vmap: inputs must have one batch size; got 3 and 2 (input 1, axis 0)"),
        mistake(() -> Func.vmap((Tensor x) -> x.sum().item() > 0 ? x : x.neg()).apply(ones(2, 3)),
            GradientException.class,
            "item: a batched tensor has many values inside vmap, so none can be read as a number; use "
                + "where(condition, a, b) instead of if, or move the read outside"),
        mistake(() -> Func.jvp(x -> x.mul(2), ones(2), ones(3)), ShapeException.class,
            "makeDual: the tangent must have the type of the primal; got float32[3] for float32[2]"),
        mistake(() -> escape(), GradientException.class,
            "mul: a tensor escaped from grad, which has returned; return it from the transformed function instead of "
                + "storing it outside"));
  }
}
