package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Parameters of an optimizer with common settings, which are read and changed by PyTorch's names: {@code lr}, {@code betas}, …. */
public final class ParamGroup {
  private final String owner;
  private final Settings settings;
  private final List<Tensor> params;
  private final Map<String, @Nullable Object> values;

  ParamGroup(String owner, Settings settings, List<Tensor> params, Map<String, @Nullable Object> values) {
    this.owner = owner;
    this.settings = settings;
    this.params = List.copyOf(params);
    this.values = values;
  }

  /** The parameters. */
  public List<Tensor> params() {
    return params;
  }

  /** The learning rate. */
  public double lr() {
    return get("lr");
  }

  /** A setting that is a number. */
  public double get(String setting) {
    return ((Number) Objects.requireNonNull(value(setting))).doubleValue();
  }

  /** Number {@code i} of a setting that is several numbers; NaN where PyTorch has {@code None}. */
  public double get(String setting, int i) {
    return (Double) ((List<?>) Objects.requireNonNull(value(setting))).get(i);
  }

  /** A setting that is true or false. */
  public boolean is(String setting) {
    return Boolean.TRUE.equals(value(setting));
  }

  /** Whether there is a setting of this name. */
  public boolean has(String setting) {
    return values.containsKey(setting);
  }

  /** A setting of any kind: a number, a list of numbers, a truth value, a text or null. */
  public @Nullable Object value(String setting) {
    if (!values.containsKey(setting)) {
      throw new NablaException(owner + " has no setting \"" + setting + "\"; it has " + values.keySet());
    }
    return values.get(setting);
  }

  /** All settings. */
  public Map<String, @Nullable Object> values() {
    return Collections.unmodifiableMap(values);
  }

  /** Changes a setting that exists; lists stand for several numbers. */
  public void set(String setting, @Nullable Object value) {
    values.put(setting, settings.coerce(owner, setting, value));
  }

  /**
   * Puts a value down unchecked: one that is no setting of the optimizer, such as a scheduler's {@code initial_lr}, or one that may pass a
   * setting's bounds, as the rate of a schedule past its end does.
   */
  void note(String name, @Nullable Object value) {
    values.put(name, value);
  }
}
