package dev.nabla.optim;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link CyclicLR}.
 *
 * @param stepSizeUp the steps in which the rate rises
 * @param stepSizeDown the steps in which it falls
 * @param mode {@code triangular}: all cycles are of one height; {@code triangular2}: of half the height of the one before;
 *     {@code exp_range}: the height is {@code gamma^step}
 * @param gamma see mode
 * @param scaleFn the height, in place of a mode, as a function of the cycle's number, counted from 1, or of the step; null for none
 * @param scalesSteps whether {@code scaleFn} is a function of the step
 * @param cycleMomentum whether the momentum, or beta1, falls while the rate rises
 * @param baseMomentum the least momentum
 * @param maxMomentum the largest momentum
 */
public record CyclicOptions(int stepSizeUp, int stepSizeDown, String mode, double gamma,
    @Nullable DoubleUnaryOperator scaleFn, boolean scalesSteps, boolean cycleMomentum, double baseMomentum,
    double maxMomentum) {
  /** 2000 steps up and as many down, triangular, with the momentum between 0.8 and 0.9. */
  public static final CyclicOptions DEFAULT = new CyclicOptions(2000, 2000, "triangular", 1, null, false, true, 0.8,
      0.9);

  /** These settings with other numbers of steps. */
  public CyclicOptions withStepSizes(int up, int down) {
    return new CyclicOptions(up, down, mode, gamma, scaleFn, scalesSteps, cycleMomentum, baseMomentum, maxMomentum);
  }

  /** These settings with another mode. */
  public CyclicOptions withMode(String value) {
    return new CyclicOptions(stepSizeUp, stepSizeDown, value, gamma, null, value.equals("exp_range"), cycleMomentum,
        baseMomentum, maxMomentum);
  }

  /** These settings with the height {@code value^step}. */
  public CyclicOptions withExpRange(double value) {
    return new CyclicOptions(stepSizeUp, stepSizeDown, "exp_range", value, null, true, cycleMomentum, baseMomentum,
        maxMomentum);
  }

  /** These settings with a function that gives the height of a cycle by its number, counted from 1. */
  public CyclicOptions withCycleScale(DoubleUnaryOperator value) {
    return new CyclicOptions(stepSizeUp, stepSizeDown, mode, gamma, value, false, cycleMomentum, baseMomentum,
        maxMomentum);
  }

  /** These settings with a function that gives the height by the step. */
  public CyclicOptions withStepScale(DoubleUnaryOperator value) {
    return new CyclicOptions(stepSizeUp, stepSizeDown, mode, gamma, value, true, cycleMomentum, baseMomentum,
        maxMomentum);
  }

  /** These settings with the momentum left alone. */
  public CyclicOptions withoutCycleMomentum() {
    return new CyclicOptions(stepSizeUp, stepSizeDown, mode, gamma, scaleFn, scalesSteps, false, baseMomentum,
        maxMomentum);
  }

  /** These settings with the momentum between two others. */
  public CyclicOptions withMomentum(double base, double max) {
    return new CyclicOptions(stepSizeUp, stepSizeDown, mode, gamma, scaleFn, scalesSteps, true, base, max);
  }
}
