package dev.nabla;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An op whose first output is made of elements picked along one axis, at the positions (int64) that are its second output. The cotangent goes
 * back to those positions; the tangent is picked from them. A 0-d input counts as a vector with one element.
 */
interface Picking extends JointOp {
  /** The axis, not negative. */
  int axis();

  /** Whether the outputs lack the axis. */
  boolean removesAxis();

  /** The same op along another axis. */
  Picking along(int otherAxis);

  @Override
  default int saves(int needs) {
    return 1 << OUTPUT + 1;
  }

  @Override
  default @Nullable Tensor[] vjpAll(Saved s, @Nullable Tensor[] g) {
    Tensor dy = g[0];
    if (dy == null) {
      return new @Nullable Tensor[] {null};
    }
    if (s.inType(0).shape().rank() == 0) {
      return new @Nullable Tensor[] {dy.reshape(s.inType(0).shape())};
    }
    Tensor zeros = Nabla.zeros(s.inType(0).dtype(), s.inType(0).shape());
    return new @Nullable Tensor[] {zeros.scatterAdd(axis(), wide(s.out(1)), wide(dy))};
  }

  @Override
  default @Nullable Tensor[] jvpAll(Tensor[] in, Tensor[] out, @Nullable Tensor[] t) {
    Tensor dx = Objects.requireNonNull(t[0]);
    Tensor picked = in[0].dim() == 0 ? dx.reshape(out[0].shape()) : dx.gather(axis(), wide(out[1]));
    return new @Nullable Tensor[] {removesAxis() && in[0].dim() > 0 ? picked.squeeze(axis()) : picked, null};
  }

  private Tensor wide(Tensor t) {
    return removesAxis() ? t.unsqueeze(axis()) : t;
  }

  @Override
  default Tensor[] batchAll(Tensor[] in, boolean[] batched) {
    if (in[0].dim() == 1) {
      Tensor[] out = Dispatch.applyAll(along(1), new Tensor[] {in[0].unsqueeze(1)});
      return new Tensor[] {removesAxis() ? out[0] : out[0].squeeze(1), removesAxis() ? out[1] : out[1].squeeze(1)};
    }
    return Dispatch.applyAll(along(axis() + 1), in);
  }
}
