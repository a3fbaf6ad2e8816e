package dev.nabla.transform;

import dev.nabla.GradMode;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.ShapeException;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Functions of functions, as in PyTorch's {@code torch.func}. They compose in any order: {@code vmap(grad(f))}, {@code jacfwd(jacrev(f))}. Meant
 * for {@code import static dev.nabla.transform.Func.*}.
 */
public final class Func {
  private Func() {}

  /** As a batch axis: this input is the same for the whole batch. */
  public static final int NONE = Vmap.NONE;

  // --- reverse mode ---

  /** The gradient of a function with a one-element value. */
  public static UnaryOperator<Tensor> grad(UnaryOperator<Tensor> f) {
    return x -> Grad.run(in -> f.apply(in[0]), null, x).grad();
  }

  /** The gradient with respect to the first input. */
  public static BinaryOperator<Tensor> grad(BinaryOperator<Tensor> f) {
    return (a, b) -> Grad.run(in -> f.apply(in[0], in[1]), new int[] {0}, a, b).grad();
  }

  /** The gradient with respect to the first input. */
  public static TernaryOperator grad(TernaryOperator f) {
    return (a, b, c) -> Grad.run(in -> f.apply(in[0], in[1], in[2]), new int[] {0}, a, b, c).grad();
  }

  /** The gradient with respect to input {@code argnum}. */
  public static BinaryOperator<Tensor> grad(BinaryOperator<Tensor> f, int argnum) {
    return (a, b) -> Grad.run(in -> f.apply(in[0], in[1]), new int[] {argnum}, a, b).grad();
  }

  /** The value of {@code f} and its gradient at {@code x}. */
  public static GradResult gradAndValue(UnaryOperator<Tensor> f, Tensor x) {
    return Grad.run(in -> f.apply(in[0]), null, x);
  }

  /** The value of {@code f} and its gradients with respect to all of {@code in}. */
  public static GradResult gradAndValueN(TensorFunction f, Tensor... in) {
    return Grad.run(f, null, in);
  }

  /** The value of {@code f} at {@code x}, with the map that takes cotangents back. */
  public static VjpResult vjp(UnaryOperator<Tensor> f, Tensor x) {
    return vjpN(in -> f.apply(in[0]), x);
  }

  /** The value of {@code f} at {@code in}, with the map that takes cotangents back. */
  public static VjpResult vjpN(TensorFunction f, Tensor... in) {
    Grad level = new Grad();
    Tensor[] tracked = level.track(in);
    Tensor out;
    try (GradMode.Scope _ = GradMode.set(true)) {
      out = f.apply(tracked);
    }
    return new VjpResult(level.lower(out), out, tracked, level);
  }

  // --- forward mode ---

  /** The value of {@code f} at {@code x} and its derivative in the direction {@code tangent}. */
  public static JvpResult jvp(UnaryOperator<Tensor> f, Tensor x, Tensor tangent) {
    return Jvp.run(in -> f.apply(in[0]), new Tensor[] {x}, new Tensor[] {tangent});
  }

  /** The value of {@code f} at {@code in} and its derivative in the direction {@code tangents}. */
  public static JvpResult jvpN(TensorFunction f, Tensor[] in, Tensor[] tangents) {
    return Jvp.run(f, in, tangents);
  }

  // --- batching ---

  /** {@code f} of every slice along axis 0; results are stacked along axis 0. */
  public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f) {
    return vmap(f, 0, 0);
  }

  /** {@code f} of every slice along axis {@code inAxis}; results are stacked along axis {@code outAxis}. */
  public static UnaryOperator<Tensor> vmap(UnaryOperator<Tensor> f, int inAxis, int outAxis) {
    return x -> Vmap.run(in -> f.apply(in[0]), new int[] {inAxis}, outAxis, x);
  }

  /** {@code f} of every pair of slices along axis 0. */
  public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f) {
    return vmap(f, 0, 0, 0);
  }

  /** {@code f} of every pair of slices; an axis may be {@link #NONE}. */
  public static BinaryOperator<Tensor> vmap(BinaryOperator<Tensor> f, int inAxisA, int inAxisB, int outAxis) {
    return (a, b) -> Vmap.run(in -> f.apply(in[0], in[1]), new int[] {inAxisA, inAxisB}, outAxis, a, b);
  }

  /** {@code f} of every triple of slices along axis 0. */
  public static TernaryOperator vmap(TernaryOperator f) {
    return vmap(f, new int[] {0, 0, 0}, 0);
  }

  /** {@code f} of every triple of slices; an axis may be {@link #NONE}. */
  public static TernaryOperator vmap(TernaryOperator f, int[] inAxes, int outAxis) {
    return (a, b, c) -> Vmap.run(in -> f.apply(in[0], in[1], in[2]), inAxes, outAxis, a, b, c);
  }

  /** {@code f} of slices of any number of inputs; an axis may be {@link #NONE}. */
  public static TensorFunction vmapN(TensorFunction f, int[] inAxes, int outAxis) {
    return in -> Vmap.run(f, inAxes, outAxis, in);
  }

  // --- Jacobians ---

  /** The Jacobian by reverse mode, shape [value…, x…]: one batched pass back for all elements of the value. Good for few outputs. */
  public static UnaryOperator<Tensor> jacrev(UnaryOperator<Tensor> f) {
    return x -> {
      VjpResult r = vjp(f, x);
      Tensor value = r.value();
      Tensor rows = vmap((Tensor g) -> r.pullback(g).get(0)).apply(basis(value));
      return rows.reshape(joined(value, x));
    };
  }

  /** The Jacobian by forward mode, shape [value…, x…]: one batched pass forward for all elements of x. Good for few inputs. */
  public static UnaryOperator<Tensor> jacfwd(UnaryOperator<Tensor> f) {
    return x -> {
      Tensor columns = vmap((Tensor t) -> jvp(f, x, t).tangent(), 0, -1).apply(basis(x));
      Tensor value = columns.dim() == 1 ? Nabla.zeros(x.dtype()) : columns.select(-1, 0);
      return columns.reshape(joined(value, x));
    };
  }

  /** The matrix of second derivatives of a one-element function, shape [x…, x…]: forward mode over reverse mode. */
  public static UnaryOperator<Tensor> hessian(UnaryOperator<Tensor> f) {
    return jacfwd(jacrev(f));
  }

  /** The Hessian of a one-element function times {@code v}, without the Hessian: forward mode over the gradient. */
  public static Tensor hvp(UnaryOperator<Tensor> f, Tensor x, Tensor v) {
    return jvp(grad(f), x, v).tangent();
  }

  /** All unit vectors of the type and shape of {@code like}, shape [n, like…]. */
  private static Tensor basis(Tensor like) {
    int n = like.numel();
    if (n == 0) {
      throw new ShapeException(
          "jacobian: cannot differentiate with respect to or of a tensor without elements, shape " + like.shape());
    }
    return Nabla.eye(n, like.dtype()).reshape(like.shape().insert(0, n));
  }

  private static dev.nabla.type.Shape joined(Tensor value, Tensor x) {
    int[] dims = new int[value.dim() + x.dim()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i < value.dim() ? value.size(i) : x.size(i - value.dim());
    }
    return dev.nabla.type.Shape.of(dims);
  }

  /** The derivatives of a function of several inputs with respect to each, at {@code in}: see {@link #jacrev}. */
  public static List<Tensor> jacobian(TensorFunction f, Tensor... in) {
    VjpResult r = vjpN(f, in);
    List<Tensor> out = new java.util.ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      int k = i;
      Tensor rows = vmap((Tensor g) -> r.pullback(g).get(k)).apply(basis(r.value()));
      out.add(rows.reshape(joined(r.value(), in[i])));
    }
    return out;
  }
}
