package dev.nabla;

/** What a registration returns: {@link #remove} undoes it. */
@FunctionalInterface
public interface RemovableHandle extends AutoCloseable {
  /** Undoes the registration; later calls do nothing. */
  void remove();

  @Override
  default void close() {
    remove();
  }
}
