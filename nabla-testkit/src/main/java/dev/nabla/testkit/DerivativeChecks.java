package dev.nabla.testkit;

import dev.nabla.Autograd;
import dev.nabla.Node;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.transform.JvpResult;
import dev.nabla.transform.TensorFunction;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks of {@link OpSpec} on derivatives. */
final class DerivativeChecks {
  private static final Closeness ROUNDING = new Closeness(1e-9, 1e-10);

  private DerivativeChecks() {}

  private static Tensor[] wanting(OpSpec spec, Tensor[] in) {
    for (int i = 0; i < in.length; i++) {
      if (spec.inputs[i].differentiable()) {
        in[i].requiresGrad_();
      }
    }
    return in;
  }

  /** Inputs of the type {@code real}; in types of whole numbers and truth values they are 1 and more. */
  static Tensor[] ofType(OpSpec spec, DType real) {
    Tensor[] in = ValueChecks.make(spec.inputs, real.isFloating() ? real : DType.FLOAT64);
    if (real.isFloating()) {
      return wanting(spec, in);
    }
    for (int i = 0; i < in.length; i++) {
      in[i] = spec.inputs[i].differentiable() ? in[i].abs().add(1).to(real) : in[i];
    }
    return in;
  }

  static void first(OpSpec spec) {
    spec.gradients.check(spec.function, wanting(spec, ValueChecks.make(spec.inputs, DType.FLOAT64)));
  }

  static void second(OpSpec spec) {
    spec.gradients.checkSecond(spec.function, wanting(spec, ValueChecks.make(spec.inputs, DType.FLOAT64)));
  }

  /** {@code spec} as a function of its differentiable inputs alone, at {@code in}. */
  static TensorFunction ofReal(OpSpec spec, Tensor[] in) {
    return real -> {
      Tensor[] all = in.clone();
      int k = 0;
      for (int i = 0; i < all.length; i++) {
        if (spec.inputs[i].differentiable()) {
          all[i] = real[k++];
        }
      }
      return spec.function.apply(all);
    };
  }

  static Tensor[] reals(OpSpec spec, Tensor[] in) {
    List<Tensor> out = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      if (spec.inputs[i].differentiable()) {
        out.add(in[i]);
      }
    }
    return out.toArray(Tensor[]::new);
  }

  /** Random tangents for {@code in}. */
  static Tensor[] tangents(Tensor[] in) {
    Tensor[] t = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      t[i] = GradCheck.weights(in[i], 100 + i);
    }
    return t;
  }

  static void forward(OpSpec spec) {
    Tensor[] in = ValueChecks.make(spec.inputs, DType.FLOAT64);
    TensorFunction f = ofReal(spec, in);
    Tensor[] x = reals(spec, in);
    Tensor[] t = tangents(x);
    JvpResult r = Func.jvpN(f, x, t);
    ROUNDING.check("value under jvp", r.value(), spec.function.apply(in));
    double[] high = Elements.doubles(f.apply(moved(x, t, spec.gradients.eps())));
    double[] low = Elements.doubles(f.apply(moved(x, t, -spec.gradients.eps())));
    double[] d = new double[high.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = (high[i] - low[i]) / (2 * spec.gradients.eps());
    }
    Tensor expected = Elements.tensor(DType.FLOAT64, r.value().shape(), d);
    new Closeness(spec.gradients.rtol(), spec.gradients.atol()).check("tangent against differences", r.tangent(),
        expected);
  }

  private static Tensor[] moved(Tensor[] x, Tensor[] t, double h) {
    Tensor[] out = new Tensor[x.length];
    for (int i = 0; i < x.length; i++) {
      double[] a = Elements.doubles(x[i]);
      double[] d = Elements.doubles(t[i]);
      for (int k = 0; k < a.length; k++) {
        a[k] += h * d[k];
      }
      out[i] = Elements.tensor(DType.FLOAT64, x[i].shape(), a);
    }
    return out;
  }

  /** ⟨w, Jt⟩ = ⟨Jᵀw, t⟩, for all inputs together and for each alone. */
  static void adjoint(OpSpec spec) {
    Tensor[] in = ValueChecks.make(spec.inputs, DType.FLOAT64);
    TensorFunction f = ofReal(spec, in);
    Tensor[] x = reals(spec, in);
    Tensor[] t = tangents(x);
    var back = Func.vjpN(f, x);
    Tensor w = GradCheck.weights(back.value(), 5);
    List<Tensor> g = back.pullback(w);
    for (int only = -1; only < x.length; only++) {
      Tensor[] some = t.clone();
      double expected = 0;
      for (int i = 0; i < x.length; i++) {
        if (only >= 0 && i != only) {
          some[i] = dev.nabla.Nabla.zerosLike(t[i]);
        } else {
          expected += Elements.dot(g.get(i), t[i]);
        }
      }
      double actual = Elements.dot(w, Func.jvpN(f, x, some).tangent());
      if (!(Math.abs(actual - expected) <= 1e-9 * (1 + Math.abs(expected)))) {
        throw new AssertionError(
            "<w, Jt> is " + actual + " by forward mode, <J'w, t> is " + expected + " by reverse mode"
                + (only < 0 ? "" : " (only input " + only + " moves)"));
      }
    }
  }

  static void saved(OpSpec spec) {
    Tensor[] in = wanting(spec, ValueChecks.make(spec.inputs, DType.FLOAT64));
    Tensor y = spec.function.apply(in);
    Node node = y.gradFn();
    if (node == null) {
      throw new AssertionError("nothing was recorded");
    }
    long expected = spec.savedBytes >= 0 ? spec.savedBytes : (long) spec.savedTensors * y.numel() * y.dtype().bytes();
    if (node.savedBytes() != expected) {
      throw new AssertionError(
          node + " keeps " + node.savedBytes() + " bytes for the backward pass, expected " + expected);
    }
  }

  static void inPlace(OpSpec spec) {
    TensorFunction written = java.util.Objects.requireNonNull(spec.inPlace);
    TensorFunction form = in -> {
      Tensor[] copy = in.clone();
      copy[0] = in[0].cloneTensor();
      Tensor y = written.apply(copy);
      if (y != copy[0]) {
        throw new AssertionError("the in-place form must return the tensor that it writes");
      }
      return y;
    };
    Tensor[] in = wanting(spec, ValueChecks.make(spec.inputs, DType.FLOAT64));
    Tensor expected = spec.function.apply(in);
    Tensor actual = form.apply(in);
    ROUNDING.check("value", actual, expected);
    if (spec.order == 0) {
      return;
    }
    Tensor[] x = reals(spec, in);
    Tensor w = GradCheck.weights(expected, 3);
    List<@Nullable Tensor> g = Autograd.grad(List.of(actual), List.of(x), List.of(w), false, false, true);
    List<@Nullable Tensor> e = Autograd.grad(List.of(expected), List.of(x), List.of(w), false, false, true);
    for (int i = 0; i < x.length; i++) {
      ROUNDING.check("gradient " + i, orZeros(g.get(i), x[i]), orZeros(e.get(i), x[i]));
    }
  }

  static Tensor orZeros(@Nullable Tensor g, Tensor x) {
    return g == null ? dev.nabla.Nabla.zerosLike(x) : g;
  }
}
