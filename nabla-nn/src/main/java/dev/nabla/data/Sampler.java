package dev.nabla.data;

/** The order in which a pass takes the examples of a data set. */
public interface Sampler {
  /** The number of examples in a pass. */
  int size();

  /** The numbers of the examples of the next pass, in order. */
  int[] draw();
}
