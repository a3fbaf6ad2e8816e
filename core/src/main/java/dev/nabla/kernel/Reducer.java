package dev.nabla.kernel;

/** How a reduction combines elements. NaN wins in {@code MAX}, {@code MIN}, {@code ARGMAX} and {@code ARGMIN}; of equal elements the first does. */
public enum Reducer {
  /** The sum; float32 inputs are summed with pairwise or wider accumulation. */
  SUM,
  /** The product. */
  PROD,
  /** The largest element. */
  MAX,
  /** The smallest element. */
  MIN,
  /** The position (int64) of the largest element, in row-major order over the reduced axes. */
  ARGMAX,
  /** The position (int64) of the smallest element, in row-major order over the reduced axes. */
  ARGMIN,
  /** Whether all elements differ from 0 (bool). */
  ALL,
  /** Whether any element differs from 0 (bool). */
  ANY
}
