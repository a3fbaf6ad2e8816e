package dev.nabla.kernel;

/** What a scattered element does to the one at its target. */
public enum Scatter {
  /** Replaces it; of several sources for one target the last in row-major order stays. */
  ASSIGN,
  /** Is added. */
  ADD,
  /** Is multiplied. */
  MUL,
  /** The larger stays; NaN wins. */
  MAX,
  /** The smaller stays; NaN wins. */
  MIN
}
