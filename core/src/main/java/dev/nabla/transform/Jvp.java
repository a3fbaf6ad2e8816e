package dev.nabla.transform;

import dev.nabla.CompositeOp;
import dev.nabla.ConcreteTensor;
import dev.nabla.Dispatch;
import dev.nabla.Level;
import dev.nabla.LevelTensor;
import dev.nabla.Nabla;
import dev.nabla.Op;
import dev.nabla.Tensor;
import dev.nabla.ViewOp;
import dev.nabla.type.GradientException;
import dev.nabla.type.ShapeException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forward mode: every tensor travels with its tangent, the derivative in one direction. A level may be used by hand, like PyTorch's {@code
 * fwAD.dual_level()}:
 *
 * <pre>{@code
 * try (Jvp level = Jvp.dualLevel()) {
 *   Tensor x = level.makeDual(tensor(2.0), tensor(1.0));
 *   System.out.println(level.unpackDual(x.mul(x)));   // primal 4, tangent 4
 * }
 * }</pre>
 */
public final class Jvp extends Level implements AutoCloseable {
  private Jvp() {
    super("jvp");
  }

  /** Starts forward mode; duals of this level can be computed with until it is closed. */
  public static Jvp dualLevel() {
    return new Jvp();
  }

  /** A value and its derivative. */
  public record UnpackedDualTensor(Tensor primal, @Nullable Tensor tangent) {
    @Override
    public String toString() {
      return "UnpackedDualTensor(primal=" + primal + ", tangent=" + (tangent == null ? "None" : tangent) + ")";
    }
  }

  /** A value with its tangent; none while a detached dual, or a view of one, has not been written to. */
  private static final class Dual extends LevelTensor {
    private Tensor primal;
    private @Nullable Tensor tangent;

    /** The tensors that share elements with this one; null if there are none. */
    private @Nullable Family family;

    /** What this is a view of, and how; null if it is none. */
    private @Nullable Dual parent;
    private @Nullable Op view;

    /** Shares elements in a way that a family does not follow. */
    private boolean frozen;

    Dual(Jvp level, Tensor primal, @Nullable Tensor tangent) {
      super(level);
      this.primal = primal;
      this.tangent = tangent;
    }

    @Override
    public Tensor value() {
      return primal;
    }

    private Family family() {
      if (family == null) {
        family = new Family(this);
      }
      return family;
    }

    private void write(Tensor p, Tensor t) {
      if (family == null) {
        primal = p;
        tangent = t;
      } else {
        family.part(tangentRoot());
        primal.copy_(p);
        Objects.requireNonNull(tangent).copy_(t);
      }
    }

    /** The dual whose tangent holds that of this one: views share it, a detached dual has its own. */
    private Dual tangentRoot() {
      Dual d = this;
      while (d.parent != null && d.view instanceof ViewOp) {
        d = d.parent;
      }
      return d;
    }

    /** Shows the parent's elements again, after these have moved; {@code written} must have a tangent from now on. */
    private void follow(Dual parent, Op view, Dual written) {
      primal = Dispatch.apply(view, parent.primal);
      if (view instanceof ViewOp) {
        tangent = parent.tangent == null ? null : Dispatch.apply(view, parent.tangent);
      } else if (tangent != null || this == written) {
        tangent = tangent == null ? Nabla.zerosLike(primal) : tangent.cloneTensor();
      }
    }
  }

  /**
   * A dual, all its views, and what was detached from them. An in-place write first moves the family to buffers of its own: those that it had may be the tangents of other
   * duals as well (the sum of a dual and a constant has the very tangent of the dual).
   */
  private static final class Family {
    private final Dual root;
    private final List<WeakReference<Dual>> views = new ArrayList<>();

    Family(Dual root) {
      this.root = root;
    }

    void add(Dual d, Dual parent, Op view) {
      if (Integer.bitCount(views.size()) == 1) {
        views.removeIf(r -> r.get() == null);
      }
      d.family = this;
      d.parent = parent;
      d.view = view;
      views.add(new WeakReference<>(d));
    }

    void part(Dual written) {
      root.primal = root.primal.cloneTensor();
      root.tangent = Objects.requireNonNull(root.tangent).cloneTensor();
      for (WeakReference<Dual> r : views) {
        Dual d = r.get();
        if (d != null && d.parent != null && d.view != null) {
          d.follow(d.parent, d.view, written);
        }
      }
    }
  }

  /** {@code primal} moving in the direction {@code tangent}, which has its type and shape. */
  public Tensor makeDual(Tensor primal, Tensor tangent) {
    if (isClosed()) {
      throw new GradientException("makeDual: this dual level is closed; start another by Jvp.dualLevel()");
    }
    if (!primal.shape().equals(tangent.shape()) || primal.dtype() != tangent.dtype()) {
      throw new ShapeException(
          "makeDual: the tangent must have the type of the primal; got " + tangent.type() + " for " + primal.type());
    }
    return new Dual(this, primal, tangent);
  }

  /** The value and the derivative of {@code t}; no tangent if it does not depend on a dual of this level. */
  public UnpackedDualTensor unpackDual(Tensor t) {
    return t.level() == this
        ? new UnpackedDualTensor(((Dual) t).primal, ((Dual) t).tangent)
        : new UnpackedDualTensor(t, null);
  }

  @Override
  protected Tensor[] interpret(Op op, Tensor[] in) {
    if (op instanceof CompositeOp c) {
      return c.computeAll(in);
    }
    Tensor[] primals = new Tensor[in.length];
    @Nullable
    Tensor[] tangents = new @Nullable Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      if (in[i].level() == this) {
        Dual d = (Dual) in[i];
        primals[i] = d.primal;
        tangents[i] = d.tangent;
      } else {
        primals[i] = in[i];
      }
    }
    Tensor[] out = Dispatch.applyAll(op, primals);
    boolean constant = Arrays.stream(tangents).allMatch(Objects::isNull);
    @Nullable
    Tensor[] t = constant ? tangents : op.jvpAll(primals, out, tangents);
    Tensor[] wrapped = new Tensor[out.length];
    for (int j = 0; j < out.length; j++) {
      Tensor tj = constant ? null : t[j];
      boolean moves = out[j].dtype().isFloating()
          && (tj != null || in[0].level() == this && sharesElements(in[0], out[j]));
      wrapped[j] = moves ? related(op, in[0], new Dual(this, out[j], tj)) : out[j];
    }
    return wrapped;
  }

  /** {@code d}, in the family of {@code in} if it is a view of it. */
  private Dual related(Op op, Tensor in, Dual d) {
    if (in.level() == this && sharesElements(in, d)) {
      Dual from = (Dual) in;
      if (op instanceof ViewOp || d.tangent == null) {
        d.frozen = from.frozen;
        from.family().add(d, from, op);
      } else {
        from.frozen = true;
        d.frozen = true;
      }
    }
    return d;
  }

  private static boolean sharesElements(Tensor a, Tensor b) {
    return concrete(a) instanceof ConcreteTensor x && concrete(b) instanceof ConcreteTensor y
        && x.window().storage() == y.window().storage();
  }

  private static Tensor concrete(Tensor t) {
    Tensor at = t;
    while (at instanceof LevelTensor l) {
      at = l.value();
    }
    return at;
  }

  @Override
  protected boolean followsViews() {
    return true;
  }

  @Override
  protected void interpretInPlace(Op op, Tensor[] in) {
    Dual self = (Dual) in[0];
    boolean reshaped = !in[1].shape().equals(self.shape());
    if (self.frozen || reshaped && self.family != null) {
      throw new GradientException(
          op.name() + "_: in-place writes to tensors that share elements other than as views, and changes of shape of"
              + " tensors that have views, are not tracked inside jvp; use the out-of-place form");
    }
    UnpackedDualTensor value = unpackDual(in[1]);
    self.write(value.primal, value.tangent != null ? value.tangent : Nabla.zerosLike(value.primal));
  }

  /** The value of {@code f} at {@code in} and its derivative in the direction {@code tangents}. */
  static JvpResult run(TensorFunction f, Tensor[] in, Tensor[] tangents) {
    if (in.length != tangents.length) {
      throw new ShapeException("jvp: got " + in.length + " inputs and " + tangents.length + " tangents");
    }
    try (Jvp level = new Jvp()) {
      Tensor[] duals = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        duals[i] = level.makeDual(in[i], tangents[i]);
      }
      UnpackedDualTensor out = level.unpackDual(f.apply(duals));
      Tensor t = out.tangent();
      return new JvpResult(out.primal(), t != null ? t : Nabla.zerosLike(out.primal()));
    }
  }
}
