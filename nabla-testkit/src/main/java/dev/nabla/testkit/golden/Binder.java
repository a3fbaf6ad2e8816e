package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Java method that a Python call means: by the name in camel case, and the overload whose parameters take the arguments at the least
 * cost of conversion. Named arguments go by the names of the parameters; parameters that are not given take PyTorch's defaults.
 */
final class Binder {
  /** What a parameter that is not given may be, by its name in Java. */
  private static final Map<String, Object> DEFAULTS = new HashMap<>();

  /** What parameters are called in Java, by their names in Python. */
  private static final Map<String, List<String>> NAMES = new HashMap<>();

  private static final Object NULL = new Object();

  static {
    String[] none = {"weight", "bias", "posWeight", "runningMean", "runningVar", "stride", "delta", "divisorOverride",
      "sorter", "min", "max",
      "attnMask", "mask", "paddingIdx", "dtype", "scale", "weights", "density", "size", "scaleFactor", "maxNorm",
      "outputSize", "normalizedShape", "inputBias", "stateBias"};
    Arrays.stream(none).forEach(n -> DEFAULTS.put(n, NULL));
    Object[][] some = {{"padding", 0L}, {"dilation", 1L}, {"groups", 1L}, {"outputPadding", 0L}, {"stride", 1L},
      {"keepDim", false}, {"alpha", 1.0},
      {"beta", 1.0}, {"eps", 1e-5}, {"axis", -1L}, {"reduction", "mean"}, {"ceilMode", false},
      {"countIncludePad", true}, {"descending", false},
      {"stable", false}, {"largest", true}, {"sorted", true}, {"ignoreIndex", -100L}, {"labelSmoothing", 0.0},
      {"rtol", 1e-5}, {"atol", 1e-8},
      {"equalNan", false}, {"right", false}, {"accumulate", false}, {"interpolation", "linear"}, {"unbiased", true},
      {"momentum", 0.1},
      {"training", false}, {"offset", 0L}, {"diagonal", 0L}, {"logTarget", false}, {"full", false}, {"isCausal", false},
      {"dropout", 0.0},
      {"margin", 1.0}, {"p", 2.0}, {"swap", false}, {"n", 1L}, {"value", 0.0}, {"alignCorners", false},
      {"mode", "nearest"}, {"includeSelf", true},
      {"logInput", true}, {"blank", 0L}, {"zeroInfinity", false}, {"antialias", false}};
    Object[][] ofOps = {{"cat.axis", 0L}, {"stack.axis", 0L}, {"split.axis", 0L}, {"tensorSplit.axis", 0L},
      {"chunk.axis", 0L}, {"unbind.axis", 0L},
      {"pairwiseDistance.eps", 1e-6}, {"poissonNllLoss.eps", 1e-8}, {"tripletMarginLoss.eps", 1e-6},
      {"localResponseNorm.alpha", 1e-4},
      {"localResponseNorm.beta", 0.75}, {"localResponseNorm.k", 1.0}, {"gaussianNllLoss.eps", 1e-6},
      {"normalize.eps", 1e-12},
      {"normalize.axis", 1L}, {"cosineSimilarity.axis", 1L}, {"cosineSimilarity.eps", 1e-8},
      {"cosineEmbeddingLoss.margin", 0.0},
      {"marginRankingLoss.margin", 0.0}, {"multiMarginLoss.p", 1L}, {"pad.mode", "constant"},
      {"hingeEmbeddingLoss.margin", 1.0},
      {"huberLoss.delta", 1.0}, {"smoothL1Loss.beta", 1.0}, {"celu.alpha", 1.0}, {"dist.p", 2.0},
      {"gridSample.mode", "bilinear"},
      {"gridSample.paddingMode", "zeros"}, {"glu.axis", -1L}, {"unfold.padding", 0L}, {"embeddingBag.mode", "mean"},
      {"rmsNorm.eps", NULL},
      {"unflatten.axis", 0L}, {"layerNorm.eps", 1e-5}, {"cdist.p", 2.0}, {"logsumexp.axis", 0L},
      {"meshgrid.indexing", "ij"}, {"kaimingUniform_.mode", "fan_in"}, {"kaimingNormal_.mode", "fan_in"},
      {"histc.bins", 100L}, {"histc.low", 0.0}, {"histc.high", 0.0}, {"addcmul.value", 1.0}, {"addcdiv.value", 1.0},
      {"indexAdd.alpha", 1.0},
      {"diagonal.a", 0L}, {"diagonal.b", 1L}, {"diagEmbed.a", -2L}, {"diagEmbed.b", -1L}, {"diagonalScatter.a", 0L},
      {"diagonalScatter.b", 1L},
      {"sliceScatter.axis", 0L}, {"sliceScatter.step", 1L}, {"sliceScatter.start", 0L},
      {"sliceScatter.stop", (long) Integer.MAX_VALUE},
      {"oneHot.numClasses", -1L}, {"softplus.beta", 1.0}, {"softplus.threshold", 20.0}, {"hardtanh.low", -1.0},
      {"hardtanh.high", 1.0},
      {"multilabelMarginLoss.reduction", "mean"}, {"trapezoid.axis", -1L}, {"combinations.r", 2L},
      {"pool.stride", NULL},
      {"rot90.turns", 1L}, {"trapezoid.dx", 1.0}, {"cumulativeTrapezoid.dx", 1.0}, {"trilIndices.offset", 0L},
      {"triuIndices.offset", 0L},
      {"instanceNorm.useInputStats", true}, {"cov.correction", 1.0}, {"cov.fweights", NULL}, {"cov.aweights", NULL},
      {"diff.prepend", NULL},
      {"diff.append", NULL}, {"interpolate.alignCorners", NULL}, {"interpolate.recomputeScaleFactor", NULL},
      {"hammingWindow.alpha", 0.54},
      {"hammingWindow.beta", 0.46}, {"scaledDotProductAttention.dropoutP", 0.0}, {"logspace.base", 10.0},
      {"gradient.axes", NULL},
      {"gradient.spacing", 1.0}, {"gradient.edgeOrder", 1L}, {"histogram.weight", NULL}, {"histogram.density", false},
      {"triu_.k", 0L},
      {"tril_.k", 0L}, {"hannWindow.periodic", true}, {"blackmanWindow.periodic", true},
      {"bartlettWindow.periodic", true},
      {"hammingWindow.periodic", true}, {"isin.invert", false}, {"embeddingBag.offsets", NULL},
      {"embeddingBag.perSampleWeights", NULL},
      {"embeddingBag.includeLastOffset", false}, {"embeddingBag.normType", 2.0},
      {"embeddingBag.scaleGradByFreq", false},
      {"embeddingBag.maxNorm", NULL}, {"embeddingBag.paddingIdx", NULL}, {"embedding.maxNorm", NULL},
      {"embedding.paddingIdx", NULL},
      {"embedding.normType", 2.0}, {"embedding.scaleGradByFreq", false}, {"searchsorted.outInt32", false},
      {"bucketize.outInt32", false},
      {"searchsorted.sorter", NULL}, {"stdMean.axes", List.of()},
      {"varMean.axes", List.of()}, {"stdMean.correction", 1.0}, {"varMean.correction", 1.0},
      {"topk.axis", -1L}, {"solveTriangular.left", true}, {"solveTriangular.unitriangular", false},
      {"luSolve.left", true}, {"luSolve.adjoint", false}, {"tensorsolve.dims", NULL}, {"tensorSplit.axis", 0L},
      {"combinations.withReplacement", false}, {"histogram.low", 0.0}, {"histogram.high", 0.0},
      {"bincount.minLength", 0L}, {"fftfreq.d", 1.0}, {"rfftfreq.d", 1.0}, {"rrelu.lower", 0.125},
      {"rrelu.upper", 1.0 / 3},
      {"randomSamples", NULL}, {"gumbelSoftmax.tau", 1.0}, {"gumbelSoftmax.hard", false}};
    for (Object[] e : ofOps) {
      DEFAULTS.put((String) e[0], e[1]);
    }
    for (Object[] e : some) {
      DEFAULTS.put((String) e[0], e[1]);
    }
    String[][] names = {{"dim", "axis", "axes", "dims"}, {"dims", "axes", "dims", "axis"}, {"dim0", "a"}, {"dim1", "b"},
      {"axis0", "a"}, {"axis1", "b"},
      {"other", "b", "v"}, {"kernel_size", "kernel"}, {"keepdim", "keepDim"},
      {"size", "dims", "size", "sizes", "shape"}, {"shape", "dims", "shape"},
      {"input", "x", "input", "a"}, {"diagonal", "k", "offset", "diagonal"}, {"exponent", "b", "v"},
      {"min", "low", "min", "v", "b"},
      {"max", "high", "max", "v", "c"}, {"axis", "axis", "axes"}, {"vec2", "b"}, {"mat2", "b"}, {"p", "p", "ord"},
      {"ord", "p", "ord"},
      {"start_dim", "first", "startDim"}, {"end_dim", "last", "endDim"}, {"lower", "lower", "low"},
      {"upper", "upper", "high"},
      {"lambd", "lambd"}, {"sections", "sections"}, {"repeats", "times", "repeats"}, {"reps", "times"},
      {"shifts", "shifts", "shift"},
      {"k", "k", "turns"}, {"source", "from", "source"}, {"destination", "to", "destination"}, {"tensor1", "b"},
      {"tensor2", "c"},
      {"end", "b", "end"}, {"unbiased", "unbiased"}, {"maxnorm", "maxNorm"}, {"minlength", "minLength"},
      {"elements", "x"},
      {"test_elements", "test", "testElements"}, {"bins", "bins"}, {"decimals", "decimals"},
      {"negative_slope", "negativeSlope", "slope"},
      {"vector", "b"}, {"stride", "strides", "stride"},
      {"storage_offset", "offset"},
      {"src", "src", "source"}, {"mask", "mask", "c"}, {"batch1", "batch1", "a"}, {"batch2", "batch2", "b"},
      {"mat1", "a"}, {"n", "n", "order", "power"},
      {"prepend", "prepend"}, {"return_indices", "returnIndices"}, {"approximate", "approximate"},
      {"rounding_mode", "rounding"}, {"min_val", "low"}, {"max_val", "high"}, {"attn_mask", "mask"},
      {"nan", "none", "nan"}, {"posinf", "high", "posinf"},
      {"neginf", "low", "neginf"}, {"spacing", "spacing", "coordinates"}};
    for (String[] n : names) {
      List<String> all = NAMES.computeIfAbsent(n[0], _ -> new ArrayList<>());
      all.addAll(Arrays.asList(n).subList(1, n.length));
    }
  }

  /** What leaving an argument out costs an overload that has no place for it. */
  private static final int IGNORED = 5;

  private final Map<String, List<Method>> methods = new LinkedHashMap<>();

  /** The public methods of these classes; earlier classes are asked first. */
  Binder(Class<?>... holders) {
    for (Class<?> holder : holders) {
      // Reflection gives methods in no fixed order; of overloads that fit equally the first would win.
      Method[] inOrder = holder.getMethods();
      Arrays.sort(inOrder, Comparator.comparing(Method::toString));
      for (Method m : inOrder) {
        if (m.getDeclaringClass() != Object.class && !m.isBridge()) {
          m.setAccessible(true);
          methods.computeIfAbsent(m.getName(), _ -> new ArrayList<>()).add(m);
        }
      }
    }
  }

  /** Whether there is a method of this name. */
  boolean knows(String name) {
    return methods.containsKey(name);
  }

  private record Choice(Method method, @Nullable Object[] args, int cost) {}

  /** The best overload among the methods named so, called; a {@link NoMatch} if none takes the arguments. */
  @Nullable
  Object call(String name, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    Choice best = null;
    for (Method m : methods.getOrDefault(name, List.of())) {
      Choice c = match(m, args, kwargs);
      if (c != null && (best == null || c.cost < best.cost)) {
        best = c;
      }
    }
    if (best == null) {
      refuseConstants(name, kwargs);
      throw new NoMatch(name, args, kwargs);
    }
    return invoke(best);
  }

  /** A word that stands for no constant of an enum is a mistake in the arguments, not an overload that is lacking. */
  private void refuseConstants(String name, Map<String, @Nullable Object> kwargs) {
    for (Method m : methods.getOrDefault(name, List.of())) {
      for (Parameter p : m.getParameters()) {
        if (p.getType().isEnum() && kwargs.get(p.getName()) instanceof String s && constant(p.getType(), s) == null) {
          throw new IllegalArgumentException(
              name + ": " + p.getName() + " " + s + " is none of " + Arrays.toString(p.getType().getEnumConstants()));
        }
      }
    }
  }

  /** The arguments cannot be written in Java at all. */
  static final class NoValue extends Unsupported {
    private static final long serialVersionUID = 1L;

    NoValue(String what) {
      super("no Java value: " + what);
    }
  }

  /** No overload takes the arguments. */
  static final class NoMatch extends Unsupported {
    private static final long serialVersionUID = 1L;

    NoMatch(String name, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
      super("no " + name + args.stream().map(Binder::kind).toList() + (kwargs.isEmpty() ? "" : " " + kwargs.keySet()));
    }
  }

  private static String kind(@Nullable Object o) {
    return o == null
        ? "None"
        : o instanceof Tensor
            ? "Tensor"
            : o instanceof List<?> l
                ? "[" + (l.isEmpty() ? "" : kind(l.getFirst())) + "]"
                : o.getClass().getSimpleName();
  }

  private static @Nullable Object invoke(Choice c) {
    try {
      boolean isStatic = Modifier.isStatic(c.method.getModifiers());
      @Nullable
      Object[] all = c.args;
      Object result = isStatic
          ? c.method.invoke(null, all)
          : c.method.invoke(all[0], Arrays.copyOfRange(all, 1, all.length));
      return plain(result);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      }
      if (e.getCause() instanceof Error r) {
        throw r;
      }
      throw new AssertionError(e);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /** Results as recorded cases know them: records and arrays as lists. */
  static @Nullable Object plain(@Nullable Object result) {
    return switch (result) {
      case null -> null;
      case Shape s -> java.util.stream.IntStream.range(0, s.rank()).mapToObj(i -> (long) s.dim(i)).toList();
      case int[] a -> Arrays.stream(a).asLongStream().boxed().toList();
      case Tensor[] a -> Arrays.asList(a);
      case Record r -> {
        List<@Nullable Object> out = new ArrayList<>();
        try {
          for (RecordComponent c : r.getClass().getRecordComponents()) {
            Method get = c.getAccessor();
            get.setAccessible(true);
            out.add(get.invoke(r));
          }
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
        yield out;
      }
      case Integer i -> (long) i;
      default -> result;
    };
  }

  private static @Nullable Choice match(Method m, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    Choice c = ordered(m, args, kwargs);
    int at = Arrays.asList(m.getParameterTypes()).indexOf(DType.class) + (Modifier.isStatic(m.getModifiers()) ? 0 : 1);
    if (c != null || !m.isVarArgs() || !(kwargs.get("dtype") instanceof DType dtype) || at < 0 || at > args.size()) {
      return c;
    }
    // In Java the type stands before the sizes.
    List<@Nullable Object> all = new ArrayList<>(args);
    all.add(at, dtype);
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(kwargs);
    rest.remove("dtype");
    return ordered(m, all, rest);
  }

  private static @Nullable Choice ordered(Method m, List<@Nullable Object> args,
      Map<String, @Nullable Object> kwargs) {
    Choice c = fixed(m, args, kwargs);
    int before = m.getParameterCount() - 1 + (Modifier.isStatic(m.getModifiers()) ? 0 : 1);
    if (c != null || !m.isVarArgs() || args.size() <= before) {
      return c;
    }
    List<@Nullable Object> gathered = new ArrayList<>(args.subList(0, before));
    gathered.add(new ArrayList<>(args.subList(before, args.size())));
    return fixed(m, gathered, kwargs);
  }

  /** The call with one argument for each parameter. */
  private static @Nullable Choice fixed(Method m, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    Parameter[] params = m.getParameters();
    int lead = Modifier.isStatic(m.getModifiers()) ? 0 : 1;
    int n = params.length + lead;
    if (args.size() > n) {
      return null;
    }
    @Nullable
    Object[] out = new @Nullable Object[n];
    boolean[] set = new boolean[n];
    int cost = 0;
    for (int i = 0; i < args.size(); i++) {
      int c = put(out, i, args.get(i), i < lead ? Tensor.class : params[i - lead].getType());
      if (c < 0) {
        return null;
      }
      set[i] = true;
      cost += c;
    }
    for (Map.Entry<String, @Nullable Object> e : kwargs.entrySet()) {
      int at = find(params, lead, set, e.getKey());
      if (at < 0) {
        if (e.getValue() == null || ignorable(e.getKey(), e.getValue())) {
          // An overload that takes the argument is the one that is meant; None is as good as absent.
          cost += e.getValue() == null ? 0 : IGNORED;
          continue;
        }
        return null;
      }
      int c = put(out, at, e.getValue(), at < lead ? Tensor.class : params[at - lead].getType());
      if (c < 0) {
        return null;
      }
      set[at] = true;
      cost += c;
    }
    return complete(m, params, lead, out, set, cost);
  }

  private static @Nullable Choice complete(Method m, Parameter[] params, int lead, @Nullable Object[] out,
      boolean[] set,
      int cost) {
    for (int i = 0; i < out.length; i++) {
      if (set[i]) {
        continue;
      }
      if (i < lead) {
        return null;
      }
      Parameter p = params[i - lead];
      if (m.isVarArgs() && i == out.length - 1) {
        out[i] = java.lang.reflect.Array.newInstance(p.getType().getComponentType(), 0);
        cost += 2;
        continue;
      }
      int c = -1;
      String specific = m.getName().contains("ool") && p.getName().equals("stride")
          ? "pool.stride"
          : m.getName() + "." + p.getName();
      if (DEFAULTS.containsKey(specific) || DEFAULTS.containsKey(p.getName())) {
        Object d = DEFAULTS.getOrDefault(specific, DEFAULTS.get(p.getName()));
        c = put(out, i, d == NULL ? null : d, p.getType());
      }
      if (c < 0 && !p.getType().isPrimitive()
          && java.util.Set.of("weight", "bias", "stride", "dtype").contains(p.getName())) {
        c = put(out, i, null, p.getType());
      }
      if (c < 0) {
        return null;
      }
      cost += 20 + c;
    }
    return new Choice(m, out, cost);
  }

  /** Arguments that say what is the case anyway. */
  private static boolean ignorable(String name, Object value) {
    return switch (name) {
      case "requires_grad", "inplace", "copy", "sparse", "scale_grad_by_freq", "keepdim", "return_indices",
          "training" ->
        Boolean.FALSE.equals(value);
      case "check_errors", "stable", "sorted", "unsafe" -> true;
      default -> false;
    };
  }

  private static int find(Parameter[] params, int lead, boolean[] set, String name) {
    if (lead == 1 && !set[0] && (name.equals("input") || name.equals("self"))) {
      return 0;
    }
    String plain = name.replace("_", "").toLowerCase(Locale.ROOT);
    List<String> wanted = new ArrayList<>(NAMES.getOrDefault(name, List.of()));
    for (int i = 0; i < params.length; i++) {
      String p = params[i].getName();
      if (!set[i + lead] && p.toLowerCase(Locale.ROOT).equals(plain)) {
        return i + lead;
      }
    }
    for (String w : wanted) {
      for (int i = 0; i < params.length; i++) {
        if (!set[i + lead] && params[i].getName().equals(w)) {
          return i + lead;
        }
      }
    }
    return -1;
  }

  /** Stores {@code value} as {@code type} at {@code out[i]}; the cost of the conversion, -1 if there is none. */
  private static int put(@Nullable Object[] out, int i, @Nullable Object value, Class<?> type) {
    if (value == null) {
      return type.isPrimitive() || type == Object.class ? -1 : 1;
    }
    Object v = null;
    int cost = 0;
    switch (value) {
      case Tensor t -> {
        v = type == Tensor.class || type == Object.class ? t : null;
        cost = type == Tensor.class ? 0 : 5;
      }
      case Boolean b when type == long.class || type == double.class -> {
        // A truth value is a number in Python; where both fit, it is none.
        v = type == long.class ? (Object) (b ? 1L : 0L) : (Object) (b ? 1.0 : 0.0);
        cost = type == long.class ? 10 : 12;
      }
      case Boolean b -> {
        v = type == boolean.class || type == Boolean.class || type == Object.class ? b : null;
        if (type == Tensor.class) {
          // x + True is x.add(tensor(true)): a 0-d truth value changes no type either.
          v = Nabla.tensor((boolean) b);
          cost = 8;
        }
      }
      case Long l -> {
        v = whole(l, type);
        cost = type == long.class || type == Long.class
            ? 0
            : type == int.class || type == Integer.class ? 0 : type == double.class || type == Double.class ? 3 : 6;
      }
      case Double d -> {
        v = type == double.class || type == Double.class || type == Object.class || type == Number.class
            ? d
            : type == double[].class ? new double[] {d} : null;
        cost = type == double[].class ? 6 : 0;
      }
      case String s -> {
        v = type.isEnum() ? constant(type, s) : type == String.class || type == Object.class ? s : null;
      }
      case DType d -> v = type == DType.class || type == Object.class ? d : null;
      case List<?> l -> {
        v = list(l, type);
        cost = type == Shape.class ? 2 : 1;
      }
      default -> v = type == Object.class ? value : null;
    }
    out[i] = v;
    return v == null ? -1 : cost;
  }

  private static @Nullable Object whole(long l, Class<?> type) {
    if (type == long.class || type == Long.class || type == Object.class || type == Number.class) {
      return l;
    }
    if (type == int.class || type == Integer.class) {
      return (int) l == l ? (Object) (int) l : null;
    }
    if (type == double.class || type == Double.class) {
      return (double) l;
    }
    if (type == int[].class) {
      return new int[] {(int) l};
    }
    return type == long[].class ? new long[] {l} : type == double[].class ? new double[] {l} : null;
  }

  private static @Nullable Object constant(Class<?> type, String name) {
    for (Object c : type.getEnumConstants()) {
      if (((Enum<?>) c).name().replace("_", "").equalsIgnoreCase(name.replace("_", ""))) {
        return c;
      }
    }
    return null;
  }

  private static @Nullable Object list(List<?> l, Class<?> type) {
    boolean wholes = l.stream().allMatch(v -> v instanceof Long);
    boolean reals = l.stream().allMatch(v -> v instanceof Number);
    boolean tensors = l.stream().allMatch(v -> v instanceof Tensor);
    if (type == int[].class && wholes) {
      return l.stream().mapToInt(v -> ((Long) v).intValue()).toArray();
    }
    if (type == long[].class && wholes) {
      return l.stream().mapToLong(v -> (Long) v).toArray();
    }
    if (type == Shape.class && wholes && l.stream().allMatch(v -> (Long) v >= 0)) {
      return Shape.of(l.stream().mapToInt(v -> ((Long) v).intValue()).toArray());
    }
    if (type == double[].class && reals) {
      return l.stream().mapToDouble(v -> ((Number) v).doubleValue()).toArray();
    }
    if (type == List.class && tensors) {
      return l;
    }
    if (type == int[][].class && l.stream().allMatch(v -> v instanceof List<?>)) {
      @Nullable
      Object[] rows = l.stream().map(v -> list((List<?>) v, int[].class)).toArray();
      return Arrays.asList(rows).contains(null) ? null : Arrays.copyOf(rows, rows.length, int[][].class);
    }
    return type == Tensor[].class && tensors ? l.toArray(new Tensor[0]) : null;
  }
}
