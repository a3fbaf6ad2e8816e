package dev.nabla.testkit.golden;

import dev.nabla.Autograd;
import dev.nabla.Nabla;
import dev.nabla.Tensor;
import dev.nabla.testkit.Closeness;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.transform.Jvp;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of an op, or one program: each method compares one aspect with what was recorded. */
final class OpCase {
  private final Entry entry;
  private final Calls calls;
  private final Closeness values64;
  private final Closeness derivatives64;
  private @Nullable Gauge gauge;

  OpCase(Entry entry, Calls calls) {
    this.entry = entry;
    this.calls = calls;
    this.values64 = Tolerance.values(entry.text("op"));
    this.derivatives64 = Tolerance.derivatives(entry.text("op"));
  }

  // --- the call ---

  /** The arguments of one call, and the tensors among them that derivatives are taken of. */
  private record Call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs, List<Tensor> leaves) {
    /** What holds the argument at {@code path}, such as {@code args.0.2}. */
    private Object holder(String[] path) {
      Object holder = path[0].equals("args") ? args : kwargs;
      for (int k = 1; k < path.length - 1; k++) {
        holder = java.util.Objects.requireNonNull(at(holder, path[k]));
      }
      return holder;
    }

    private static @Nullable Object at(Object holder, String key) {
      return holder instanceof List<?> list ? list.get(Integer.parseInt(key)) : Values.map(holder).get(key);
    }

    Tensor tensor(String path) {
      String[] names = path.split("\\.", -1);
      return Values.tensor(at(holder(names), names[names.length - 1]));
    }

    void replace(String path, Tensor t) {
      String[] names = path.split("\\.", -1);
      String last = names[names.length - 1];
      if (holder(names) instanceof List<?> list) {
        Values.list(list).set(Integer.parseInt(last), t);
      } else {
        Values.map(holder(names)).put(last, t);
      }
    }
  }

  private interface Leaf {
    Tensor of(Tensor given, int number);
  }

  private Call prepare(Leaf leaf) {
    Call call = new Call(entry.values("args"), entry.named("kwargs"), new ArrayList<>());
    List<@Nullable Object> paths = entry.values("differentiable_inputs");
    for (int i = 0; i < paths.size(); i++) {
      String path = String.valueOf(paths.get(i));
      Tensor t = leaf.of(call.tensor(path), i);
      call.replace(path, t);
      call.leaves.add(t);
    }
    return call;
  }

  private Call plain() {
    return prepare((t, _) -> t);
  }

  private Call tracked() {
    return prepare((t, _) -> t.requiresGrad_());
  }

  private List<@Nullable Object> invoke(Call call) {
    String op = entry.text("op");
    if (op.equals("program")) {
      return flat(Program.run(entry, call.args, calls));
    }
    List<@Nullable Object> args = call.args;
    if (writes(op)) {
      args = new ArrayList<>(args);
      args.set(0, Values.tensor(args.get(0)).cloneTensor());
    }
    return flat(calls.call(op, args, call.kwargs));
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

  /** The signs that a decomposition leaves open; null for all other ops. */
  private @Nullable Gauge gauge() {
    if (gauge == null && entry.has("gauge")) {
      gauge = Gauge.of(entry.text("gauge"), invoke(plain()), flat(entry.values("outputs")));
    }
    return gauge;
  }

  /** Output {@code i}, or its tangent or cotangent, with the signs that were recorded. */
  private Tensor aligned(int i, Tensor t) {
    Gauge g = gauge();
    return g == null ? t : g.align(i, t);
  }

  // --- the checks ---

  void error() {
    try {
      Call call = tracked();
      List<@Nullable Object> out = invoke(call);
      if ("backward".equals(entry.fields().get("error_phase"))) {
        backward(out, call.leaves);
      }
    } catch (NablaException | IllegalArgumentException | ArithmeticException e) {
      return;
    } catch (Binder.NoValue e) {
      return;
    } catch (Binder.NoMatch e) {
      if (entry.text("error").startsWith("TypeError")) {
        return; // in Java the compiler says so
      }
      throw e;
    }
    throw new Mismatch("error", new Difference("the call", "without error", entry.text("error")));
  }

  private static void backward(List<@Nullable Object> out, List<Tensor> leaves) {
    List<Tensor> roots = new ArrayList<>();
    for (Object o : out) {
      if (o instanceof Tensor t && t.requiresGrad()) {
        roots.add(t);
      }
    }
    Autograd.grad(roots, leaves, roots.stream().map(Nabla::onesLike).toList(), false, false, true);
  }

  void values() {
    Call call = plain();
    List<@Nullable Object> actual = invoke(call);
    List<@Nullable Object> expected = flat(entry.values("outputs"));
    if (actual.size() != expected.size()) {
      throw new Mismatch("outputs", new Difference("the number", actual.size(), expected.size()));
    }
    for (int i = 0; i < actual.size(); i++) {
      Gauge g = gauge();
      if (g == null || !g.isFree(i)) {
        value(i, actual.get(i), expected.get(i));
      }
    }
    entry.tensors("mutated").forEach((path, e) -> close(values64, path, call.tensor(path), e));
  }

  private void value(int i, @Nullable Object actual, @Nullable Object expected) {
    String what = "output " + i;
    if (expected instanceof Tensor e && actual instanceof Tensor a) {
      // Which of equal elements comes first is not specified.
      if (!entry.flag("ties") || i == 0 || !a.type().equals(e.type())) {
        close(values64, what, aligned(i, a), e);
      }
    } else if (expected instanceof Double e && actual instanceof Number a) {
      values64.check(what, a.doubleValue(), e);
    } else if (!String.valueOf(actual).equals(String.valueOf(expected))) {
      throw new Mismatch(what, new Difference("the value", String.valueOf(actual), String.valueOf(expected)));
    }
  }

  private static void close(Closeness in64, String what, Tensor actual, Tensor expected) {
    Tolerance.of(expected.dtype(), in64).check(what, actual.detach(), expected);
  }

  /** The outputs that take part in the backward pass, with their cotangents. */
  private record Roots(List<Tensor> outputs, List<Tensor> cotangents, List<Tensor> leaves) {
    List<@Nullable Tensor> gradients(List<Tensor> inputs, boolean createGraph) {
      return Autograd.grad(outputs, inputs, cotangents, createGraph, createGraph, true);
    }
  }

  private Roots roots(Call call, boolean tracked) {
    List<@Nullable Object> out = invoke(call);
    List<@Nullable Object> g = entry.values("grad_outputs");
    Roots roots = new Roots(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < g.size(); i++) {
      if (g.get(i) instanceof Tensor gi) {
        Tensor y = Values.tensor(out.get(i));
        if (!y.requiresGrad()) {
          throw new Mismatch("output " + i, new Difference("requiresGrad", false, true));
        }
        roots.outputs.add(y);
        roots.leaves.add(tracked ? gi.requiresGrad_() : gi);
        roots.cotangents.add(aligned(i, gi));
      }
    }
    return roots;
  }

  void gradients() {
    Call call = tracked();
    List<@Nullable Tensor> actual = roots(call, false).gradients(call.leaves, false);
    List<@Nullable Object> expected = entry.values("grads");
    for (int i = 0; i < expected.size(); i++) {
      Tensor a = actual.get(i);
      if (a != null && expected.get(i) instanceof Tensor e) {
        close(values64, "gradient " + i, a, e);
      } else if (a != null || expected.get(i) != null) {
        throw new Mismatch("gradient " + i, a == null
            ? new Difference("it", "None", "a tensor")
            : new Difference("it", "a tensor", "None"));
      }
    }
  }

  void tangents() {
    Entry recorded = entry.part("jvp");
    List<@Nullable Object> tangents = recorded.values("tangents");
    List<@Nullable Object> expected = recorded.values("outputs");
    try (Jvp level = Jvp.dualLevel()) {
      List<@Nullable Object> out = invoke(prepare((t, i) -> level.makeDual(t, Values.tensor(tangents.get(i)))));
      for (int i = 0; i < expected.size(); i++) {
        if (expected.get(i) instanceof Tensor e) {
          Tensor t = level.unpackDual(Values.tensor(out.get(i))).tangent();
          close(derivatives64, "tangent " + i, aligned(i, t == null ? Nabla.zerosLike(e) : t), e);
        }
      }
    }
  }

  void second() {
    Entry recorded = entry.part("double_backward");
    Call call = tracked();
    Roots roots = roots(call, true);
    Tensor s = weighted(roots.gradients(call.leaves, true), recorded.values("v"));
    List<Tensor> inputs = new ArrayList<>(call.leaves);
    inputs.addAll(roots.leaves);
    List<@Nullable Object> expected = recorded.values("grads_of_inputs");
    expected.addAll(ofCotangents(recorded.values("grads_of_grad_outputs")));
    List<@Nullable Tensor> actual = s.requiresGrad()
        ? Autograd.grad(List.of(s), inputs, null, false, false, true)
        : Collections.nCopies(inputs.size(), null);
    for (int i = 0; i < inputs.size(); i++) {
      Tensor e = expected.get(i) instanceof Tensor t ? t : Nabla.zerosLike(inputs.get(i));
      Tensor a = actual.get(i);
      int n = call.leaves.size();
      close(derivatives64, i < n ? "input " + i : "cotangent " + (i - n), a == null ? Nabla.zerosLike(e) : a, e);
    }
  }

  /** The sum of the products of the gradients with {@code v}. */
  private static Tensor weighted(List<@Nullable Tensor> gradients, List<@Nullable Object> v) {
    Tensor s = Nabla.zeros(DType.FLOAT64);
    for (int i = 0; i < gradients.size(); i++) {
      Tensor g = gradients.get(i);
      if (g != null && v.get(i) instanceof Tensor vi) {
        s = s.add(g.mul(vi).sum());
      }
    }
    return s;
  }

  /** Of what was recorded for all outputs, or for those alone that take part, the latter. */
  private List<@Nullable Object> ofCotangents(List<@Nullable Object> recorded) {
    List<@Nullable Object> cotangents = entry.values("grad_outputs");
    List<@Nullable Object> out = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      if (recorded.size() != cotangents.size() || cotangents.get(i) != null) {
        out.add(recorded.get(i));
      }
    }
    return out;
  }
}
