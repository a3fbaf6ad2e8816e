package dev.nabla;

/** What a loss does with the losses of the single elements. */
public enum Reduction {
  /** Gives them all, in the shape of the input. */
  NONE,
  /** Gives their mean (where samples have weights, the weighted mean). */
  MEAN,
  /** Gives their sum. */
  SUM,
  /** Gives their sum divided by the size of the first axis; for {@link F#klDiv} only. */
  BATCH_MEAN
}
