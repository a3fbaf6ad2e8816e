package dev.nabla.testkit;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.TensorFunction;
import dev.nabla.type.DType;
import dev.nabla.type.DTypeException;
import dev.nabla.type.GradientException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Compares gradients of a function with differences of its values, in float64. The output is weighted with random numbers first, so that no
 * error can hide behind a sum: a gradient that is right only for cotangents of ones is found out.
 *
 * @param eps the step of the central differences
 * @param atol the absolute error allowed
 * @param rtol the error allowed in proportion to the difference quotient
 * @param seed where the random weights start
 */
public record GradCheck(double eps, double atol, double rtol, long seed) {
  /** PyTorch's defaults: steps of 1e-6, atol 1e-5, rtol 1e-3. */
  public static final GradCheck DEFAULT = new GradCheck(1e-6, 1e-5, 1e-3, 0);

  /**
   * Checks the gradients of {@code f} at {@code in} with respect to those inputs that require gradients.
   *
   * @throws AssertionError if one differs; the message names input and element and gives both numbers
   */
  public static void gradcheck(TensorFunction f, Tensor... in) {
    DEFAULT.check(f, in);
  }

  /**
   * Checks the second derivatives of {@code f} at {@code in}: the gradients of the gradients, with respect to the inputs and to the cotangent.
   *
   * @throws AssertionError if one differs; the message names input and element and gives both numbers
   */
  public static void gradgradcheck(TensorFunction f, Tensor... in) {
    DEFAULT.checkSecond(f, in);
  }

  /** This check with another step. */
  public GradCheck eps(double value) {
    return new GradCheck(value, atol, rtol, seed);
  }

  /** This check with another absolute error. */
  public GradCheck atol(double value) {
    return new GradCheck(eps, value, rtol, seed);
  }

  /** This check with another relative error. */
  public GradCheck rtol(double value) {
    return new GradCheck(eps, atol, value, seed);
  }

  /** This check with other random weights. */
  public GradCheck seed(long value) {
    return new GradCheck(eps, atol, rtol, value);
  }

  /** As {@link #gradcheck} with these settings. */
  public void check(TensorFunction f, Tensor... in) {
    boolean[] wanted = wanted(in);
    Tensor[] leaves = leaves(in, wanted);
    Tensor y = f.apply(leaves);
    checkReal(y);
    Tensor w = weights(y, seed);
    compare("gradient", x -> Elements.dot(w, Nabla.noGrad(() -> f.apply(x))), leaves, wanted,
        gradients(y, w, leaves, wanted, false));
  }

  /** As {@link #gradgradcheck} with these settings. */
  public void checkSecond(TensorFunction f, Tensor... in) {
    boolean[] wanted = wanted(in);
    Tensor y = f.apply(leaves(in, wanted));
    checkReal(y);
    Tensor[] all = java.util.Arrays.copyOf(in, in.length + 1);
    all[in.length] = weights(y, seed).requiresGrad_();
    boolean[] allWanted = java.util.Arrays.copyOf(wanted, in.length + 1);
    allWanted[in.length] = true;
    TensorFunction first = x -> weightedGradients(f, x, wanted);
    Tensor[] leaves = leaves(all, allWanted);
    Tensor s = first.apply(leaves);
    @Nullable
    Tensor[] analytic = s.requiresGrad()
        ? gradients(s, Nabla.onesLike(s), leaves, allWanted, false)
        : new @Nullable Tensor[leaves.length];
    compare("second derivative", x -> first.apply(leaves(x, allWanted)).detach().item(), leaves, allWanted, analytic);
  }

  /** {@code Σ ⟨v, g⟩} over the gradients g of {@code f} for the cotangent that is the last of {@code x}; the v are random but fixed. */
  private Tensor weightedGradients(TensorFunction f, Tensor[] x, boolean[] wanted) {
    int n = x.length - 1;
    Tensor[] in = java.util.Arrays.copyOf(x, n);
    @Nullable
    Tensor[] g = gradients(f.apply(in), x[n], in, wanted, true);
    Tensor sum = Nabla.zeros(DType.FLOAT64);
    for (int i = 0; i < n; i++) {
      Tensor gi = g[i];
      if (gi != null) {
        sum = sum.add(gi.mul(weights(in[i], seed + 1 + i)).sum());
      }
    }
    return sum;
  }

  private static boolean[] wanted(Tensor[] in) {
    boolean[] wanted = new boolean[in.length];
    boolean any = false;
    for (int i = 0; i < in.length; i++) {
      wanted[i] = in[i].requiresGrad();
      any |= wanted[i];
      if (wanted[i] && in[i].dtype() != DType.FLOAT64) {
        throw new DTypeException(
            "gradcheck: input " + i + " is " + in[i].dtype() + "; differences are only good enough in float64");
      }
    }
    if (!any) {
      throw new GradientException(
          "gradcheck expects at least one input tensor to require gradient, but none of the them have requires_grad=True.");
    }
    return wanted;
  }

  private static void checkReal(Tensor y) {
    if (!y.dtype().isFloating()) {
      throw new DTypeException("gradcheck: the function gives " + y.dtype() + ", which has no derivative");
    }
  }

  private static Tensor[] leaves(Tensor[] in, boolean[] wanted) {
    Tensor[] out = in.clone();
    for (int i = 0; i < in.length; i++) {
      if (wanted[i]) {
        out[i] = Elements.copy(in[i]).requiresGrad_();
      }
    }
    return out;
  }

  private static @Nullable Tensor[] gradients(Tensor y, Tensor w, Tensor[] in, boolean[] wanted, boolean createGraph) {
    @Nullable
    Tensor[] out = new @Nullable Tensor[in.length];
    if (!y.requiresGrad()) {
      return out;
    }
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (wanted[i]) {
        inputs.add(in[i]);
      }
    }
    List<@Nullable Tensor> g = Autograd.grad(List.of(y), inputs, List.of(w), createGraph, createGraph, true);
    int k = 0;
    for (int i = 0; i < in.length; i++) {
      out[i] = wanted[i] ? g.get(k++) : null;
    }
    return out;
  }

  /** Random numbers of both signs, none near 0, of the type and shape of {@code like}. */
  static Tensor weights(Tensor like, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    double[] w = new double[like.numel()];
    for (int i = 0; i < w.length; i++) {
      w[i] = (random.nextBoolean() ? 1 : -1) * random.nextDouble(0.25, 1.75);
    }
    return Elements.tensor(like.dtype(), like.shape(), w);
  }

  private interface Measure {
    double of(Tensor[] in);
  }

  private void compare(String what, Measure f, Tensor[] in, boolean[] wanted, @Nullable Tensor[] analytic) {
    for (int i = 0; i < in.length; i++) {
      if (!wanted[i]) {
        continue;
      }
      Tensor gi = analytic[i];
      double[] x = Elements.doubles(in[i]);
      if (gi != null && !gi.shape().equals(in[i].shape())) {
        throw new AssertionError(
            what + " of input " + i + " has shape " + gi.shape() + ", the input has " + in[i].shape());
      }
      double[] g = gi == null ? new double[x.length] : Elements.doubles(gi);
      Tensor[] moved = new Tensor[in.length];
      for (int k = 0; k < in.length; k++) {
        moved[k] = in[k].detach();
      }
      for (int j = 0; j < x.length; j++) {
        double numeric = difference(f, moved, i, x, j);
        if (!(Math.abs(g[j] - numeric) <= atol + rtol * Math.abs(numeric))) {
          throw new AssertionError(what + " of input " + i + " at element " + Elements.index(in[i].shape(), j)
              + " (value " + x[j] + "): " + g[j]
              + ", by differences " + numeric + (gi == null ? " (the graph does not reach this input)" : ""));
        }
      }
    }
  }

  private double difference(Measure f, Tensor[] in, int i, double[] x, int j) {
    double h = eps * Math.max(1, Math.abs(x[j]));
    double[] at = x.clone();
    Tensor[] moved = in.clone();
    at[j] = x[j] + h;
    double up = at[j];
    moved[i] = Elements.tensor(in[i].dtype(), in[i].shape(), at);
    double high = f.of(moved);
    at[j] = x[j] - h;
    double down = at[j];
    moved[i] = Elements.tensor(in[i].dtype(), in[i].shape(), at);
    return (high - f.of(moved)) / (up - down);
  }
}
