package dev.nabla.checks.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nabla.Nabla;
import dev.nabla.PrintOptions;
import dev.nabla.Tensor;
import dev.nabla.testkit.GoldenCase.Unsupported;
import dev.nabla.testkit.GoldenCases;
import dev.nabla.testkit.GoldenCases.Outcome;
import dev.nabla.type.DType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tensors as text, character by character as PyTorch prints them. */
class GoldenPrintingTest {
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

  private static @Nullable String difference(Map<String, @Nullable Object> entry) {
    PrintOptions before = PrintOptions.current();
    try {
      PrintOptions.set(options(entry.get("printoptions")));
      String text = String.valueOf(value(entry));
      return text.equals(entry.get("repr")) ? null : text + "\nexpected\n" + entry.get("repr");
    } finally {
      PrintOptions.set(before);
    }
  }

  private static PrintOptions options(@Nullable Object set) {
    PrintOptions options = PrintOptions.DEFAULT;
    if (set instanceof Map<?, ?> m) {
      options = m.get("precision") instanceof Long v ? options.withPrecision(v.intValue()) : options;
      options = m.get("threshold") instanceof Long v ? options.withThreshold(v.intValue()) : options;
      options = m.get("edgeitems") instanceof Long v ? options.withEdgeItems(v.intValue()) : options;
      options = m.get("linewidth") instanceof Long v ? options.withLineWidth(v.intValue()) : options;
      options = m.get("sci_mode") instanceof Boolean v ? options.withSciMode(v) : options;
    }
    return options;
  }

  private static Object value(Map<String, @Nullable Object> entry) {
    String expression = String.valueOf(entry.get("expr"));
    Supplier<Object> made = EXPRESSIONS.get(expression);
    if (made != null) {
      return made.get();
    }
    if (!(GoldenCases.decode(entry.get("tensor")) instanceof Tensor t)) {
      throw new Unsupported(expression);
    }
    if (expression.startsWith("nn.Parameter")) {
      Tensor p = Nabla.parameter(t);
      return expression.contains("requires_grad=False") ? p.requiresGrad_(false) : p;
    }
    return Boolean.TRUE.equals(entry.get("requires_grad")) ? t.requiresGrad_() : t;
  }

  @Test
  void tensorsPrintAsInPyTorch() {
    Path folder = GoldenTest.folder();
    assumeTrue(folder != null, "no recordings in shared/golden");
    Outcome outcome = GoldenCases.tally(GoldenCases.read(folder.resolve("printing.jsonl")),
        GoldenPrintingTest::difference);
    System.out.printf("golden %-20s %s%n", "printing", outcome);
    assertThat(outcome.failed()).isEmpty();
    assertThat(outcome.passed()).isGreaterThanOrEqualTo(105);
  }
}
