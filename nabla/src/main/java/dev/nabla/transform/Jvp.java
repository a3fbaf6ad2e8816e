package dev.nabla.transform;

import dev.nabla.CompositeOp;
import dev.nabla.Dispatch;
import dev.nabla.Level;
import dev.nabla.LevelTensor;
import dev.nabla.Op;
import dev.nabla.Tensor;
import dev.nabla.ViewOp;
import dev.nabla.type.GradientException;
import dev.nabla.type.ShapeException;
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

  /** A value with its tangent. */
  private static final class Dual extends LevelTensor {
    private Tensor primal;
    private Tensor tangent;

    /** Shares elements with another tensor, so that an in-place write would have to reach that one as well. */
    private boolean shared;

    Dual(Jvp level, Tensor primal, Tensor tangent) {
      super(level);
      this.primal = primal;
      this.tangent = tangent;
    }

    @Override
    public Tensor value() {
      return primal;
    }
  }

  /** {@code primal} moving in the direction {@code tangent}, which has its type and shape. */
  public Tensor makeDual(Tensor primal, Tensor tangent) {
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
      return new Tensor[] {c.compute(in)};
    }
    Tensor[] primals = new Tensor[in.length];
    @Nullable
    Tensor[] tangents = new @Nullable Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      if (in[i].level() == this) {
        Dual d = (Dual) in[i];
        primals[i] = d.primal;
        tangents[i] = d.tangent;
        d.shared |= op instanceof ViewOp;
      } else {
        primals[i] = in[i];
      }
    }
    Tensor[] out = Dispatch.applyAll(op, primals);
    @Nullable
    Tensor[] t = op.jvpAll(primals, out, tangents);
    Tensor[] wrapped = new Tensor[out.length];
    for (int j = 0; j < out.length; j++) {
      Tensor tj = t[j];
      if (tj == null || !out[j].dtype().isFloating()) {
        wrapped[j] = out[j];
      } else {
        Dual d = new Dual(this, out[j], tj);
        d.shared = op instanceof ViewOp;
        wrapped[j] = d;
      }
    }
    return wrapped;
  }

  @Override
  protected void interpretInPlace(Op op, Tensor[] in) {
    Dual self = (Dual) in[0];
    if (self.shared) {
      throw new GradientException(
          op.name() + "_: in-place writes to views, or to tensors that have views, are not tracked inside jvp;"
              + " use the out-of-place form");
    }
    if (in[1].level() == this) {
      self.primal = ((Dual) in[1]).primal;
      self.tangent = ((Dual) in[1]).tangent;
    } else {
      self.primal = in[1];
      self.tangent = dev.nabla.Nabla.zerosLike(in[1]);
    }
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
      return new JvpResult(out.primal(), t != null ? t : dev.nabla.Nabla.zerosLike(out.primal()));
    }
  }
}
