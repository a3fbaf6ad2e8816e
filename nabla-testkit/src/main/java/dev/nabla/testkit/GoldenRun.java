package dev.nabla.testkit;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.transform.Jvp;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries one op case: values, gradients, forward mode, second order, errors. */
final class GoldenRun {
  /** Ops whose recorded numbers are themselves good to fewer digits. */
  private static final Set<String> LOOSE = Set.of("special", "linalg", "digamma", "lgamma", "polygamma", "mvlgamma",
      "igamma", "igammac", "erfinv",
      "matrix_exp", "cholesky", "cholesky_inverse", "cholesky_solve", "det", "logdet", "slogdet", "inverse", "pinverse",
      "qr", "svd", "gru",
      "gru_cell", "lstm", "lstm_cell", "rnn_relu", "rnn_relu_cell", "rnn_tanh", "rnn_tanh_cell", "i0", "vander");

  private final GoldenCase test;
  private final GoldenCalls calls;
  private final GoldenCases.Outcome outcome;
  private final Closeness real64;
  private final Closeness second64;
  private @Nullable Gauge gauge;

  private GoldenRun(GoldenCase test, GoldenCalls calls, GoldenCases.Outcome outcome) {
    this.outcome = outcome;
    this.test = test;
    this.calls = calls;
    boolean loose = LOOSE.contains(test.op()) || LOOSE.contains(test.op().split("\\.", -1)[0]);
    this.real64 = loose ? new Closeness(1e-7, 1e-9) : new Closeness(1e-9, 1e-11);
    this.second64 = loose ? real64 : new Closeness(1e-8, 1e-10);
  }

  /** What differs from what was recorded; null if nothing does. */
  static @Nullable String difference(GoldenCase test, GoldenCalls calls, GoldenCases.Outcome outcome) {
    return new GoldenRun(test, calls, outcome).run();
  }

  private @Nullable String run() {
    if (test.error() != null) {
      return error();
    }
    if (test.entry().get("gauge") instanceof String kind) {
      gauge = Gauge.of(kind, invoke(prepare((t, _) -> t)), flat(test.decoded("outputs")));
    }
    String d = values();
    if (d == null && !test.decoded("grads").isEmpty() && !test.entry().containsKey("backward_error")) {
      d = gradients();
      d = d != null ? d : forward();
      d = d != null ? d : second();
    }
    return d;
  }

  // --- the call ---

  /** The arguments of one call, and the tensors among them that derivatives are taken of. */
  private record Call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs, List<Tensor> leaves) {}

  private interface Leaf {
    Tensor of(Tensor given, int number);
  }

  private Call prepare(Leaf leaf) {
    Call call = new Call(test.args(), test.kwargs(), new ArrayList<>());
    List<String> paths = test.differentiableInputs();
    for (int i = 0; i < paths.size(); i++) {
      String[] path = paths.get(i).split("\\.", -1);
      Object holder = path[0].equals("args") ? call.args : call.kwargs;
      for (int k = 1; k < path.length - 1; k++) {
        holder = java.util.Objects.requireNonNull(at(holder, path[k]));
      }
      String last = path[path.length - 1];
      Tensor t = leaf.of((Tensor) java.util.Objects.requireNonNull(at(holder, last)), i);
      if (holder instanceof List<?>) {
        GoldenCase.list(holder).set(Integer.parseInt(last), t);
      } else {
        GoldenCase.map(holder).put(last, t);
      }
      call.leaves.add(t);
    }
    return call;
  }

  private static @Nullable Object at(Object holder, String key) {
    return holder instanceof List<?> list ? list.get(Integer.parseInt(key)) : GoldenCase.map(holder).get(key);
  }

  private List<@Nullable Object> invoke(Call call) {
    if (test.op().equals("program")) {
      return program(call);
    }
    List<@Nullable Object> args = call.args;
    if (writes(test.op())) {
      args = new ArrayList<>(args);
      args.set(0, ((Tensor) java.util.Objects.requireNonNull(args.get(0))).cloneTensor());
    }
    return flat(calls.call(test.op(), args, call.kwargs));
  }

  private static boolean writes(String op) {
    return op.startsWith("Tensor.") && op.endsWith("_") && !op.endsWith("__") || op.equals("Tensor.__setitem__");
  }

  private static List<@Nullable Object> flat(@Nullable Object result) {
    List<@Nullable Object> out = new ArrayList<>();
    flatten(result, out);
    return out;
  }

  private static void flatten(@Nullable Object result, List<@Nullable Object> out) {
    if (result instanceof List<?> list) {
      list.forEach(r -> flatten(r, out));
    } else {
      out.add(result);
    }
  }

  // --- programs ---

  private List<@Nullable Object> program(Call call) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    for (int i = 0; i < call.args.size(); i++) {
      variables.put("x" + i, call.args.get(i));
    }
    for (Object s : GoldenCase.list(test.entry().get("program"))) {
      Map<String, @Nullable Object> statement = GoldenCase.map(s);
      List<@Nullable Object> args = GoldenCase.list(resolve(GoldenCase.decode(statement.get("args")), variables));
      Map<String, @Nullable Object> kwargs = new HashMap<>();
      GoldenCase.map(statement.get("kwargs"))
          .forEach((k, v) -> kwargs.put(k, resolve(GoldenCase.decode(v), variables)));
      Object result = calls.call((String) java.util.Objects.requireNonNull(statement.get("op")), args, kwargs);
      List<@Nullable Object> names = GoldenCase.list(statement.get("out"));
      for (int i = 0; i < names.size(); i++) {
        Object value = names.size() == 1 && !(result instanceof List<?> l && l.size() == 1)
            ? result
            : GoldenCase.list(result).get(i);
        variables.put(String.valueOf(names.get(i)), value);
      }
    }
    List<@Nullable Object> out = new ArrayList<>();
    for (Object name : GoldenCase.list(test.entry().get("returns"))) {
      flatten(variables.get(String.valueOf(name)), out);
    }
    return out;
  }

  private static @Nullable Object resolve(@Nullable Object v, Map<String, @Nullable Object> variables) {
    if (v instanceof List<?> list) {
      List<@Nullable Object> out = new ArrayList<>();
      for (Object item : list) {
        out.add(resolve(item, variables));
      }
      return v instanceof GoldenCase.Tuple ? new GoldenCase.Tuple(out) : out;
    }
    return v instanceof Map<?, ?> m ? variables.get(String.valueOf(m.get("ref"))) : v;
  }

  // --- the checks ---

  private @Nullable String error() {
    Call call = prepare((t, _) -> t.requiresGrad_());
    List<@Nullable Object> out;
    try {
      out = invoke(call);
    } catch (NablaException | IllegalArgumentException | ArithmeticException e) {
      outcome.error(test.id(), e.getMessage(), String.valueOf(test.error()));
      return null;
    }
    if ("backward".equals(test.entry().get("error_phase"))) {
      List<Tensor> roots = new ArrayList<>();
      List<Tensor> ones = new ArrayList<>();
      for (Object o : out) {
        if (o instanceof Tensor t && t.requiresGrad()) {
          roots.add(t);
          ones.add(Nabla.onesLike(t));
        }
      }
      try {
        Autograd.grad(roots, call.leaves, ones, false, false, true);
      } catch (NablaException e) {
        outcome.error(test.id(), e.getMessage(), String.valueOf(test.error()));
        return null;
      }
    }
    return "no error, expected " + test.error();
  }

  private @Nullable String values() {
    List<@Nullable Object> actual = invoke(prepare((t, _) -> t));
    List<@Nullable Object> expected = flat(test.decoded("outputs"));
    if (actual.size() != expected.size()) {
      return actual.size() + " outputs, expected " + expected.size();
    }
    for (int i = 0; i < actual.size(); i++) {
      String d = gauge != null && gauge.isFree(i)
          ? null
          : same(aligned(i, actual.get(i)), expected.get(i), test.flag("ties") && i > 0);
      if (d != null) {
        return "output " + i + ": " + d;
      }
    }
    return null;
  }

  /** An output, or its tangent or cotangent, with the signs that were recorded. */
  private @Nullable Object aligned(int output, @Nullable Object t) {
    return gauge != null && t instanceof Tensor x ? gauge.align(output, x) : t;
  }

  private @Nullable String same(@Nullable Object actual, @Nullable Object expected, boolean onlyType) {
    if (expected instanceof Tensor e) {
      if (!(actual instanceof Tensor a)) {
        return actual + ", expected a tensor";
      }
      if (onlyType && a.type().equals(e.type())) {
        return null;
      }
      return close(real64, e).difference(a.detach(), e);
    }
    if (expected instanceof Double e && actual instanceof Number a) {
      return real64.close(a.doubleValue(), e) ? null : actual + ", expected " + expected;
    }
    return String.valueOf(actual).equals(String.valueOf(expected)) ? null : actual + ", expected " + expected;
  }

  private static Closeness close(Closeness in64, Tensor e) {
    return e.dtype() == DType.FLOAT32 ? new Closeness(1e-5, 1e-6) : in64;
  }

  /** The outputs that take part in the backward pass, with their cotangents. */
  private record Roots(List<Tensor> outputs, List<Tensor> cotangents, List<Tensor> leaves) {}

  private Roots roots(Call call, boolean wanted) {
    List<@Nullable Object> out = invoke(call);
    List<@Nullable Object> g = test.decoded("grad_outputs");
    Roots roots = new Roots(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < g.size(); i++) {
      if (g.get(i) instanceof Tensor gi) {
        Tensor y = (Tensor) java.util.Objects.requireNonNull(out.get(i));
        if (!y.requiresGrad()) {
          throw new AssertionError("output " + i + " does not require grad");
        }
        roots.outputs.add(y);
        Tensor leaf = wanted ? gi.requiresGrad_() : gi;
        roots.leaves.add(leaf);
        roots.cotangents.add(gauge == null ? leaf : gauge.align(i, leaf));
      }
    }
    return roots;
  }

  private @Nullable String gradients() {
    Call call = prepare((t, _) -> t.requiresGrad_());
    Roots roots = roots(call, false);
    List<@Nullable Tensor> actual = Autograd.grad(roots.outputs, call.leaves, roots.cotangents, false, false, true);
    List<@Nullable Object> expected = test.decoded("grads");
    for (int i = 0; i < expected.size(); i++) {
      String d = sameOrNone(actual.get(i), (Tensor) expected.get(i), real64);
      if (d != null) {
        return "gradient " + i + ": " + d;
      }
    }
    return null;
  }

  private static @Nullable String sameOrNone(@Nullable Tensor actual, @Nullable Tensor expected, Closeness close) {
    if (actual == null || expected == null) {
      return actual == null && expected == null
          ? null
          : (actual == null ? "None" : "a tensor") + ", expected " + (expected == null ? "None" : "a tensor");
    }
    return close(close, expected).difference(actual.detach(), expected);
  }

  private @Nullable String forward() {
    Object jvp = test.entry().get("jvp");
    if (jvp == null) {
      return null;
    }
    List<@Nullable Object> tangents = GoldenCase.list(GoldenCase.decode(GoldenCase.map(jvp).get("tangents")));
    List<@Nullable Object> expected = GoldenCase.list(GoldenCase.decode(GoldenCase.map(jvp).get("outputs")));
    try (Jvp level = Jvp.dualLevel()) {
      List<@Nullable Object> out = invoke(
          prepare((t, i) -> level.makeDual(t, (Tensor) java.util.Objects.requireNonNull(tangents.get(i)))));
      for (int i = 0; i < expected.size(); i++) {
        if (expected.get(i) instanceof Tensor e) {
          Tensor t = level.unpackDual((Tensor) java.util.Objects.requireNonNull(out.get(i))).tangent();
          Object signed = aligned(i, t == null ? Nabla.zerosLike(e) : t);
          String d = close(second64, e).difference((Tensor) java.util.Objects.requireNonNull(signed), e);
          if (d != null) {
            return "tangent " + i + ": " + d;
          }
        }
      }
    }
    return null;
  }

  private @Nullable String second() {
    Object recorded = test.entry().get("double_backward");
    if (recorded == null) {
      return null;
    }
    Map<String, @Nullable Object> m = GoldenCase.map(recorded);
    Call call = prepare((t, _) -> t.requiresGrad_());
    Roots roots = roots(call, true);
    List<@Nullable Tensor> g = Autograd.grad(roots.outputs, call.leaves, roots.cotangents, true, true, true);
    List<@Nullable Object> v = GoldenCase.list(GoldenCase.decode(m.get("v")));
    Tensor s = Nabla.zeros(DType.FLOAT64);
    for (int i = 0; i < g.size(); i++) {
      Tensor gi = g.get(i);
      if (gi != null && v.get(i) instanceof Tensor vi) {
        s = s.add(gi.mul(vi).sum());
      }
    }
    List<Tensor> all = new ArrayList<>(call.leaves);
    all.addAll(roots.leaves);
    List<@Nullable Object> expected = new ArrayList<>(GoldenCase.list(GoldenCase.decode(m.get("grads_of_inputs"))));
    List<@Nullable Object> ofCotangents = GoldenCase.list(GoldenCase.decode(m.get("grads_of_grad_outputs")));
    for (int i = 0, k = 0; i < test.decoded("grad_outputs").size(); i++) {
      if (test.decoded("grad_outputs").get(i) != null) {
        expected.add(ofCotangents.size() == roots.cotangents.size() ? ofCotangents.get(k++) : ofCotangents.get(i));
      }
    }
    List<@Nullable Tensor> actual = s.requiresGrad()
        ? Autograd.grad(List.of(s), all, null, false, false, true)
        : new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Tensor e = expected.get(i) instanceof Tensor t ? t : Nabla.zerosLike(all.get(i));
      Tensor a = actual.isEmpty() ? null : actual.get(i);
      String d = close(second64, e).difference(a == null ? Nabla.zerosLike(e) : a.detach(), e);
      if (d != null) {
        return "second order, " + (i < call.leaves.size() ? "input " + i : "cotangent " + (i - call.leaves.size()))
            + ": " + d;
      }
    }
    return null;
  }
}
