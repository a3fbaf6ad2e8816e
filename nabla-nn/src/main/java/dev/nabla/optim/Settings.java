package dev.nabla.optim;

import dev.nabla.Tensor;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings that an optimizer has, by PyTorch's names, with their defaults and the values that they may take.
 *
 * <pre>{@code
 * Settings.lr(1e-3).betas(0.9, 0.999).eps(1e-8).weightDecay(0).flag("amsgrad")
 * }</pre>
 */
public final class Settings {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** A default and what may stand in its place: numbers from {@code least} to below {@code limit}, texts among {@code choices}. */
  private record Setting(@Nullable Object start, double least, double limit, List<@Nullable String> choices) {
    boolean allows(@Nullable Object value) {
      return switch (start) {
        case null -> choices.contains(value);
        case Boolean _ -> value instanceof Boolean;
        case List<?> like -> value instanceof List<?> list && list.size() == like.size()
            && list.stream().allMatch(v -> v instanceof Double d && (d.isNaN() || isWithin(d)));
        default -> value instanceof Number n && isWithin(n.doubleValue());
      };
    }

    private boolean isWithin(double v) {
      return v >= least && v < limit;
    }

    String range() {
      String bounds = least == Double.NEGATIVE_INFINITY
          ? ""
          : limit == INFINITY ? " of at least " + least : " from " + least + " to below " + limit;
      return switch (start) {
        case null -> "one of " + choices;
        case Boolean _ -> "true or false";
        case List<?> like -> like.size() + " numbers" + bounds;
        default -> "a number" + bounds;
      };
    }
  }

  private final Map<String, Setting> declared = new LinkedHashMap<>();

  private Settings() {}

  /** A learning rate, at least 0, and nothing else. */
  public static Settings lr(double lr) {
    return new Settings().atLeastZero("lr", lr);
  }

  /** The decay rates of two running means, from 0 to below 1. */
  public Settings betas(double beta1, double beta2) {
    return numbers("betas", 0, 1, beta1, beta2);
  }

  /** What is added to a denominator, at least 0. */
  public Settings eps(double eps) {
    return atLeastZero("eps", eps);
  }

  /** A weight decay, at least 0, and whether to climb instead of descending. */
  public Settings weightDecay(double weightDecay) {
    return atLeastZero("weight_decay", weightDecay).flag("maximize");
  }

  /** Any number. */
  public Settings number(String name, double start) {
    return number(name, start, Double.NEGATIVE_INFINITY, INFINITY);
  }

  /** A number of at least 0. */
  public Settings atLeastZero(String name, double start) {
    return number(name, start, 0, INFINITY);
  }

  /** A number from {@code least} to below {@code limit}. */
  public Settings number(String name, double start, double least, double limit) {
    return add(name, start, least, limit);
  }

  /** A whole number of at least 0. */
  public Settings whole(String name, long start) {
    return add(name, start, 0, INFINITY);
  }

  /** Some numbers from {@code least} to below {@code limit}; one that is not a number (NaN) stands for PyTorch's {@code None}. */
  public Settings numbers(String name, double least, double limit, double... start) {
    return add(name, Arrays.stream(start).boxed().toList(), least, limit);
  }

  /** True or false; false unless set. */
  public Settings flag(String name) {
    return flag(name, false);
  }

  /** True or false. */
  public Settings flag(String name, boolean start) {
    return add(name, start, 0, 0);
  }

  /** One of these texts, or none of them, which is the default. */
  public Settings choice(String name, String... choices) {
    List<@Nullable String> all = new ArrayList<>(Arrays.asList(choices));
    all.add(null);
    declared.put(name, new Setting(null, 0, 0, all));
    return this;
  }

  private Settings add(String name, Object start, double least, double limit) {
    declared.put(name, new Setting(start, least, limit, List.of()));
    return this;
  }

  /** The defaults, checked like all other values. */
  Map<String, @Nullable Object> defaults(String owner) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    declared.forEach((name, s) -> out.put(name, coerce(owner, name, s.start)));
    return out;
  }

  boolean has(String name) {
    return declared.containsKey(name);
  }

  /** {@code value} as the kind of value that {@code owner}'s setting {@code name} takes, or an error. */
  @Nullable
  Object coerce(String owner, String name, @Nullable Object value) {
    Setting s = declared.get(name);
    if (s == null) {
      throw new NablaException(owner + " has no setting \"" + name + "\"; it has " + declared.keySet());
    }
    Object plain = plain(value);
    Object out = switch (s.start) {
      case Boolean _ -> plain instanceof Number n ? Boolean.valueOf(n.doubleValue() != 0) : plain;
      case Long _ -> plain instanceof Number n ? Long.valueOf(n.longValue()) : plain;
      case Double _ -> plain instanceof Number n ? Double.valueOf(n.doubleValue()) : plain;
      case List<?> _ -> plain instanceof List<?> list ? doubles(list) : plain;
      case null, default -> plain;
    };
    if (!s.allows(out)) {
      throw new NablaException(owner + ": " + name + " must be " + s.range() + "; got " + value);
    }
    return out;
  }

  /** A tensor of numbers as a number or a list of them; everything else as it is. */
  static @Nullable Object plain(@Nullable Object value) {
    if (!(value instanceof Tensor t)) {
      return value;
    }
    return t.dim() == 0 ? t.item() : (Object) Arrays.stream(t.toDoubleArray()).boxed().toList();
  }

  private static List<?> doubles(List<?> list) {
    return list.stream().map(v -> v == null ? Double.NaN : v instanceof Number n ? (Object) n.doubleValue() : v)
        .toList();
  }
}
