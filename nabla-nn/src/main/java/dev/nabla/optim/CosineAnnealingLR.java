package dev.nabla.optim;

/**
 * Swings the learning rate between its first value and {@code etaMin} along a cosine, half a period in {@code tMax} epochs (Loshchilov and
 * Hutter 2017, without restarts).
 */
public final class CosineAnnealingLR extends LRScheduler {
  /** The rate is {@code etaMin} in epoch {@code tMax}. */
  public CosineAnnealingLR(Optimizer optimizer, int tMax, double etaMin) {
    super(optimizer);
    put("T_max", tMax);
    put("eta_min", etaMin);
    start();
  }

  /** The rate is 0 in epoch {@code tMax}. */
  public CosineAnnealingLR(Optimizer optimizer, int tMax) {
    this(optimizer, tMax, 0);
  }

  @Override
  protected double rate(int i) {
    double half = number("T_max");
    double least = number("eta_min");
    if (epoch() == 0) {
      return current(i);
    }
    if ((epoch() - 1 - half) % (2 * half) == 0) { // the rate stands at its least, which says nothing of how high it was
      return current(i) + (base(i) - least) * (1 - Math.cos(Math.PI / half)) / 2;
    }
    return height(epoch(), half) / height(epoch() - 1, half) * (current(i) - least) + least;
  }

  private static double height(int epoch, double half) {
    return 1 + Math.cos(Math.PI * epoch / half);
  }
}
