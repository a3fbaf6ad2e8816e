package dev.nabla.testkit;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.Func;
import dev.nabla.transform.JvpResult;
import dev.nabla.transform.TensorFunction;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The checks of {@link OpSpec} on batches: what vmap gives is what a loop over the examples gives. */
final class BatchChecks {
  private static final Closeness ROUNDING = new Closeness(1e-9, 1e-10);
  private static final int BATCH = 3;

  private BatchChecks() {}

  /** Examples for every input; those not flagged are the same in all. */
  private record Batch(Tensor[] whole, List<Tensor[]> examples, int[] axes) {
    static Batch of(OpSpec spec, int flags) {
      int n = spec.inputs.length;
      SplittableRandom random = new SplittableRandom(17);
      List<Tensor[]> examples = new ArrayList<>();
      Tensor[] first = draw(spec, random);
      for (int b = 0; b < BATCH; b++) {
        Tensor[] one = draw(spec, random);
        for (int i = 0; i < n; i++) {
          one[i] = (flags >> i & 1) != 0 ? one[i] : first[i];
        }
        examples.add(one);
      }
      Tensor[] whole = first.clone();
      int[] axes = new int[n];
      for (int i = 0; i < n; i++) {
        axes[i] = Func.NONE;
        if ((flags >> i & 1) != 0) {
          int k = i;
          // Every other input has its batch as its last axis.
          axes[i] = i % 2 == 0 ? 0 : first[i].dim();
          whole[i] = Nabla.stack(examples.stream().map(e -> e[k]).toList(), axes[i]);
        }
      }
      return new Batch(whole, examples, axes);
    }

    private static Tensor[] draw(OpSpec spec, SplittableRandom random) {
      Tensor[] out = new Tensor[spec.inputs.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = spec.inputs[i].make(random, DType.FLOAT64);
      }
      return out;
    }
  }

  /** All ways to batch some of the inputs; for many inputs: all, and each alone. */
  private static List<Integer> choices(int n) {
    List<Integer> out = new ArrayList<>();
    for (int flags = 1; flags < 1 << n; flags++) {
      if (n <= 3 || flags == (1 << n) - 1 || Integer.bitCount(flags) == 1) {
        out.add(flags);
      }
    }
    return out;
  }

  private interface OfExample {
    Tensor of(Tensor[] example);
  }

  private static void same(OpSpec spec, String what, TensorFunction batched, OfExample one) {
    for (int flags : choices(spec.inputs.length)) {
      Batch b = Batch.of(spec, flags);
      Tensor expected = Nabla.stack(b.examples.stream().map(one::of).toList(), 0);
      Tensor actual = Func.vmapN(batched, b.axes, 0).apply(b.whole);
      ROUNDING.check(what + ", batched inputs " + Integer.toBinaryString(flags), actual, expected);
    }
  }

  static void loop(OpSpec spec) {
    same(spec, "values", spec.function, spec.function::apply);
  }

  static void gradLoop(OpSpec spec) {
    Tensor y = spec.function.apply(ValueChecks.make(spec.inputs, DType.FLOAT64));
    Tensor w = GradCheck.weights(y, 9);
    for (int k = 0; k < spec.inputs.length; k++) {
      if (spec.inputs[k].differentiable()) {
        int at = k;
        TensorFunction grad = in -> gradient(spec, in, at, w);
        same(spec, "gradient of input " + k, grad, grad::apply);
      }
    }
  }

  private static Tensor gradient(OpSpec spec, Tensor[] in, int at, Tensor w) {
    return Func.grad((Tensor x) -> {
      Tensor[] all = in.clone();
      all[at] = x;
      return spec.function.apply(all).mul(w).sum();
    }).apply(in[at]);
  }

  static void forwardLoop(OpSpec spec) {
    for (int flags : choices(spec.inputs.length)) {
      Batch b = Batch.of(spec, flags);
      Tensor[] x = DerivativeChecks.reals(spec, b.whole);
      Tensor[] t = DerivativeChecks.tangents(x);
      TensorFunction batched = Func.vmapN(spec.function, b.axes, 0);
      JvpResult all = Func.jvpN(real -> batched.apply(withReals(spec, b.whole, real)), x, t);
      List<Tensor> loop = new ArrayList<>();
      for (int e = 0; e < BATCH; e++) {
        Tensor[] example = b.examples.get(e);
        Tensor[] te = new Tensor[t.length];
        int k = 0;
        for (int i = 0; i < example.length; i++) {
          if (spec.inputs[i].differentiable()) {
            te[k] = b.axes[i] == Func.NONE ? t[k] : t[k].select(b.axes[i], e);
            k++;
          }
        }
        loop.add(
            Func.jvpN(DerivativeChecks.ofReal(spec, example), DerivativeChecks.reals(spec, example), te).tangent());
      }
      ROUNDING.check("tangents, batched inputs " + Integer.toBinaryString(flags), all.tangent(), Nabla.stack(loop, 0));
    }
  }

  private static Tensor[] withReals(OpSpec spec, Tensor[] in, Tensor[] real) {
    Tensor[] all = in.clone();
    int k = 0;
    for (int i = 0; i < all.length; i++) {
      if (spec.inputs[i].differentiable()) {
        all[i] = real[k++];
      }
    }
    return all;
  }
}
