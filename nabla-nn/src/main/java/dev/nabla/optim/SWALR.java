package dev.nabla.optim;

import java.util.List;

/** Brings the learning rate to a constant within some epochs, for the averaging of weights that follows; see {@link AveragedModel}. */
public final class SWALR extends LRScheduler {
  private static final String TARGET = "swa_lr";

  /** Goes to {@code swaLr}, for all parameter groups or for each, within {@code annealEpochs}, along a line or a cosine. */
  public SWALR(Optimizer optimizer, int annealEpochs, boolean linear, double... swaLr) {
    super(optimizer);
    check(annealEpochs >= 0, "the number of epochs must be at least 0", annealEpochs);
    List<Double> targets = perGroup("the last learning rate", swaLr);
    for (int i = 0; i < groups(); i++) {
      group(i).note(TARGET, targets.get(i));
    }
    put("anneal_epochs", annealEpochs);
    put("_anneal_strategy", linear ? "linear" : "cos");
    start();
  }

  /** Goes to {@code swaLr} within 10 epochs along a cosine. */
  public SWALR(Optimizer optimizer, double swaLr) {
    this(optimizer, 10, false, swaLr);
  }

  @Override
  protected double rate(int i) {
    double epochs = number("anneal_epochs");
    double step = epochs == 0 ? Math.max(1, steps() - 1) : steps() - 1;
    double before = way((step - 1) / Math.max(1, epochs));
    double now = way(step / Math.max(1, epochs));
    double target = group(i).get(TARGET);
    double first = before == 1 ? target : (current(i) - before * target) / (1 - before);
    return target * now + first * (1 - now);
  }

  /** How much of the way is done after {@code part} of the time. */
  private double way(double part) {
    double t = Math.clamp(part, 0, 1);
    return "linear".equals(attribute("_anneal_strategy")) ? t : (1 - Math.cos(Math.PI * t)) / 2;
  }
}
