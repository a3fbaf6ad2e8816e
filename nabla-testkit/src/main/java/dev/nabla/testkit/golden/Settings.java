package dev.nabla.testkit.golden;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Named arguments of a constructor, each with the default that holds where it is not given. */
final class Settings {
  private final Map<String, @Nullable Object> given;
  private final Set<String> unread;

  private Settings(Map<String, @Nullable Object> given) {
    this.given = given;
    this.unread = new LinkedHashSet<>(given.keySet());
  }

  /** The arguments in a JSON object. */
  static Settings of(Map<String, @Nullable Object> json) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    json.forEach((name, v) -> given.put(name, Values.decode(v)));
    return new Settings(given);
  }

  /** All that is given. */
  Map<String, @Nullable Object> all() {
    unread.clear();
    return Collections.unmodifiableMap(given);
  }

  /** Whether it is given and not None. */
  boolean has(String name) {
    return get(name) != null;
  }

  /** What is given; null for None or nothing. */
  @Nullable
  Object get(String name) {
    unread.remove(name);
    return given.get(name);
  }

  /** What is given, which may be null for None; {@code otherwise} for nothing. */
  @Nullable
  Object given(String name, @Nullable Object otherwise) {
    unread.remove(name);
    return given.getOrDefault(name, otherwise);
  }

  boolean flag(String name, boolean otherwise) {
    return get(name) instanceof Boolean b ? b : otherwise;
  }

  int whole(String name, int otherwise) {
    return get(name) instanceof Number n ? n.intValue() : otherwise;
  }

  /** One whole number, or a list of them. */
  int[] wholes(String name, int... otherwise) {
    Object v = get(name);
    return v == null ? otherwise : Values.wholes(v);
  }

  double number(String name, double otherwise) {
    return get(name) instanceof Number n ? n.doubleValue() : otherwise;
  }

  /** One number, or a list of them. */
  double[] numbers(String name, double... otherwise) {
    Object v = get(name);
    return v == null
        ? otherwise
        : v instanceof List<?> all ? all.stream().mapToDouble(Values::real).toArray() : new double[] {Values.real(v)};
  }

  String text(String name, String otherwise) {
    return get(name) instanceof String s ? s : otherwise;
  }

  /** Fails if an argument was given that nobody asked for: it would have been ignored. */
  void check(String what) {
    if (!unread.isEmpty()) {
      throw new Unsupported("no " + what + " with " + unread);
    }
  }
}
