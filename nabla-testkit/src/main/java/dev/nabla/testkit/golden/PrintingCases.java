package dev.nabla.testkit.golden;

import dev.nabla.PrintOptions;
import dev.nabla.testkit.Difference;
import dev.nabla.testkit.Mismatch;
import dev.nabla.type.DType;
import java.util.Map;

/** Tensors as text, character by character as PyTorch prints them. */
final class PrintingCases implements CaseKind {
  @Override
  public Map<Aspect, Check> checks(Entry entry) {
    return Map.of(Aspect.FORWARD, () -> run(entry));
  }

  private static void run(Entry entry) {
    PrintOptions before = PrintOptions.current();
    try {
      PrintOptions.set(options(entry.settings("printoptions")));
      String text = printed(entry);
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

  /** What the expression makes; the tensor that was recorded if the expression is not understood. */
  private static String printed(Entry entry) {
    try {
      Object made = Expression.evaluate(entry.text("expr"));
      return made instanceof DType d ? d.torchName() : String.valueOf(made);
    } catch (Unsupported e) {
      if (!entry.has("tensor")) {
        throw e;
      }
      return entry.tensor("tensor").requiresGrad_(entry.flag("requires_grad")).toString();
    }
  }
}
