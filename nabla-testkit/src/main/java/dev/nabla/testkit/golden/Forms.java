package dev.nabla.testkit.golden;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.golden.Values.Args;
import dev.nabla.testkit.golden.Values.Kwargs;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions whose arguments are arranged differently in Java. */
final class Forms {
  private Forms() {}

  /** How a function is called. */
  interface Form {
    @Nullable
    Object call(Calls calls, Args args, Kwargs kwargs);
  }

  /** By PyTorch's name. */
  static final Map<String, Form> FORMS = new HashMap<>();

  static {
    FORMS.put("Tensor.detach", (_, a, _) -> tensor(a, 0).detach());
    FORMS.put("Tensor.item", (_, a, _) -> item(tensor(a, 0)));
    FORMS.put("Tensor.size",
        (_, a, _) -> a.size() > 1 ? (Object) (long) tensor(a, 0).size(whole(a.get(1))) : tensor(a, 0).shape());
    FORMS.put("Tensor.dim", (_, a, _) -> (long) tensor(a, 0).dim());
    FORMS.put("numel", (_, a, _) -> (long) tensor(a, 0).numel());
    FORMS.put("Tensor.to", (_, a, k) -> to(a, k));
    FORMS.put("Tensor.type", (_, a, k) -> to(a, k));
    FORMS.put("Tensor.__int__", (_, a, _) -> (long) tensor(a, 0).item());
    FORMS.put("Tensor.__rtruediv__", (c, a, k) -> c.call("div", Args.of(Calls.number(a.get(1)), tensor(a, 0)), k));
    FORMS.put("Tensor.__rpow__",
        (c, a, k) -> c.call("pow", Args.of(a.get(1), tensor(a, 0)), k));
    FORMS.put("Tensor.__rfloordiv__",
        (c, a, k) -> c.call("floor_divide", Args.of(Calls.number(a.get(1)), tensor(a, 0)), k));
    indexing();
    factories();
    draws();
    reductions();
    CountingForms.add(FORMS);
    arithmetic();
    networks();
    LinalgForms.add(FORMS);
  }

  private static void indexing() {
    FORMS.put("Tensor.__getitem__", (_, a, _) -> tensor(a, 0).get(Calls.index(a.get(1))));
    FORMS.put("Tensor.__setitem__",
        (_, a, _) -> tensor(a, 0).set_(java.util.Objects.requireNonNull(a.get(2)), Calls.index(a.get(1))));
    FORMS.put("nonzero",
        (_, a, k) -> Boolean.TRUE.equals(k.get("as_tuple")) ? tensor(a, 0).nonzeroTuple() : tensor(a, 0).nonzero());
    for (String op : List.of("unique", "unique_consecutive")) {
      FORMS.put(op, (c, a, k) -> {
        boolean inverse = Boolean.TRUE.equals(k.remove("return_inverse"));
        boolean counts = Boolean.TRUE.equals(k.remove("return_counts"));
        List<?> all = (List<?>) java.util.Objects.requireNonNull(c.byName(op, a, k));
        List<@Nullable Object> out = new ArrayList<>();
        out.add(all.get(0));
        if (inverse) {
          out.add(all.get(1));
        }
        if (counts) {
          out.add(all.get(2));
        }
        return out;
      });
    }
  }

  /** The output size of an adaptive pooling as a list without None, which means the input's size. */
  private static Args adaptive(Args a, Kwargs k, int axes) {
    if (a.size() < 2) {
      a.add(k.remove("output_size"));
    }
    if (a.get(1) instanceof List<?> l && l.contains(null)) {
      List<@Nullable Object> sizes = new ArrayList<>();
      for (int i = 0; i < l.size(); i++) {
        sizes.add(l.get(i) == null ? (Object) (long) tensor(a, 0).size(i - axes) : l.get(i));
      }
      a.set(1, sizes);
    }
    return a;
  }

  private static Tensor pad(Args a, Kwargs k) {
    int[] pad = ((List<?>) java.util.Objects.requireNonNull(a.get(1))).stream().mapToInt(Forms::whole).toArray();
    Object mode = a.size() > 2 ? a.get(2) : k.getOrDefault("mode", "constant");
    Object value = a.size() > 3 ? a.get(3) : k.get("value");
    return "constant".equals(mode)
        ? F.pad(tensor(a, 0), pad, value == null ? 0 : number(value))
        : F.pad(tensor(a, 0), pad, String.valueOf(mode));
  }

  private static @Nullable DType dtype(Kwargs kwargs) {
    return kwargs.get("dtype") instanceof DType d ? d : null;
  }

  private static Shape shape(Args args, int from) {
    if (args.size() > from && args.get(from) instanceof List<?> l) {
      return Shape.of(l.stream().mapToInt(Forms::whole).toArray());
    }
    return Shape.of(args.subList(from, args.size()).stream().mapToInt(Forms::whole).toArray());
  }

  private static DType typeOf(@Nullable Object v) {
    return v instanceof Boolean ? DType.BOOL : v instanceof Long ? DType.INT64 : Nabla.defaultDType();
  }

  static double number(@Nullable Object v) {
    return v instanceof Boolean b ? b ? 1 : 0 : v instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  private static DType or(@Nullable DType d, DType other) {
    return d == null ? other : d;
  }

  private static void factories() {
    FORMS.put("tensor", (_, a, k) -> make(a.get(0), dtype(k)));
    FORMS.put("as_tensor", (_, a, k) -> make(a.get(0), dtype(k)));
    FORMS.put("Tensor.new_tensor", (_, a, k) -> make(a.get(1), or(dtype(k), tensor(a, 0).dtype())));
    FORMS.put("zeros", (_, a, k) -> Nabla.zeros(or(dtype(k), Nabla.defaultDType()), shape(a, 0)));
    FORMS.put("ones", (_, a, k) -> Nabla.ones(or(dtype(k), Nabla.defaultDType()), shape(a, 0)));
    FORMS.put("full", (_, a, k) -> Nabla.full(or(dtype(k), typeOf(a.get(1))), shape(a, 0), number(a.get(1))));
    FORMS.put("zeros_like", (_, a, k) -> Nabla.zeros(or(dtype(k), tensor(a, 0).dtype()), tensor(a, 0).shape()));
    FORMS.put("ones_like", (_, a, k) -> Nabla.ones(or(dtype(k), tensor(a, 0).dtype()), tensor(a, 0).shape()));
    FORMS.put("full_like",
        (_, a, k) -> Nabla.full(or(dtype(k), tensor(a, 0).dtype()), tensor(a, 0).shape(), number(a.get(1))));
    for (String op : List.of("Tensor.new_zeros", "Tensor.new_ones", "Tensor.new_full", "linspace", "logspace", "eye",
        "arange")) {
      FORMS.put(op, (c, a, k) -> {
        Object d = k.remove("dtype");
        if (op.equals("arange")) {
          a.replaceAll(v -> v instanceof Boolean b ? b ? 1L : 0L : v);
        }
        try {
          if (d != null) {
            k.put("dtype", d);
          }
          return c.byName(op, a, k);
        } catch (Binder.NoMatch e) {
          if (!(d instanceof DType type)) {
            throw e;
          }
          k.remove("dtype");
          return (Values.tensor(c.byName(op, a, k))).to(type);
        }
      });
    }
  }

  private static void draws() {
    FORMS.put("rand", (_, a, k) -> Nabla.rand(or(dtype(k), Nabla.defaultDType()), shape(a, 0).toArray()));
    FORMS.put("randn", (_, a, k) -> Nabla.randn(or(dtype(k), Nabla.defaultDType()), shape(a, 0).toArray()));
    FORMS.put("normal", (c, a, k) -> a.get(0) instanceof Tensor || a.get(1) instanceof Tensor
        ? c.byName("normal", a, k)
        : Nabla.normal(number(a.get(0)), number(a.get(1)), or(dtype(k), Nabla.defaultDType()), shape(a, 2).toArray()));
    FORMS.put("randint_like", (_, a, _) -> {
      Tensor like = tensor(a, 0);
      boolean low = a.size() > 2;
      return Nabla.randint(low ? whole(a.get(1)) : 0, whole(a.get(low ? 2 : 1)), like.shape().toArray(), like.dtype());
    });
    FORMS.put("nn.functional.rrelu", (_, a, k) -> {
      Object lower = LinalgForms.argument(a, 1, k, "lower");
      Object upper = LinalgForms.argument(a, 2, k, "upper");
      return F.rrelu(tensor(a, 0), lower == null ? 1.0 / 8 : number(lower), upper == null ? 1.0 / 3 : number(upper),
          Boolean.TRUE.equals(LinalgForms.argument(a, 3, k, "training")));
    });
  }

  private static void reductions() {
    for (String op : List.of("std", "var", "std_mean", "var_mean")) {
      FORMS.put(op, (c, a, k) -> spread(c, op, a, k));
    }
    FORMS.put("norm", (c, a, k) -> {
      if ("nuc".equals(a.size() > 1 ? a.get(1) : k.get("p"))) {
        return java.util.Objects.requireNonNull(FORMS.get("linalg.norm")).call(c, a,
            LinalgForms.renamed(k, "p", "ord"));
      }
      for (int i = 1; i < 2 && i < a.size(); i++) {
        a.set(i, "fro".equals(a.get(i)) || a.get(i) == null ? (Object) 2.0 : a.get(i));
      }
      if (k.containsKey("p") && (k.get("p") == null || "fro".equals(k.get("p")))) {
        k.put("p", 2.0);
      }
      return withDType(c, "norm", a, k);
    });
    FORMS.put("gradient", (c, a, k) -> {
      k.values().removeIf(java.util.Objects::isNull);
      return c.byName("gradient", a, k);
    });
    for (String op : List.of("quantile", "nanquantile")) {
      FORMS.put(op, (c, a, k) -> {
        boolean whole = a.size() < 3 && k.get("dim") == null && !Boolean.TRUE.equals(k.get("keepdim"));
        if (whole && k.containsKey("interpolation")) {
          a.set(0, tensor(a, 0).flatten());
          k.put("dim", 0L);
        }
        if (k.containsKey("interpolation") && a.get(1) instanceof Double q) {
          a.set(1, Nabla.tensor(q, tensor(a, 0).dtype()));
        }
        return c.byName(op, a, k);
      });
    }
  }

  /** The argument dtype of a reduction that has none here: the input converted first, which is what it means. */
  private static @Nullable Object withDType(Calls c, String op, Args a,
      Kwargs k) {
    if (k.remove("dtype") instanceof DType d) {
      a.set(0, tensor(a, 0).to(d));
    }
    return c.byName(op, a, k);
  }

  /** Standard deviation and variance: {@code unbiased} is a correction of 1 or 0. */
  private static @Nullable Object spread(Calls c, String op, Args a,
      Kwargs k) {
    Object unbiased = k.remove("unbiased");
    if (a.size() > 1 && a.get(1) instanceof Boolean b) {
      a.remove(1);
      unbiased = b;
    } else if (a.size() > 2 && a.get(2) instanceof Boolean b) {
      unbiased = b;
      if (a.size() > 3) {
        k.put("keepdim", a.remove(3));
      }
      a.remove(2);
    }
    if (unbiased != null) {
      k.put("correction", Boolean.TRUE.equals(unbiased) ? 1.0 : 0.0);
    }
    if (k.get("correction") == null) {
      k.remove("correction");
    } else if (a.size() < 2 && k.get("dim") == null) {
      k.put("dim", new ArrayList<>());
    }
    if (a.size() > 1 && a.get(1) == null) {
      a.set(1, new ArrayList<>());
    }
    if (a.size() < 2 && op.endsWith("mean") && k.get("dim") == null) {
      k.put("dim", new ArrayList<>());
    }
    return c.byName(op, a, k);
  }

  private static void arithmetic() {
    for (String op : List.of("polygamma", "special.polygamma")) {
      FORMS.put(op, (c, a, k) -> {
        java.util.Collections.swap(a, 0, 1);
        return c.byName("polygamma", a, k);
      });
    }
    for (String op : List.of("clamp", "clip", "Tensor.clamp_")) {
      FORMS.put(op, (c, a, k) -> clamp(c, op, a, k));
    }
    FORMS.put("linalg.cross", (c, a, k) -> {
      k.putIfAbsent("dim", -1L);
      return c.byName("cross", a, k);
    });
    FORMS.put("tensordot", (c, a, k) -> {
      Object dims = a.size() > 2 ? a.get(2) : k.get("dims");
      if (dims instanceof List<?> l) {
        List<@Nullable Object> args = new ArrayList<>(a.subList(0, 2));
        args.addAll(l);
        return c.byName("tensordot", args, Map.of());
      }
      return c.byName("tensordot", a, k);
    });
    FORMS.put("where", (c, a, k) -> a.size() == 1 ? tensor(a, 0).nonzeroTuple() : where(a));
    FORMS.put("cdist", (c, a, k) -> {
      k.remove("compute_mode");
      return c.byName("cdist", a.subList(0, Math.min(3, a.size())), k);
    });
    FORMS.put("special.round", (c, a, k) -> c.byName("round", a, k));
  }

  private static Tensor where(Args args) {
    Tensor condition = tensor(args, 0);
    Object a = args.get(1);
    Object b = args.get(2);
    if (a instanceof Tensor x) {
      return b instanceof Tensor y
          ? Nabla.where(condition, x, y)
          : b instanceof Long l ? Nabla.where(condition, x, (long) l) : Nabla.where(condition, x, number(b));
    }
    Tensor y = b instanceof Tensor t ? t : make(b, null);
    return a instanceof Long l ? Nabla.where(condition, (long) l, y) : Nabla.where(condition, number(a), y);
  }

  private static @Nullable Object clamp(Calls c, String op, Args a, Kwargs k) {
    Object low = a.size() > 1 ? a.get(1) : k.get("min");
    Object high = a.size() > 2 ? a.get(2) : k.get("max");
    if (low instanceof Long l && high instanceof Double) {
      low = (double) l;
    }
    if (high instanceof Long h && low instanceof Double) {
      high = (double) h;
    }
    String end = op.endsWith("_") ? "_" : "";
    if (low == null && !(high instanceof Tensor) && high != null) {
      return c.byName("clamp_max" + end, Args.of(a.get(0), high), Map.of());
    }
    if (high == null && !(low instanceof Tensor) && low != null) {
      return c.byName("clamp_min" + end, Args.of(a.get(0), low), Map.of());
    }
    return c.byName("clamp" + end, Args.of(a.get(0), low, high), Map.of());
  }

  private static void networks() {
    FORMS.put("nn.functional.pad", (_, a, k) -> pad(a, k));
    FORMS.put("constant_pad_nd", (_, a, k) -> {
      if (a.size() > 2) {
        k.put("value", a.remove(2));
      }
      return pad(a, k);
    });
    for (int n = 2; n <= 3; n++) {
      String op = "nn.functional.fractional_max_pool" + n + "d";
      FORMS.put(op, (c, a, k) -> {
        k.put("random_samples", k.remove("_random_samples"));
        boolean indices = Boolean.TRUE.equals(k.remove("return_indices"));
        List<?> y = (List<?>) java.util.Objects.requireNonNull(c.byName(op + "_with_indices", a, k));
        return indices ? y : y.getFirst();
      });
    }
    for (int n = 1; n <= 3; n++) {
      int axes = n;
      String average = "nn.functional.adaptive_avg_pool" + n + "d";
      FORMS.put(average, (c, a, k) -> c.byName(average, adaptive(a, k, axes), k));
      for (String kind : List.of("max_pool", "adaptive_max_pool")) {
        String op = "nn.functional." + kind + n + "d";
        FORMS.put(op, (c, a, k) -> {
          int flag = kind.startsWith("adaptive") ? 2 : 6;
          boolean indices = Boolean.TRUE.equals(a.size() > flag ? a.remove(flag) : k.remove("return_indices"));
          Args args = kind.startsWith("adaptive") ? adaptive(a, k, axes) : a;
          return c.byName(indices ? op + "_with_indices" : op, args, k);
        });
      }
    }
  }

  static Tensor tensor(Args args, int i) {
    if (args.size() > i && args.get(i) instanceof Tensor t) {
      return t;
    }
    throw new Unsupported("argument " + i + " is no tensor");
  }

  static int whole(@Nullable Object v) {
    if (v instanceof Long l) {
      return l.intValue();
    }
    throw new Unsupported("no int: " + v);
  }

  private static Object item(Tensor t) {
    return t.dtype().isFloating()
        ? (Object) t.item()
        : t.dtype() == DType.BOOL ? (Object) t.itemBoolean() : (Object) t.itemLong();
  }

  private static Tensor to(Args args, Kwargs kwargs) {
    for (Object a : args.subList(1, args.size())) {
      if (a instanceof DType d) {
        return tensor(args, 0).to(d);
      }
      if (a instanceof Tensor other) {
        return tensor(args, 0).to(other.dtype());
      }
    }
    if (kwargs.get("dtype") instanceof DType d) {
      return tensor(args, 0).to(d);
    }
    throw new Unsupported("to " + args);
  }

  /** A (nested) list of numbers or truth values as a (nested) Java array of one type. */
  static Object nested(List<?> list) {
    return nested(list, leafType(list));
  }

  private static Class<?> leafType(Object v) {
    if (v instanceof List<?> l) {
      Class<?> type = boolean.class;
      for (Object item : l) {
        Class<?> t = leafType(item);
        type = t == double.class || type == double.class
            ? double.class
            : t == long.class || type == long.class ? long.class : type;
      }
      return l.isEmpty() ? double.class : type;
    }
    return v instanceof Boolean
        ? boolean.class
        : v instanceof Long ? long.class : v instanceof Double ? double.class : fail(v);
  }

  private static Class<?> fail(Object v) {
    throw new Binder.NoValue("an element " + v);
  }

  private static Object nested(List<?> list, Class<?> leaf) {
    if (!list.isEmpty() && list.getFirst() instanceof List<?>) {
      List<Object> rows = new ArrayList<>();
      for (Object row : list) {
        if (!(row instanceof List<?> r)) {
          throw new Binder.NoValue("rows of numbers and lists");
        }
        rows.add(nested(r, leaf));
      }
      return rows.toArray((Object[]) java.lang.reflect.Array.newInstance(rows.getFirst().getClass(), rows.size()));
    }
    Object out = java.lang.reflect.Array.newInstance(leaf, list.size());
    for (int i = 0; i < list.size(); i++) {
      Object v = list.get(i);
      if (v instanceof List<?>) {
        throw new Binder.NoValue("rows of numbers and lists");
      }
      java.lang.reflect.Array.set(out, i,
          leaf == boolean.class ? v : leaf == long.class ? (Object) (long) number(v) : (Object) number(v));
    }
    return out;
  }

  static Tensor make(@Nullable Object v, @Nullable DType dtype) {
    if (v instanceof Tensor t) {
      return dtype == null ? t : t.to(dtype);
    }
    if (v instanceof List<?> l) {
      return dtype == null ? Nabla.tensor(l) : Nabla.tensor(l, dtype);
    }
    Tensor t = v instanceof Double d ? Nabla.tensor((double) d) : Calls.number(v);
    return dtype == null ? t : v instanceof Double d ? Nabla.tensor(d, dtype) : t.to(dtype);
  }
}
