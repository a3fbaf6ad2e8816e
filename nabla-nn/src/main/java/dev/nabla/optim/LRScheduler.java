package dev.nabla.optim;

import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes an optimizer's learning rates as training goes on: call {@link #step} once an epoch (or once a step, where a schedule counts those),
 * after the optimizer's.
 *
 * <p>Everything that a scheduler knows but its functions stands in {@link #stateDict} under PyTorch's names, so state dicts of the two libraries
 * are the same.
 */
public abstract class LRScheduler {
  private static final String EPOCH = "last_epoch";
  private static final String STEPS = "_step_count";
  private static final String LAST_LR = "_last_lr";
  static final String BASE_LRS = "base_lrs";
  static final String INITIAL_LR = "initial_lr";

  private final Optimizer optimizer;
  private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

  /** A scheduler of {@code optimizer}, whose learning rates now are those that it starts from. */
  protected LRScheduler(Optimizer optimizer) {
    this.optimizer = optimizer;
    List<Double> bases = new ArrayList<>();
    for (ParamGroup g : optimizer.paramGroups()) {
      if (!g.has(INITIAL_LR)) {
        g.note(INITIAL_LR, g.lr());
      }
      bases.add(g.get(INITIAL_LR));
    }
    put(BASE_LRS, bases);
    put(EPOCH, 0);
    put(STEPS, 1);
    put(LAST_LR, rates());
  }

  private String name() {
    return getClass().getSimpleName();
  }

  /** The optimizer. */
  public final Optimizer optimizer() {
    return optimizer;
  }

  /** The number of steps since the schedule began. */
  public final int epoch() {
    return (int) number(EPOCH);
  }

  /** The learning rates that the last step set, one a group. */
  public final List<Double> lastLr() {
    return numbers(LAST_LR);
  }

  /** Goes to the next epoch. */
  public void step() {
    put(STEPS, steps() + 1);
    goTo(epoch() + 1);
  }

  /** The learning rate of group {@code i} in {@link #epoch}, from {@link #current} or {@link #base}. */
  protected abstract double rate(int i);

  /** Sets the rates of epoch 0; for the end of constructors. */
  protected final void start() {
    goTo(0);
  }

  /** Begins the schedule anew, from the learning rates that the optimizer had at first. */
  void restart() {
    reset();
    start();
  }

  /** Gives groups the learning rates that they had at first. */
  final void reset() {
    for (int i = 0; i < groups(); i++) {
      group(i).set("lr", base(i));
    }
  }

  private void goTo(int epoch) {
    put(EPOCH, epoch);
    double[] rates = new double[groups()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = rate(i);
    }
    for (int i = 0; i < rates.length; i++) {
      group(i).note("lr", rates[i]);
    }
    noteRates();
  }

  /** Notes that a step was taken that set the rates by other means. */
  final void noteStep() {
    put(EPOCH, epoch() + 1);
    noteRates();
  }

  final void noteRates() {
    put(LAST_LR, rates());
  }

  private List<Double> rates() {
    return optimizer.paramGroups().stream().map(ParamGroup::lr).toList();
  }

  // --- groups ---

  final int groups() {
    return optimizer.paramGroups().size();
  }

  final ParamGroup group(int i) {
    return optimizer.paramGroups().get(i);
  }

  /** The learning rate of group {@code i} before this step. */
  protected final double current(int i) {
    return group(i).lr();
  }

  /** The learning rate of group {@code i} when the schedule began. */
  protected final double base(int i) {
    return number(BASE_LRS, i);
  }

  /** One number for each group: those given, or the only one given for all. */
  final List<Double> perGroup(String what, double... values) {
    checkCount(what, values.length);
    return IntStream.range(0, groups()).mapToObj(i -> values[values.length == 1 ? 0 : i]).toList();
  }

  /** One function for each group: those given, or the only one given for all. State dicts name them without content. */
  final IntToDoubleFunction[] functions(IntToDoubleFunction... functions) {
    checkCount("functions", functions.length);
    put("lr_lambdas", Collections.nCopies(groups(), null));
    return IntStream.range(0, groups()).mapToObj(i -> functions[functions.length == 1 ? 0 : i])
        .toArray(IntToDoubleFunction[]::new);
  }

  private void checkCount(String what, int count) {
    check(count == 1 || count == groups(), what + ": expected one for all parameter groups or " + groups()
        + ", one for each", count);
  }

  // --- attributes ---

  /** Sets what stands in the state dict under {@code name}. */
  protected final void put(String name, @Nullable Object value) {
    attributes.put(name, value);
  }

  /** What stands in the state dict under {@code name}. */
  protected final @Nullable Object attribute(String name) {
    return attributes.get(name);
  }

  /** A number of the state dict. */
  protected final double number(String name) {
    return ((Number) Objects.requireNonNull(attributes.get(name))).doubleValue();
  }

  /** Number {@code i} of a list of the state dict. */
  protected final double number(String name, int i) {
    return numbers(name).get(i);
  }

  private List<Double> numbers(String name) {
    List<?> all = (List<?>) Objects.requireNonNull(attributes.get(name));
    return all.stream().map(v -> ((Number) v).doubleValue()).toList();
  }

  /** The number of steps, the first of which is the start. */
  final int steps() {
    return (int) number(STEPS);
  }

  /** Whether {@code condition} holds of {@code value}; an error if it does not. */
  final void check(boolean condition, String what, Object value) {
    if (!condition) {
      throw new NablaException(name() + ": " + what + "; got " + value);
    }
  }

  // --- state ---

  /** All that the scheduler knows, in PyTorch's layout. */
  public Map<String, @Nullable Object> stateDict() {
    return new LinkedHashMap<>(attributes);
  }

  /** Takes over what {@link #stateDict} gave, or what PyTorch saved. The learning rates themselves are in the optimizer's state dict. */
  public void loadStateDict(Map<String, ?> state) {
    check(state.get(EPOCH) instanceof Number, "a state dict has a number \"" + EPOCH + "\"",
        "entries " + state.keySet());
    check(!(state.get(BASE_LRS) instanceof List<?> bases) || bases.size() == groups(),
        "loaded state dict is of another number of parameter groups than " + groups(), state.get(BASE_LRS) + "");
    attributes.putAll(state);
  }
}
