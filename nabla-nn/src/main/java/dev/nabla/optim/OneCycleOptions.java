package dev.nabla.optim;

/**
 * The settings of a {@link OneCycleLR}.
 *
 * @param pctStart the part of the steps in which the rate rises
 * @param linear whether it changes along lines, not along cosines
 * @param cycleMomentum whether the momentum, or beta1, falls while the rate rises
 * @param baseMomentum the least momentum
 * @param maxMomentum the largest momentum
 * @param divFactor the largest rate divided by the first
 * @param finalDivFactor the first rate divided by the last
 * @param threePhase whether the rate falls as it rose and goes on to its least in a third phase
 */
public record OneCycleOptions(double pctStart, boolean linear, boolean cycleMomentum, double baseMomentum,
    double maxMomentum, double divFactor, double finalDivFactor, boolean threePhase) {
  /** Rises for 0.3 of the steps, along cosines, from a 25th, and falls to 1e-4 of that; momentum between 0.85 and 0.95. */
  public static final OneCycleOptions DEFAULT = new OneCycleOptions(0.3, false, true, 0.85, 0.95, 25, 1e4, false);

  /** These settings with another part of rising steps. */
  public OneCycleOptions withPctStart(double value) {
    return new OneCycleOptions(value, linear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
        threePhase);
  }

  /** These settings with lines in place of cosines. */
  public OneCycleOptions withLinear() {
    return new OneCycleOptions(pctStart, true, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
        threePhase);
  }

  /** These settings with the momentum left alone. */
  public OneCycleOptions withoutCycleMomentum() {
    return new OneCycleOptions(pctStart, linear, false, baseMomentum, maxMomentum, divFactor, finalDivFactor,
        threePhase);
  }

  /** These settings with the momentum between two others. */
  public OneCycleOptions withMomentum(double base, double max) {
    return new OneCycleOptions(pctStart, linear, true, base, max, divFactor, finalDivFactor, threePhase);
  }

  /** These settings with another first and last rate. */
  public OneCycleOptions withDivFactors(double first, double last) {
    return new OneCycleOptions(pctStart, linear, cycleMomentum, baseMomentum, maxMomentum, first, last, threePhase);
  }

  /** These settings with a third phase. */
  public OneCycleOptions withThreePhase() {
    return new OneCycleOptions(pctStart, linear, cycleMomentum, baseMomentum, maxMomentum, divFactor, finalDivFactor,
        true);
  }
}
