package dev.nabla;

import dev.nabla.kernel.Backends;
import dev.nabla.kernel.Step;
import dev.nabla.kernel.Strided;
import java.util.ArrayList;
import java.util.List;

/**
 * Formulas written into tensors one after the other, in one pass over memory: each block of elements goes through all formulas that were added
 * together while it is in cache, and tensors are shared out among threads. The values are those of {@link ElementwiseOp#applyInPlace} for each.
 *
 * <pre>{@code
 * sweep.add(MEAN.with(beta, 1 - beta).into(m, g), UPDATE.with(lr).into(p, m));   // m = mean(m, g); p = update(p, m)
 * sweep.run();
 * }</pre>
 */
public final class Sweep {
  /** {@code in[0] = op(in)}: see {@link ElementwiseOp#into}. */
  public static final class Write {
    private final ElementwiseOp op;
    private final Tensor[] in;

    Write(ElementwiseOp op, Tensor[] in) {
      this.op = op;
      this.in = in;
    }
  }

  private final List<Step[]> groups = new ArrayList<>();

  /** Nothing to do yet. */
  public Sweep() {}

  /** Adds writes, to be done in this order. */
  public void add(Write... writes) {
    if (!arePlain(writes)) {
      run();
      for (Write w : writes) {
        w.op.applyInPlace(w.in);
      }
      return;
    }
    Step[] group = new Step[writes.length];
    for (int k = 0; k < group.length; k++) {
      Tensor[] in = writes[k].in;
      Strided[] windows = new Strided[in.length];
      for (int i = 0; i < in.length; i++) {
        windows[i] = Dispatch.data(in[i]);
      }
      ElementwiseOp op = writes[k].op;
      group[k] = new Step(op.formula().program(in[0].dtype()), op.params(), windows, windows[0]);
    }
    groups.add(group);
  }

  /** Does all that was added, which is then forgotten. */
  public void run() {
    Backends.active().sweep(groups);
    for (Step[] group : groups) {
      for (Step s : group) {
        s.out().storage().bump();
      }
    }
    groups.clear();
  }

  /** Whether all tensors are of one floating type, what is written overlaps nothing but the very same window, and nothing is recorded. */
  private static boolean arePlain(Write[] writes) {
    Tensor like = writes[0].in[0];
    for (Write w : writes) {
      if (!like.dtype().isFloating() || like.dtype().isHalf() || w.op.resultType(like.dtype()) != like.dtype()
          || Dispatch.top(w.in) != null
          || Dispatch.recording(w.in) || Dispatch.data(w.in[0]).overlapsItself()) {
        return false;
      }
      for (Tensor t : w.in) {
        if (!t.type().equals(like.type())) {
          return false;
        }
      }
    }
    for (Write w : writes) {
      for (Write other : writes) {
        for (Tensor t : other.in) {
          if (overlapOtherwise((ConcreteTensor) w.in[0], t)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean overlapOtherwise(ConcreteTensor written, Tensor t) {
    return InPlace.sharesStorage(t, written) && !InPlace.sameWindow(t, written);
  }
}
