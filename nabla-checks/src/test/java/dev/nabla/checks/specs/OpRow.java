package dev.nabla.checks.specs;

import dev.nabla.BilinearOp;
import dev.nabla.CompositeOp;
import dev.nabla.ElementwiseOp;
import dev.nabla.LinearOp;
import dev.nabla.Node;
import dev.nabla.Op;
import dev.nabla.PrimitiveOp;
import dev.nabla.Tensor;
import dev.nabla.ViewOp;
import dev.nabla.expr.Formula;
import dev.nabla.testkit.OpSpec;
import dev.nabla.testkit.golden.Aspect;
import dev.nabla.testkit.golden.CaseResult;
import dev.nabla.testkit.golden.Entry;
import dev.nabla.testkit.golden.Verdict;
import dev.nabla.type.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is known of one op: a row of {@code docs/ops.md}. */
final class OpRow {
  private enum Proof {
    VALUES, REVERSE, FORWARD, DOUBLE, VMAP;

    static Proof of(Aspect aspect) {
      return switch (aspect) {
        case FORWARD -> VALUES;
        case BACKWARD -> REVERSE;
        case JVP -> FORWARD;
        case DOUBLE_BACKWARD -> DOUBLE;
      };
    }
  }

  /** What a check of a specification proves, by its name; the others are about kernels. */
  private static final Map<String, Proof> CHECKS = Map.of("gradients", Proof.REVERSE, "forward mode", Proof.FORWARD,
      "forward mode is the adjoint of reverse mode", Proof.FORWARD, "second derivatives", Proof.DOUBLE,
      "vmap is the loop", Proof.VMAP, "vmap of grad is the loop", Proof.VMAP, "jvp of vmap is the loop", Proof.VMAP);

  private static final int SHOWN_NODES = 4;

  private final String name;
  private final Set<String> names = new TreeSet<>();
  private final Set<String> values = new LinkedHashSet<>();
  private final Set<String> slopes = new LinkedHashSet<>();
  private final Set<String> tensorCode = new LinkedHashSet<>();
  private final Set<DType> types = EnumSet.noneOf(DType.class);
  private final Map<Proof, Integer> proofs = new EnumMap<>(Proof.class);

  OpRow(String name) {
    this.name = name;
  }

  /** Runs a specification of the op. */
  void add(OpSpec spec) {
    for (OpSpec.Check check : spec.checks()) {
      Proof proof = CHECKS.get(check.name());
      if (proof != null) {
        check.run().run();
        proofs.merge(proof, 1, Integer::sum);
      }
    }
    Node node = spec.sample(DType.FLOAT64).gradFn();
    if (node != null) {
      describe(node);
    }
    for (DType type : DType.values()) {
      if (accepts(spec, type)) {
        types.add(type);
      }
    }
  }

  private static boolean accepts(OpSpec spec, DType type) {
    try {
      spec.sample(type);
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void describe(Node node) {
    List<Node> graph = graph(node);
    if (graph.size() > 1) {
      tensorCode.add(graph.stream().map(Node::name).distinct().limit(SHOWN_NODES).map(n -> "`" + n + "`")
          .collect(Collectors.joining(", ")));
    } else if (node.op() instanceof ElementwiseOp op) {
      Formula f = op.formula();
      values.add(code(f.toString()));
      slopes.add(IntStream.range(0, f.inputs()).mapToObj(i -> code(op.slopeFormula(i).toString()))
          .collect(Collectors.joining(", ")));
    } else if (node.op() != null) {
      values.add(kind(node.op()));
    }
  }

  /** The nodes of ops from the result on. */
  private static List<Node> graph(Node last) {
    Set<Node> seen = new LinkedHashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(last));
    while (!open.isEmpty()) {
      Node node = open.remove();
      if (node.op() != null && seen.add(node)) {
        node.nextFunctions().stream().filter(n -> n != null).forEach(open::add);
      }
    }
    return new ArrayList<>(seen);
  }

  private static String kind(Op op) {
    return switch (op) {
      case ElementwiseOp _ -> "elementwise";
      case ViewOp _ -> "view";
      case LinearOp _ -> "linear";
      case BilinearOp _ -> "bilinear";
      case CompositeOp _ -> "composite";
      case PrimitiveOp _ -> "primitive";
    };
  }

  private static String code(String formula) {
    return "`" + formula.replace("|", "\\|") + "`";
  }

  /** Counts what passed of a recorded case of the op. */
  void add(Entry entry, CaseResult result) {
    names.add(entry.group());
    for (Aspect aspect : Aspect.values()) {
      if (passed(result, aspect) && (aspect == Aspect.FORWARD || !entry.has("error"))) {
        proofs.merge(Proof.of(aspect), 1, Integer::sum);
      }
    }
    if (passed(result, Aspect.FORWARD) && !entry.has("error")) {
      entry.values("args").stream().filter(a -> a instanceof Tensor).limit(1)
          .forEach(a -> types.add(((Tensor) a).dtype()));
    }
  }

  static boolean passed(CaseResult result, Aspect aspect) {
    return result.verdicts().get(aspect) instanceof Verdict.Passed;
  }

  private String types() {
    Set<DType> rest = EnumSet.copyOf(types.isEmpty() ? EnumSet.noneOf(DType.class) : types);
    if (rest.size() == DType.values().length) {
      return "all";
    }
    List<String> out = new ArrayList<>();
    for (DType.Category category : DType.Category.values()) {
      List<DType> all = Arrays.stream(DType.values()).filter(t -> t.category() == category).toList();
      if (all.size() > 1 && rest.containsAll(all)) {
        all.forEach(rest::remove);
        out.add(category == DType.Category.FLOATING ? "floating" : "whole");
      }
    }
    rest.forEach(t -> out.add(t.toString().replace("torch.", "")));
    return out.isEmpty() ? "–" : String.join(", ", out);
  }

  private static String or(Set<String> texts, String otherwise) {
    return texts.isEmpty() ? otherwise : String.join("<br>", texts);
  }

  @Override
  public String toString() {
    String code = tensorCode.isEmpty() ? "–" : "tensor code: " + tensorCode.iterator().next();
    StringBuilder out = new StringBuilder("| `" + name + "` | ");
    out.append(names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(" "))).append(" | ")
        .append(or(values, code)).append(" | ").append(or(slopes, "")).append(" | ").append(types()).append(" |");
    for (Proof proof : Proof.values()) {
      Integer n = proofs.get(proof);
      out.append(' ').append(n == null ? "–" : n.toString()).append(" |");
    }
    return out.toString();
  }
}
