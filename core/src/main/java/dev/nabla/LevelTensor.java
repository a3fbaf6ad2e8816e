package dev.nabla;

import dev.nabla.type.DType;
import dev.nabla.type.Shape;

/** A tensor wrapped by a running transform. */
public abstract non-sealed class LevelTensor extends Tensor {
  private final Level level;

  /** Wraps for {@code level}. */
  protected LevelTensor(Level level) {
    this.level = level;
  }

  /** The tensor one level down. */
  public abstract Tensor value();

  @Override
  public final Level level() {
    return level;
  }

  @Override
  public Shape shape() {
    return value().shape();
  }

  @Override
  public final DType dtype() {
    return value().dtype();
  }
}
