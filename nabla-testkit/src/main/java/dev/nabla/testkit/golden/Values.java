package dev.nabla.testkit.golden;

import dev.nabla.Tensor;
import dev.nabla.testkit.Elements;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The values that pieces of an entry stand for: tensors, {@code Long}, {@code Double}, {@code Boolean}, {@code String}, null, lists of these,
 * {@link DType}, {@link Tuple}, {@link Slice} and {@link Ellipsis}.
 */
final class Values {
  private Values() {}

  /** {@code start:stop:step}; null where a part is missing. */
  record Slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {}

  /** A tuple; other lists are plain ones. */
  static final class Tuple extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    Tuple(List<@Nullable Object> items) {
      super(items);
    }
  }

  /** Positional arguments. */
  static final class Args extends ArrayList<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    Args(List<? extends @Nullable Object> items) {
      super(items);
    }

    /** The arguments one by one. */
    static Args of(@Nullable Object... items) {
      return new Args(Arrays.asList(items));
    }
  }

  /** Named arguments. */
  static final class Kwargs extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1L;

    Kwargs(Map<String, @Nullable Object> items) {
      super(items);
    }
  }

  /** The index {@code ...}. */
  enum Ellipsis {
    /** The only one. */
    ELLIPSIS
  }

  @SuppressWarnings("unchecked") // what Json.parse gives for an array
  static List<@Nullable Object> list(@Nullable Object v) {
    return (List<@Nullable Object>) Objects.requireNonNull(v);
  }

  @SuppressWarnings("unchecked") // what Json.parse gives for an object
  static Map<String, @Nullable Object> map(@Nullable Object v) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(v);
  }

  /** A decoded value that must be a tensor. */
  static Tensor tensor(@Nullable Object v) {
    return (Tensor) Objects.requireNonNull(v);
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
      return decodeTensor(m);
    }
    String key = m.keySet().iterator().next();
    Object v = m.get(key);
    return switch (key) {
      case "tuple" -> new Tuple(list(decode(v)));
      case "float" -> real(v);
      case "dtype_arg" -> dtype(String.valueOf(v));
      case "ellipsis" -> Ellipsis.ELLIPSIS;
      case "slice" -> new Slice((Long) list(v).get(0), (Long) list(v).get(1), (Long) list(v).get(2));
      case "ref" -> m;
      default -> throw new Unsupported("value " + key);
    };
  }

  static DType dtype(String name) {
    for (DType d : DType.values()) {
      if (d.toString().equals(name)) {
        return d;
      }
    }
    throw new Unsupported("no element type " + name);
  }

  /** A number, also one that JSON writes as text. */
  static double real(@Nullable Object v) {
    return v instanceof Number n ? n.doubleValue() : switch (String.valueOf(v)) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new IllegalArgumentException("no number: " + v);
    };
  }

  private static Tensor decodeTensor(Map<String, @Nullable Object> m) {
    DType dtype = dtype(String.valueOf(m.get("dtype")));
    Shape shape = Shape.of(wholes(m.get("shape")));
    List<@Nullable Object> data = list(m.get("data"));
    return dtype.isFloating()
        ? Elements.tensor(dtype, shape, data.stream().mapToDouble(Values::real).toArray())
        : Elements.tensor(dtype, shape, data.stream().mapToLong(Values::whole).toArray());
  }

  /** One whole number, or a list of them. */
  static int[] wholes(@Nullable Object v) {
    return v instanceof List<?> l ? l.stream().mapToInt(i -> (int) real(i)).toArray() : new int[] {(int) real(v)};
  }

  private static long whole(@Nullable Object v) {
    return v instanceof Boolean b ? b ? 1 : 0 : ((Number) Objects.requireNonNull(v)).longValue();
  }
}
