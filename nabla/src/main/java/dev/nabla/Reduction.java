package dev.nabla;

/** What a loss does with the losses of the single elements. */
public enum Reduction {
  /** Gives them all, in the shape of the input. */
  NONE,
  /** Gives their mean (where samples have weights, the weighted mean). */
  MEAN,
  /** Gives their sum. */
  SUM
}
