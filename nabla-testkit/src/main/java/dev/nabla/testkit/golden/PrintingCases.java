package dev.nabla.testkit.golden;

import dev.nabla.Nabla;
import dev.nabla.PrintOptions;
import dev.nabla.Tensor;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.type.DType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tensors as text, character by character as PyTorch prints them. */
final class PrintingCases implements CaseKind {
  /** Tensors that are recorded without their values, by PyTorch's expression. */
  private static final Map<String, Supplier<Object>> EXPRESSIONS = new HashMap<>();

  static {
    EXPRESSIONS.put("torch.ones(2, 2, dtype=torch.float64, requires_grad=True).sum()",
        () -> Nabla.ones(DType.FLOAT64, 2, 2).requiresGrad_().sum());
    EXPRESSIONS.put("torch.ones(2, requires_grad=True).view(1, 2)", () -> Nabla.ones(2).requiresGrad_().view(1, 2));
    EXPRESSIONS.put("torch.ones(2, requires_grad=True).softmax(0)", () -> Nabla.ones(2).requiresGrad_().softmax(0));
    EXPRESSIONS.put("torch.arange(1001)", () -> Nabla.arange(1001));
    EXPRESSIONS.put("torch.arange(2000.)", () -> Nabla.arange(2000.0));
    EXPRESSIONS.put("torch.arange(2000.).reshape(20, 100)", () -> Nabla.arange(2000.0).reshape(20, 100));
    EXPRESSIONS.put("torch.arange(2000.).reshape(100, 20)", () -> Nabla.arange(2000.0).reshape(100, 20));
    EXPRESSIONS.put("torch.arange(3000.).reshape(10, 300)", () -> Nabla.arange(3000.0).reshape(10, 300));
    EXPRESSIONS.put("torch.arange(1200.).reshape(2, 3, 200)", () -> Nabla.arange(1200.0).reshape(2, 3, 200));
    EXPRESSIONS.put("torch.zeros(1001)", () -> Nabla.zeros(1001));
    EXPRESSIONS.put("torch.ones(7, 200)", () -> Nabla.ones(7, 200));
    EXPRESSIONS.put("torch.ones(200, 7)", () -> Nabla.ones(200, 7));
    EXPRESSIONS.put("torch.ones(200, 6)", () -> Nabla.ones(200, 6));
    EXPRESSIONS.put("torch.arange(2000, dtype=torch.float64).requires_grad_()",
        () -> Nabla.arange(2000).to(DType.FLOAT64).requiresGrad_());
    EXPRESSIONS.put("(torch.arange(2000.) / 3)", () -> Nabla.arange(2000.0).div(3));
    EXPRESSIONS.put("torch.eye(40)", () -> Nabla.eye(40));
    EXPRESSIONS.put("torch.float32", DType.FLOAT32::torchName);
    EXPRESSIONS.put("torch.arange(100).reshape(10, 10) % 7 == 0",
        () -> Nabla.arange(100).reshape(10, 10).remainder(7).eq(0));
  }

  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> run(entry));
  }

  private static void run(Entry entry) {
    PrintOptions before = PrintOptions.current();
    try {
      PrintOptions.set(options(entry.settings("printoptions")));
      String text = String.valueOf(value(entry));
      if (!text.equals(entry.text("repr"))) {
        throw new Mismatch("text", new Difference("it", text, entry.text("repr")));
      }
    } finally {
      PrintOptions.set(before);
    }
  }

  private static PrintOptions options(Settings s) {
    PrintOptions o = PrintOptions.DEFAULT;
    o = o.withPrecision(s.whole("precision", o.precision())).withThreshold(s.whole("threshold", o.threshold()))
        .withEdgeItems(s.whole("edgeitems", o.edgeItems())).withLineWidth(s.whole("linewidth", o.lineWidth()));
    return s.has("sci_mode") ? o.withSciMode(s.flag("sci_mode", false)) : o;
  }

  private static Object value(Entry entry) {
    String expression = entry.text("expr");
    Supplier<Object> made = EXPRESSIONS.get(expression);
    if (made != null) {
      return made.get();
    }
    if (!entry.has("tensor")) {
      throw new Unsupported("no tensor " + expression);
    }
    Tensor t = entry.tensor("tensor");
    if (expression.startsWith("nn.Parameter")) {
      Tensor p = Nabla.parameter(t);
      return expression.contains("requires_grad=False") ? p.requiresGrad_(false) : p;
    }
    return entry.flag("requires_grad") ? t.requiresGrad_() : t;
  }
}
