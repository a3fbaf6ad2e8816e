package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.golden.Values.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Python expression that makes a tensor, such as {@code (torch.arange(6.) / 3).reshape(2, 3)}: numbers, lists, calls of functions and
 * methods, attributes, the operators of arithmetic and comparison.
 */
final class Expression {
  private static final Pattern TOKEN = Pattern
      .compile("\\s*((?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?|\\w+|'[^']*'|\\*\\*|//|[=!<>]=|.)");

  /** The methods of binary operators, by how tightly they bind. */
  private static final List<Map<String, String>> LEVELS = List.of(
      Map.of("==", "eq", "!=", "ne", "<", "lt", ">", "gt", "<=", "le", ">=", "ge"),
      Map.of("+", "add", "-", "sub"),
      Map.of("*", "mul", "/", "div", "%", "remainder", "//", "floor_divide", "@", "matmul"));

  private final List<String> tokens = new ArrayList<>();
  private final Calls calls = new Calls();
  private int at;

  private Expression(String text) {
    for (Matcher m = TOKEN.matcher(text.strip()); m.find();) {
      tokens.add(m.group(1));
    }
    tokens.add("");
  }

  /** What the expression gives: a tensor, a number, an element type, or a list. */
  static @Nullable Object evaluate(String text) {
    Expression e = new Expression(text);
    Object value = e.binary(0);
    if (!e.peek().isEmpty()) {
      throw new Unsupported("expression " + text);
    }
    return value;
  }

  private String peek() {
    return tokens.get(at);
  }

  private String next() {
    return tokens.get(at++);
  }

  private boolean skip(String token) {
    boolean is = peek().equals(token);
    at += is ? 1 : 0;
    return is;
  }

  private @Nullable Object binary(int level) {
    if (level == LEVELS.size()) {
      return signed();
    }
    Object value = binary(level + 1);
    while (LEVELS.get(level).containsKey(peek())) {
      String op = String.valueOf(LEVELS.get(level).get(next()));
      value = apply(op, value, binary(level + 1));
    }
    return value;
  }

  private @Nullable Object signed() {
    if (skip("-")) {
      return apply("mul", signed(), -1L);
    }
    Object value = postfix();
    return skip("**") ? apply("pow", value, signed()) : value;
  }

  /** An operator: among numbers Python's, else the method of tensors. */
  private @Nullable Object apply(String op, @Nullable Object a, @Nullable Object b) {
    if (a instanceof Tensor || b instanceof Tensor) {
      Object left = a instanceof Tensor ? a : Calls.number(a);
      return calls.call(op, Values.Args.of(left, b), Map.of());
    }
    double x = Forms.number(a);
    double y = Forms.number(b);
    double value = switch (op) {
      case "add" -> x + y;
      case "sub" -> x - y;
      case "mul" -> x * y;
      case "div" -> x / y;
      case "pow" -> Math.pow(x, y);
      default -> throw new Unsupported(op + " of numbers");
    };
    return a instanceof Long && b instanceof Long && !op.equals("div") ? (Object) (long) value : (Object) value;
  }

  private @Nullable Object postfix() {
    Object value = skip("torch") || skip("nn") ? function() : atom();
    while (skip(".")) {
      String name = "Tensor." + next();
      List<@Nullable Object> args = Values.Args.of(value);
      value = skip("(") ? call(name, args) : calls.call(name, args, Map.of());
    }
    return value;
  }

  /** What follows {@code torch}: a function that is called, or an element type. */
  private @Nullable Object function() {
    StringBuilder name = new StringBuilder();
    while (skip(".")) {
      name.append(name.isEmpty() ? "" : ".").append(next());
    }
    return skip("(") ? call(name.toString(), new ArrayList<>()) : Values.dtype(name.toString());
  }

  /** A call whose bracket has been read; {@code args} are the arguments that stand before it. */
  private @Nullable Object call(String name, List<@Nullable Object> args) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    while (!skip(")")) {
      if (tokens.get(at + 1).equals("=")) {
        String key = next();
        at++;
        kwargs.put(key, binary(0));
      } else {
        args.add(binary(0));
      }
      skip(",");
    }
    boolean parameter = name.endsWith("Parameter");
    boolean tracked = Boolean.TRUE.equals(kwargs.getOrDefault("requires_grad", parameter));
    kwargs.remove("requires_grad");
    Object value = parameter ? Nabla.parameter(Values.tensor(args.getFirst())) : calls.call(name, args, kwargs);
    return tracked || parameter ? Values.tensor(value).requiresGrad_(tracked) : value;
  }

  private @Nullable Object atom() {
    String token = next();
    return switch (token) {
      case "[" -> items("]");
      case "(" -> {
        int from = at;
        Object first = binary(0);
        if (skip(")")) {
          yield first;
        }
        at = from;
        yield new Tuple(items(")"));
      }
      case "True", "False" -> token.equals("True");
      case "None" -> null;
      case "float" -> {
        at++;
        double value = Double.parseDouble(next().replace("'", "").replace("inf", "Infinity").replace("nan", "NaN"));
        at++;
        yield value;
      }
      default -> token.startsWith("'") ? token.substring(1, token.length() - 1) : number(token);
    };
  }

  private List<@Nullable Object> items(String end) {
    List<@Nullable Object> items = new ArrayList<>();
    while (!skip(end)) {
      items.add(binary(0));
      skip(",");
    }
    return items;
  }

  private static Object number(String token) {
    if (!token.matches("[.\\d].*")) {
      throw new Unsupported("expression at " + token);
    }
    return token.matches("\\d+") ? (Object) Long.parseLong(token) : (Object) Double.parseDouble(token);
  }
}
