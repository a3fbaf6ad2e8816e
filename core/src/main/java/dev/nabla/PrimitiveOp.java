package dev.nabla;

import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operation whose rules are all written by hand: order statistics, gathers, factorisations. A {@link JointOp} has one rule for the cotangents
 * of all inputs.
 */
public non-sealed interface PrimitiveOp extends Op {
  @Override
  default Tensor run(Tensor[] in) {
    return runAll(in)[0];
  }

  @Override
  default @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    return jvpAll(in, new Tensor[] {out}, t)[0];
  }

  @Override
  default Tensor batch(Tensor[] in, boolean[] batched) {
    return batchAll(in, batched)[0];
  }

  /** The op on each element of the batch in turn; right for every op, and slow. Ops with a cheaper rule override it. */
  @Override
  default Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    return batchByLoop(this, in, batched);
  }

  /** Applies {@code op} to every slice of the batch and stacks the results. */
  static Tensor[] batchByLoop(Op op, Tensor[] in, boolean[] batched) {
    int n = 0;
    for (int i = 0; i < in.length; i++) {
      n = batched[i] ? in[i].size(0) : n;
    }
    List<List<Tensor>> results = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      Tensor[] slice = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        slice[i] = batched[i] ? in[i].select(0, k) : in[i];
      }
      Tensor[] out = Dispatch.applyAll(op, slice);
      for (int j = 0; j < out.length; j++) {
        if (k == 0) {
          results.add(new ArrayList<>());
        }
        results.get(j).add(out[j]);
      }
    }
    return results.stream().map(r -> Nabla.stack(r, 0)).toArray(Tensor[]::new);
  }

  /** Zeros for a missing cotangent. */
  static Tensor orZeros(@Nullable Tensor g, TensorType type) {
    return g != null ? g : Nabla.zeros(type.dtype(), type.shape());
  }
}
