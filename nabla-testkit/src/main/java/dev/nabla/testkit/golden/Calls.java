package dev.nabla.testkit.golden;

import dev.nabla.F;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.golden.Values.Args;
import dev.nabla.testkit.golden.Values.Ellipsis;
import dev.nabla.testkit.golden.Values.Kwargs;
import dev.nabla.testkit.golden.Values.Slice;
import dev.nabla.testkit.golden.Values.Tuple;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's functions in Nabla: most by their own name, the others from tables.
 *
 * <p>Names that do not follow the rule stand in {@link #NAMES}; calls whose arguments are arranged differently stand in {@link Forms}.
 */
final class Calls {
  private static final Binder FUNCTIONAL = new Binder(F.class);
  private static final Binder LINALG = new Binder(dev.nabla.Linalg.class);
  private static final Binder GENERAL = new Binder(Tensor.class, Nabla.class, dev.nabla.Special.class);

  /** What a function is called in Java, by its name in PyTorch without its module. */
  private static final Map<String, String> NAMES = new HashMap<>();

  static {
    String[][] names = {{"clone", "cloneTensor"}, {"absolute", "abs"}, {"arccos", "acos"}, {"arccosh", "acosh"},
      {"arcsin", "asin"}, {"arcsinh", "asinh"},
      {"arctan", "atan"}, {"arctanh", "atanh"}, {"arctan2", "atan2"}, {"clip", "clamp"}, {"fix", "trunc"},
      {"negative", "neg"}, {"multiply", "mul"},
      {"subtract", "sub"}, {"divide", "div"}, {"true_divide", "div"}, {"less", "lt"}, {"less_equal", "le"},
      {"greater", "gt"},
      {"greater_equal", "ge"}, {"not_equal", "ne"}, {"isnan", "isNan"}, {"isinf", "isInf"}, {"isfinite", "isFinite"},
      {"isposinf", "isPosInf"},
      {"isneginf", "isNegInf"}, {"isreal", "isReal"}, {"isclose", "isClose"}, {"allclose", "allClose"},
      {"atleast_1d", "atleast1d"}, {"concat", "cat"}, {"concatenate", "cat"}, {"row_stack", "vstack"},
      {"split_with_sizes", "split"},
      {"float", "toFloat"}, {"half", "toHalf"}, {"bfloat16", "toBFloat16"}, {"double", "toDouble"}, {"long", "toLong"},
      {"int", "toInt"}, {"short", "toShort"},
      {"char", "toChar"},
      {"byte", "toByte"}, {"bool", "toBool"}, {"__abs__", "abs"},
      {"__add__", "add"}, {"__radd__", "add"},
      {"__rtruediv__", "div"}, {"__rpow__", "pow"}, {"__rfloordiv__", "floorDivide"}, {"__getitem__", "get"},
      {"__setitem__", "set_"},
      {"__and__", "bitwiseAnd"},
      {"__floordiv__", "floorDivide"}, {"__invert__", "bitwiseNot"}, {"__len__", "length"},
      {"__lshift__", "bitwiseLeftShift"},
      {"__matmul__", "matmul"}, {"__mod__", "remainder"}, {"__neg__", "neg"}, {"__rsub__", "rsub"}, {"__mul__", "mul"},
      {"__sub__", "sub"},
      {"__truediv__", "div"}, {"__pow__", "pow"}, {"expit", "sigmoid"}, {"gammainc", "igamma"},
      {"gammaincc", "igammac"}, {"gammaln", "lgamma"},
      {"psi", "digamma"}, {"multigammaln", "mvlgamma"}, {"trapz", "trapezoid"}, {"permute", "permute"},
      {"size", "size"}, {"constant_pad_nd", "pad"},
      {"ger", "outer"}, {"narrow_copy", "narrowCopy"}, {"positive", "positive"}, {"is_nonzero", "itemBoolean"},
      {"__bool__", "itemBoolean"},
      {"__float__", "item"}, {"logsigmoid", "logsigmoid"}, {"matrix_power", "matrixPower"},
      {"chain_matmul", "chainMatmul"},
      {"cov", "cov"}, {"argwhere", "argwhere"}, {"adjoint", "adjoint"}, {"fliplr", "fliplr"}};
    for (String[] n : names) {
      NAMES.put(n[0], n[1]);
    }
  }

  /**
   * Calls {@code op} with arguments as described at {@link Values}.
   *
   * @return the result: a tensor, a number, a list of these, or anything else whose text is compared
   * @throws Unsupported if there is no such op
   * @throws Binder.NoMatch if there is one, but not with such arguments
   */
  @Nullable
  Object call(String op, List<@Nullable Object> given, Map<String, @Nullable Object> named) {
    Args args = new Args(given);
    Kwargs kwargs = new Kwargs(named);
    Signatures.arrange(op, args, kwargs);
    Forms.Form form = Forms.FORMS.get(op);
    try {
      return Binder.plain(form != null ? form.call(this, args, kwargs) : byName(op, args, kwargs));
    } catch (Binder.NoMatch e) {
      if (form == null && args.size() > 0 && args.stream().allMatch(a -> a instanceof Tensor)) {
        return gathered(op, args, kwargs, e);
      }
      throw e;
    }
  }

  /** Functions of many tensors that take a list here. */
  private @Nullable Object gathered(String op, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs,
      Binder.NoMatch first) {
    try {
      List<@Nullable Object> one = new ArrayList<>();
      one.add(args);
      return byName(op, one, kwargs);
    } catch (Binder.NoMatch e) {
      throw first;
    }
  }

  /** The Java method for {@code op}, by its name. */
  @Nullable
  Object byName(String op, List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
    String java = javaName(op);
    if (op.startsWith("nn.functional.") && FUNCTIONAL.knows(java)) {
      return FUNCTIONAL.call(java, args, kwargs);
    }
    if (op.startsWith("linalg.") && LINALG.knows(java)) {
      return LINALG.call(java, args, kwargs);
    }
    String module = op.substring(0, Math.max(0, op.lastIndexOf('.')));
    String prefixed = module.isEmpty() || module.equals("Tensor") || module.equals("nn.functional")
        ? java
        : module + Character.toUpperCase(java.charAt(0)) + java.substring(1);
    if (GENERAL.knows(prefixed)) {
      return GENERAL.call(prefixed, args, kwargs);
    }
    if (GENERAL.knows(java)) {
      return GENERAL.call(java, args, kwargs);
    }
    if (FUNCTIONAL.knows(java)) {
      return FUNCTIONAL.call(java, args, kwargs);
    }
    throw new Unsupported("no " + java);
  }

  /** The name of the Java method for {@code op}, without what its module may add. */
  static String javaName(String op) {
    String last = op.substring(op.lastIndexOf('.') + 1);
    return NAMES.getOrDefault(last, camel(last));
  }

  /** {@code snake_case} as {@code camelCase}; a trailing underscore stays. */
  static String camel(String name) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_' && i > 0 && i < name.length() - 1) {
        out.append(Character.toUpperCase(name.charAt(++i)));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The parts of an index as {@code Tensor.get} takes them: slices as text. */
  static Object[] index(@Nullable Object index) {
    List<@Nullable Object> parts = new ArrayList<>();
    if (index instanceof Tuple l) {
      parts.addAll(l);
    } else if (index instanceof List<?> l && isTuple(l)) {
      parts.addAll(l);
    } else {
      parts.add(index);
    }
    return parts.stream().map(Calls::part).toArray();
  }

  /** Whether Python takes a list between the brackets for a tuple: where something else than a number stands in it. */
  private static boolean isTuple(List<?> l) {
    return l.stream().anyMatch(p -> p == null || p instanceof List<?> || p instanceof Slice || p instanceof Ellipsis
        || p instanceof Tensor);
  }

  private static Object part(@Nullable Object p) {
    return switch (p) {
      case null -> "None";
      case Slice s -> text(s.start()) + ":" + text(s.stop()) + (s.step() == null ? "" : ":" + s.step());
      case Ellipsis _ -> "...";
      case List<?> l -> Forms.nested(l);
      default -> p;
    };
  }

  private static String text(@Nullable Long v) {
    return v == null ? "" : v.toString();
  }

  /** A tensor of a Python number's type, for functions that take only tensors here. */
  static Tensor number(@Nullable Object v) {
    return switch (v) {
      case Tensor t -> t;
      case Boolean b -> Nabla.tensor((boolean) b);
      case Long l -> Nabla.tensor((long) l);
      case Double d -> Nabla.tensor(d, DType.FLOAT64);
      case null, default -> throw new Unsupported("a tensor from " + v);
    };
  }
}
