package dev.nabla.optim;

import dev.nabla.type.NablaException;

/** Multiplies the learning rate by a factor when a metric has not become better for some epochs. */
public final class ReduceLROnPlateau extends LRScheduler {
  private static final String BEST = "best";
  private static final String BAD = "num_bad_epochs";
  private static final String COOLING = "cooldown_counter";

  /** Waits for a metric to fall; after more than 10 epochs without that, the rate falls to a tenth. */
  public ReduceLROnPlateau(Optimizer optimizer) {
    super(optimizer);
    put("factor", 0.1);
    put("patience", 10);
    put("cooldown", 0);
    put("eps", 1e-8);
    put("min_lrs", perGroup("the least learning rate", 0));
    put("threshold", 1e-4);
    put("threshold_mode", "rel");
    put("mode", "min");
    put(BEST, Double.POSITIVE_INFINITY);
    put(BAD, 0);
    put(COOLING, 0);
  }

  /** Waits for the metric to rise instead. */
  public ReduceLROnPlateau max() {
    put(BEST, Double.NEGATIVE_INFINITY);
    return with("mode", "max");
  }

  /** What the rate is multiplied by, below 1; 0.1 unless set. */
  public ReduceLROnPlateau factor(double factor) {
    check(factor < 1, "the factor must be below 1", factor);
    return with("factor", factor);
  }

  /** How many epochs without improvement are let pass; 10 unless set. */
  public ReduceLROnPlateau patience(int patience) {
    return with("patience", patience);
  }

  /** By what part of the best value a better one must differ from it; 1e-4 unless set. */
  public ReduceLROnPlateau threshold(double threshold) {
    put("threshold_mode", "rel");
    return with("threshold", threshold);
  }

  /** By how much a better value must differ from the best. */
  public ReduceLROnPlateau absoluteThreshold(double threshold) {
    put("threshold_mode", "abs");
    return with("threshold", threshold);
  }

  /** How many epochs after a fall do not count; 0 unless set. */
  public ReduceLROnPlateau cooldown(int cooldown) {
    return with("cooldown", cooldown);
  }

  /** The least learning rate, for all parameter groups or for each; 0 unless set. */
  public ReduceLROnPlateau minLr(double... minLr) {
    return with("min_lrs", perGroup("the least learning rate", minLr));
  }

  /** A change of the rate of at most this much is left out; 1e-8 unless set. */
  public ReduceLROnPlateau eps(double eps) {
    return with("eps", eps);
  }

  private ReduceLROnPlateau with(String name, Object value) {
    put(name, value);
    return this;
  }

  /** Not this way: {@link #step(double)}. */
  @Override
  public void step() {
    throw new NablaException("ReduceLROnPlateau: a step needs the metric; call step(metric)");
  }

  /** Ends an epoch in which the metric was {@code metric}. */
  public void step(double metric) {
    boolean better = isBetter(metric);
    put(BEST, better ? metric : number(BEST));
    boolean cooling = number(COOLING) > 0;
    put(COOLING, cooling ? number(COOLING) - 1 : 0);
    put(BAD, better || cooling ? 0 : number(BAD) + 1);
    boolean falls = number(BAD) > number("patience");
    if (falls) {
      put(COOLING, number("cooldown"));
      put(BAD, 0);
      for (int i = 0; i < groups(); i++) {
        group(i).set("lr", rate(i));
      }
    }
    noteStep();
  }

  /** The rate after a fall. */
  @Override
  protected double rate(int i) {
    double fallen = Math.max(current(i) * number("factor"), number("min_lrs", i));
    return current(i) - fallen > number("eps") ? fallen : current(i);
  }

  private boolean isBetter(double metric) {
    double sign = "max".equals(attribute("mode")) ? -1 : 1;
    double best = number(BEST);
    double threshold = number("threshold");
    double bound = "abs".equals(attribute("threshold_mode")) ? best - sign * threshold : best * (1 - sign * threshold);
    return sign * metric < sign * bound;
  }
}
