package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.GradientException;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An array of numbers with any number of axes that remembers how it was computed, so that derivatives can be asked for.
 *
 * <p>An ordinary object: nothing to close, collected when no longer used. Operations are methods named as in PyTorch; those with a trailing
 * underscore write in place. This class holds what a tensor is; what can be done with it stands in {@link PointwiseMethods}, {@link
 * ReduceMethods}, {@link ShapeMethods}, {@link IndexMethods} and {@link LinalgMethods}.
 */
public abstract sealed class Tensor
    implements
      PointwiseMethods,
      ReduceMethods,
      ShapeMethods,
      IndexMethods,
      LinalgMethods
    permits ConcreteTensor, LevelTensor {
  /** The node that computed this tensor; null for leaves. Views refresh it: see {@link ConcreteTensor#node()}. */
  @Nullable Node node;

  /** Which output of {@link #node} this is. */
  int outputNr;

  /** Set for a leaf whose gradient is wanted, and for tensors with hooks. */
  @Nullable GradState grads;

  Tensor() {}

  /** The sizes of the axes. */
  public abstract Shape shape();

  /** The element type. */
  public abstract DType dtype();

  /** The transform that wraps this tensor; null for plain ones. */
  public abstract @Nullable Level level();

  /** Element type and shape. */
  public final TensorType type() {
    return shape().type(dtype());
  }

  /** The number of axes. */
  public final int dim() {
    return shape().rank();
  }

  /** The size of an axis; negative axes count from the end. */
  public final int size(int axis) {
    return shape().size(axis);
  }

  /** The number of elements. */
  public final int numel() {
    return shape().numel();
  }

  // --- autograd ---

  @Nullable
  Node node() {
    return node;
  }

  /** Whether operations on this tensor are recorded: it is a leaf whose gradient is wanted, or was computed from one. */
  public boolean requiresGrad() {
    return node() != null || grads != null && grads.requiresGrad;
  }

  /** Asks for the gradient of this leaf from now on. Returns this tensor. */
  public final Tensor requiresGrad_() {
    return requiresGrad_(true);
  }

  /** Says whether the gradient of this leaf is wanted. Only floating-point leaves have gradients. Returns this tensor. */
  public final Tensor requiresGrad_(boolean wanted) {
    if (node() != null) {
      if (wanted) {
        return this;
      }
      throw new GradientException(
          "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a"
              + " subgraph that doesn't require differentiation use var_no_grad = var.detach().");
    }
    if (wanted && !dtype().isFloating()) {
      throw new GradientException("only Tensors of floating point dtype can require gradients");
    }
    if (wanted || grads != null) {
      state().requiresGrad = wanted;
    }
    return this;
  }

  /** Whether this tensor was made by the user or outside of recording, not computed from tensors that require gradients. */
  public final boolean isLeaf() {
    return node() == null;
  }

  /** The node of the graph that computed this tensor; null for a leaf. Its text is PyTorch's name, such as {@code MulBackward0}. */
  public final @Nullable Node gradFn() {
    return node();
  }

  /** Which output of {@link #gradFn()} this tensor is. */
  public final int outputNr() {
    return outputNr;
  }

  /** The accumulated gradient; null before the first {@link #backward}. Only leaves and tensors with {@link #retainGrad} get one. */
  public final @Nullable Tensor grad() {
    return grads == null ? null : grads.grad;
  }

  /** Replaces the gradient; null resets it. The new one must have this tensor's type and shape. */
  public final void grad(@Nullable Tensor grad) {
    if (grad != null) {
      if (grad.dtype() != dtype()) {
        throw new GradientException(
            "assigned grad has data of a different type: got " + grad.dtype() + " for a tensor of " + dtype());
      }
      if (!grad.shape().equals(shape())) {
        throw new GradientException(
            "attempting to assign a gradient of size '" + grad.shape() + "' to a tensor of size '" + shape()
                + "'. Please ensure that the gradient and the tensor are the same size");
      }
    }
    if (grad != null || grads != null) {
      state().grad = grad;
    }
  }

  /** Computes the gradients of this one-element tensor with respect to all leaves and adds them to their {@link #grad()}. */
  public final void backward() {
    Autograd.backward(List.of(this), null, false, false, null);
  }

  /** As {@link #backward()} with {@code gradient} as the cotangent of this tensor, of its shape; null means one. */
  public final void backward(@Nullable Tensor gradient) {
    backward(gradient, false, false);
  }

  /** As {@link #backward(Tensor, boolean, boolean)}; keeps the graph if {@code retainGraph}, records the gradients if {@code createGraph}. */
  public final void backward(boolean retainGraph, boolean createGraph) {
    backward(null, retainGraph, createGraph);
  }

  /**
   * Computes gradients and adds them to the leaves' {@link #grad()}.
   *
   * @param gradient the cotangent of this tensor, of its shape; null for a tensor with one element means one
   * @param retainGraph keeps the saved tensors, so that the graph can be walked again
   * @param createGraph records the backward pass, so that gradients can be differentiated; implies {@code retainGraph}
   */
  public final void backward(@Nullable Tensor gradient, boolean retainGraph, boolean createGraph) {
    List<@Nullable Tensor> g = new ArrayList<>();
    g.add(gradient);
    Autograd.backward(List.of(this), g, retainGraph || createGraph, createGraph, null);
  }

  /** Keeps the gradient of this computed tensor in {@link #grad()} as well. Nothing changes for a leaf. */
  public final void retainGrad() {
    if (!requiresGrad()) {
      throw new GradientException("can't retain_grad on Tensor that has requires_grad=False");
    }
    if (node() != null) {
      state().retain(this);
    }
  }

  /** Whether {@link #retainGrad} is in force. */
  public final boolean retainsGrad() {
    return grads != null && grads.retained;
  }

  /**
   * Calls {@code hook} with the gradient of this tensor whenever it is computed; a result that is not null replaces the gradient. Hooks run
   * in the order of registration.
   */
  public final RemovableHandle registerHook(UnaryOperator<@Nullable Tensor> hook) {
    if (!requiresGrad()) {
      throw new GradientException("cannot register a hook on a tensor that doesn't require gradient");
    }
    return Hooks.register(this, hook);
  }

  /** As {@link #registerHook} for a hook that only looks. */
  public final RemovableHandle onGrad(Consumer<Tensor> look) {
    return registerHook(g -> {
      if (g != null) {
        look.accept(g);
      }
      return null;
    });
  }

  /** Whether this is a parameter of a layer: see {@link Nabla#parameter}. */
  public final boolean isParameter() {
    return grads != null && grads.parameter;
  }

  /** This tensor's values outside of any graph; shares storage and version, so in-place writes are seen by both. */
  public final Tensor detach() {
    return Dispatch.detach(this);
  }

  /**
   * Takes this tensor out of its graph: it becomes a leaf that wants no gradient; graphs recorded before keep what they have. Returns this
   * tensor.
   */
  public final Tensor detach_() {
    if (!(this instanceof ConcreteTensor self)) {
      throw new GradientException("detach_: not possible inside a transform; use detach");
    }
    if (self.base() != null) {
      throw new GradientException("Can't detach views in-place. Use detach() instead");
    }
    self.rebase(null);
    return requiresGrad_(false);
  }

  /** As {@link #detach}, but with a version of its own: no graph notices in-place writes, so gradients may be wrong after them. */
  public final Tensor data() {
    return Dispatch.unnoticed(this);
  }

  /** Points this leaf at the elements of {@code values}, of any shape and floating-point type if a gradient is wanted; no graph notices. */
  public final void setData(Tensor values) {
    if (!(this instanceof ConcreteTensor self) || !(values instanceof ConcreteTensor other)) {
      throw new GradientException("setData: not possible inside a transform; use copy_");
    }
    if (requiresGrad() && !values.dtype().isFloating()) {
      throw new GradientException(
          "data set to a tensor that requires gradients must be floating point; got " + values.type());
    }
    self.setData(other.window());
    if (grads != null) {
      grads.forgetAccumulator();
    }
  }

  GradState state() {
    if (grads == null) {
      grads = new GradState();
    }
    return grads;
  }

  /** Prints like PyTorch: {@code tensor([1., 2.], grad_fn=<MulBackward0>)}. */
  @Override
  public final String toString() {
    return TensorPrinter.print(this);
  }
}
