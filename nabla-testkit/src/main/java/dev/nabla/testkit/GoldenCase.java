package dev.nabla.testkit;

import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call: its arguments, and what PyTorch gave for it. Arguments are tensors, {@code Long}, {@code Double}, {@code Boolean}, {@code
 * String}, null, lists of these, {@link DType}, {@link Slice} and {@link Ellipsis}.
 *
 * @param entry the whole entry as parsed from JSON, for fields that have no accessor here
 */
public record GoldenCase(Map<String, @Nullable Object> entry) {
  /** {@code start:stop:step}; null where a part is missing. */
  public record Slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {}

  /** A tuple; other lists are plain ones. */
  public static final class Tuple extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    Tuple(List<@Nullable Object> items) {
      super(items);
    }
  }

  /** The index {@code ...}. */
  public enum Ellipsis {
    /** The only one. */
    ELLIPSIS
  }

  /** Something that cannot be tried: an op without a counterpart, an element type that does not exist here. */
  public static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it cannot be tried. */
    public Unsupported(String reason) {
      super(reason);
    }
  }

  /** Op and number, such as {@code add/3}. */
  public String id() {
    return (String) required("id");
  }

  /** The public name, such as {@code nn.functional.conv2d}. */
  public String op() {
    return (String) required("op");
  }

  /** {@code Class: message} if the call raises. */
  public @Nullable String error() {
    return (String) entry.get("error");
  }

  /** The positional arguments, decoded anew at each call. */
  public List<@Nullable Object> args() {
    return list(decode(required("args")));
  }

  /** The named arguments, decoded anew at each call. */
  public Map<String, @Nullable Object> kwargs() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    map(required("kwargs")).forEach((k, v) -> out.put(k, decode(v)));
    return out;
  }

  /** The paths of the inputs that derivatives were taken with respect to, such as {@code args.0} or {@code kwargs.weight}. */
  public List<String> differentiableInputs() {
    return list(entry.getOrDefault("differentiable_inputs", List.of())).stream()
        .map(o -> (String) java.util.Objects.requireNonNull(o)).toList();
  }

  /** The decoded list at {@code key}; empty if there is none. */
  public List<@Nullable Object> decoded(String key) {
    Object v = entry.get(key);
    return v == null ? List.of() : list(decode(v));
  }

  /** Whether the flag {@code key} is set. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(entry.get(key));
  }

  private Object required(String key) {
    Object v = entry.get(key);
    if (v == null) {
      throw new IllegalArgumentException("no " + key + " in " + entry.get("id"));
    }
    return v;
  }

  @SuppressWarnings("unchecked") // what Json.parse gives for an array
  static List<@Nullable Object> list(@Nullable Object v) {
    return (List<@Nullable Object>) java.util.Objects.requireNonNull(v);
  }

  @SuppressWarnings("unchecked") // what Json.parse gives for an object
  static Map<String, @Nullable Object> map(@Nullable Object v) {
    return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(v);
  }

  /** The value that a piece of JSON stands for. */
  static @Nullable Object decode(@Nullable Object json) {
    if (json instanceof List<?> items) {
      List<@Nullable Object> out = new ArrayList<>();
      for (Object item : items) {
        out.add(decode(item));
      }
      return out;
    }
    return json instanceof Map<?, ?> ? decodeObject(map(json)) : json;
  }

  private static @Nullable Object decodeObject(Map<String, @Nullable Object> m) {
    if (m.containsKey("data")) {
      return tensor(m);
    }
    String key = m.keySet().iterator().next();
    Object v = m.get(key);
    return switch (key) {
      case "tuple" -> new Tuple(list(decode(v)));
      case "float" -> real(v);
      case "dtype_arg" -> dtype((String) java.util.Objects.requireNonNull(v));
      case "ellipsis" -> Ellipsis.ELLIPSIS;
      case "slice" -> new Slice((Long) list(v).get(0), (Long) list(v).get(1), (Long) list(v).get(2));
      case "ref" -> m;
      default -> throw new Unsupported("value " + key);
    };
  }

  private static DType dtype(String name) {
    for (DType d : DType.values()) {
      if (d.toString().equals(name)) {
        return d;
      }
    }
    throw new Unsupported("dtype " + name.toLowerCase(Locale.ROOT));
  }

  private static double real(@Nullable Object v) {
    return v instanceof Number n ? n.doubleValue() : switch ((String) java.util.Objects.requireNonNull(v)) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      default -> Double.NEGATIVE_INFINITY;
    };
  }

  private static Tensor tensor(Map<String, @Nullable Object> m) {
    DType dtype = dtype((String) java.util.Objects.requireNonNull(m.get("dtype")));
    List<@Nullable Object> dims = list(m.get("shape"));
    int[] shape = dims.stream().mapToInt(d -> ((Long) java.util.Objects.requireNonNull(d)).intValue()).toArray();
    List<@Nullable Object> data = list(m.get("data"));
    if (dtype.isFloating()) {
      return Elements.tensor(dtype, Shape.of(shape), data.stream().mapToDouble(GoldenCase::real).toArray());
    }
    return Elements.tensor(dtype, Shape.of(shape),
        data.stream()
            .mapToLong(
                v -> v instanceof Boolean b ? b ? 1 : 0 : ((Number) java.util.Objects.requireNonNull(v)).longValue())
            .toArray());
  }

  @Override
  public String toString() {
    return id();
  }
}
