package dev.nabla;

import dev.nabla.kernel.Storage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A composite, of one or more outputs, with a kernel and a joint backward rule of its own. Both work on elements, so they serve plain tensors
 * only: where a transform watches, or the backward pass is itself recorded, {@link #computeAll} is differentiated instead. An op needs no rule
 * in tensor code for that.
 *
 * <p>{@link #runAll} may give more outputs than {@link #computeAll}: what stands behind them is kept for {@link #fusedVjp} and never seen by
 * users.
 */
interface FusedOp extends CompositeOp {
  /** The number of inputs; all are saved. */
  int inputs();

  @Override
  Tensor[] computeAll(Tensor[] in);

  /** All values by the kernel, without graph; those of {@link #computeAll} first. */
  @Override
  Tensor[] runAll(Tensor[] in);

  /** Whether the kernel's rule gives all cotangents that are asked for; else {@link #computeAll} is differentiated. */
  default boolean covers(Saved s) {
    return true;
  }

  /** The cotangents by the kernel: new tensors, none of them another's view. Null entries of {@code g} mean zero; at least one is given. */
  @Nullable
  Tensor[] fusedVjp(Saved s, @Nullable Tensor[] g);

  @Override
  default Tensor compute(Tensor[] in) {
    return computeAll(in)[0];
  }

  @Override
  default Tensor run(Tensor[] in) {
    return runAll(in)[0];
  }

  @Override
  default boolean expandsInGraphs() {
    return true;
  }

  @Override
  default boolean joint() {
    return true;
  }

  @Override
  default @Nullable Tensor vjp(int i, Saved s, Tensor g) {
    return vjpAll(s, new @Nullable Tensor[] {g})[i];
  }

  @Override
  default @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    List<Tensor> watched = new ArrayList<>();
    for (int i = 0; i < inputs(); i++) {
      watched.add(s.in(i));
    }
    for (@Nullable
    Tensor t : g) {
      if (t != null) {
        watched.add(t);
      }
    }
    return Rows.unwatched(watched.toArray(new Tensor[0])) && covers(s) ? fusedVjp(s, g) : derivedVjp(s, g);
  }

  /**
   * The cotangents by differentiating {@link #computeAll}. Inputs stand in as views of themselves, so that a recorded pass leads on to what they
   * were made of, and an unrecorded one ends here.
   */
  private @Nullable Tensor[] derivedVjp(Saved s, @Nullable Tensor[] g) {
    Tensor[] in = new Tensor[inputs()];
    List<Tensor> wanted = new ArrayList<>();
    List<Tensor> roots = new ArrayList<>();
    List<Tensor> cotangents = new ArrayList<>();
    boolean recorded = GradMode.isEnabled();
    try (GradMode.Scope _ = GradMode.set(true)) {
      for (int i = 0; i < in.length; i++) {
        Tensor x = s.in(i);
        in[i] = !s.needs(i)
            ? x
            : recorded && x.requiresGrad() ? Dispatch.apply(Views.ALIAS, x) : x.detach().requiresGrad_();
        if (s.needs(i)) {
          wanted.add(in[i]);
        }
      }
      Tensor[] out = computeAll(in);
      for (int j = 0; j < out.length; j++) {
        Tensor gj = j < g.length ? g[j] : null;
        if (gj != null && out[j].requiresGrad()) {
          roots.add(out[j]);
          cotangents.add(gj);
        }
      }
    }
    @Nullable
    Tensor[] found = Autograd.pullback(roots, cotangents.toArray(new Tensor[0]), wanted, recorded);
    @Nullable
    Tensor[] d = new @Nullable Tensor[in.length];
    int k = 0;
    for (int i = 0; i < in.length; i++) {
      d[i] = s.needs(i) ? found[k++] : null;
    }
    return d;
  }

  /** Whether nobody but {@code d[i]} holds its elements: no saved tensor, no other cotangent, neither here nor among those that came in. */
  static boolean owns(Node node, @Nullable Tensor[] d, int i, @Nullable Tensor[] g) {
    if (!(d[i] instanceof ConcreteTensor c) || c.window().overlapsItself()) {
      return false;
    }
    Storage storage = c.window().storage();
    return !node.keeps(storage) && !holds(d, storage, i) && !holds(g, storage, -1);
  }

  private static boolean holds(@Nullable Tensor[] tensors, Storage storage, int except) {
    for (int i = 0; i < tensors.length; i++) {
      if (i != except && tensors[i] instanceof ConcreteTensor c && c.window().storage() == storage) {
        return true;
      }
    }
    return false;
  }
}
