package dev.nabla.kernel;

/** What a running reduction along an axis keeps. */
public enum Scan {
  /** The running sum. */
  SUM,
  /** The running product. */
  PROD,
  /** The largest so far, with its position; of equal elements the last; NaN wins. */
  MAX,
  /** The smallest so far, with its position; of equal elements the last; NaN wins. */
  MIN,
  /** {@code log Σ exp} of all so far, without overflow. */
  LOGSUMEXP
}
