package dev.nabla.nn;

/** One axis as several of these sizes, of which one may be -1 for what is left. */
public final class Unflatten extends Stateless {
  /** Axis {@code dim} as axes of these sizes. */
  public Unflatten(int dim, int... sizes) {
    super("dim=" + dim + ", unflattened_size=" + PythonText.tuple(sizes), x -> x.unflatten(dim, sizes));
  }
}
