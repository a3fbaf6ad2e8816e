package dev.nabla.data;

import org.jspecify.annotations.Nullable;

/** The loading of one batch. */
@FunctionalInterface
interface Load<B> {
  /** The batch, or null if there are no more. */
  @Nullable
  B load();

  /** Passes over the batch. */
  default void skip() {}

  /** Lets go of what the pass reads from. */
  default void close() {}
}
