package dev.nabla.nn;

import dev.nabla.F;

/** The first half along an axis times the sigmoid of the second (Dauphin and others 2016). */
public final class GLU extends Stateless {
  /** Along the last axis. */
  public GLU() {
    this(-1);
  }

  /** Along this axis. */
  public GLU(int dim) {
    super("dim=" + dim, x -> F.glu(x, dim));
  }
}
