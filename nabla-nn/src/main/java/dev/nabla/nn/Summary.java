package dev.nabla.nn;

import dev.nabla.Nabla;
import dev.nabla.RemovableHandle;
import dev.nabla.Tensor;
import dev.nabla.type.Shape;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a model with their output shapes, parameters and work, found by one run; printed as a table.
 *
 * @param rows the model and all its parts, as they are nested
 */
public record Summary(List<Row> rows) {
  /**
   * One module.
   *
   * @param depth how deep it is nested, 0 for the model
   * @param name its name in what it is part of
   * @param type its class
   * @param output the shape of its (last) output; null if it was not called
   * @param parameters how many numbers are learned in it and its parts, none counted twice
   * @param frozen how many of them want no gradient
   * @param flops the floating-point operations of products of matrices and convolutions in it and its parts, two for a multiplication and addition
   */
  public record Row(int depth, String name, String type, @Nullable Shape output, long parameters, long frozen,
      long flops) {}

  /** Runs {@code model} at {@code x}, in evaluation mode and without recording, and tells what happened in it. */
  public static Summary of(Module model, Tensor x) {
    Map<Module, Shape> shapes = new IdentityHashMap<>();
    Map<Module, Long> flops = new IdentityHashMap<>();
    List<RemovableHandle> handles = new ArrayList<>();
    Map<Module, Boolean> modes = new IdentityHashMap<>();
    for (Module m : model.modules()) {
      modes.put(m, m.isTraining());
      handles.add(m.registerForwardHook((part, in, out) -> {
        shapes.put(part, out.shape());
        flops.merge(part, part.flops(in, out), Long::sum);
        return null;
      }));
    }
    try (var _ = Nabla.noGrad()) {
      model.eval();
      model.call(x);
    } finally {
      handles.forEach(RemovableHandle::remove);
      modes.forEach(Module::setTraining);
    }
    List<Row> rows = new ArrayList<>();
    add(rows, 0, "", model, shapes, flops);
    return new Summary(List.copyOf(rows));
  }

  private static void add(List<Row> rows, int depth, String name, Module m, Map<Module, Shape> shapes,
      Map<Module, Long> flops) {
    long all = m.parameters().stream().mapToLong(Tensor::numel).sum();
    long frozen = m.parameters().stream().filter(p -> !p.requiresGrad()).mapToLong(Tensor::numel).sum();
    long work = m.modules().stream().mapToLong(part -> flops.getOrDefault(part, 0L)).sum();
    rows.add(new Row(depth, name, m.getClass().getSimpleName(), shapes.get(m), all, frozen, work));
    m.children().forEach((key, part) -> add(rows, depth + 1, key, part, shapes, flops));
  }

  /** The table, with totals below. */
  @Override
  public String toString() {
    List<String[]> cells = new ArrayList<>();
    cells.add(new String[] {"Layer", "Output shape", "Parameters", "FLOPs"});
    for (Row r : rows) {
      cells.add(new String[] {"  ".repeat(r.depth) + r.type + (r.name.isEmpty() ? "" : ": " + r.name),
        r.output == null ? "" : r.output.toString(), number(r.parameters), number(r.flops)});
    }
    int[] widths = new int[4];
    for (String[] row : cells) {
      for (int i = 0; i < 4; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    String format = "%-" + widths[0] + "s  %-" + widths[1] + "s  %" + widths[2] + "s  %" + widths[3] + "s\n";
    StringBuilder s = new StringBuilder();
    for (String[] row : cells) {
      s.append(String.format(Locale.ROOT, format, (Object[]) row));
      if (s.indexOf("\n") == s.length() - 1) {
        s.append("-".repeat(s.length() - 1)).append('\n');
      }
    }
    Row all = rows.get(0);
    return s + "Parameters: " + number(all.parameters) + ", of which learned: " + number(all.parameters - all.frozen)
        + "\nFLOPs: " + number(all.flops) + "\n";
  }

  private static String number(long n) {
    return n == 0 ? "-" : String.format(Locale.ROOT, "%,d", n);
  }
}
