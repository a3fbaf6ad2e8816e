package dev.nabla.kernel.vector;

import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A row program under layouts of one kind: its stages, and the passes over the elements that they make up; kept in the program itself. */
final class RowPlan {
  /** What plans depend on: bits for each window. */
  private record Key(DType type, RowLayout.Kind kind, long innerSteps, long lineSteps) {}

  final RowStage[] stages;
  final List<PassPlan> passes = new ArrayList<>();

  private RowPlan(RowProgram program, RowLayout layout, DType type) {
    int n = program.stages().size();
    stages = new RowStage[n];
    for (int s = 0; s < n; s++) {
      stages[s] = new RowStage(program, layout, type, s);
    }
    List<Integer> open = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      if (reads(program, s, open)) {
        close(program, layout, type, open);
      }
      if (stages[s].kind == Kind.ROW) {
        passes.add(new PassPlan(program, layout, stages, type, List.of(s)));
      } else if (stages[s].kind != Kind.TOTAL || stages[s].isOutput) {
        open.add(s);
      }
    }
    close(program, layout, type, open);
  }

  private void close(RowProgram program, RowLayout layout, DType type, List<Integer> open) {
    if (!open.isEmpty()) {
      passes.add(new PassPlan(program, layout, stages, type, open));
      open.clear();
    }
  }

  /** Whether stage {@code s} reads a reduction among {@code open}. */
  private boolean reads(RowProgram program, int s, List<Integer> open) {
    for (int k : program.stages().get(s).reads()) {
      if (k >= program.inputs() && stages[k - program.inputs()].kind != Kind.EACH
          && open.contains(k - program.inputs())) {
        return true;
      }
    }
    return false;
  }

  /** The plan of a program for a layout. */
  static RowPlan of(RowProgram program, RowLayout layout, DType type) {
    long inner = 0;
    long lines = 0;
    for (int k = 0; k < layout.innerSteps.length; k++) {
      int step = layout.innerSteps[k];
      inner = inner * 3 + (step == 0 ? 0 : step == 1 ? 1 : 2);
      lines = lines * 2 + (layout.lineStep(k) == 0 ? 0 : 1);
    }
    return plans(program).computeIfAbsent(new Key(type, layout.kind, inner, lines),
        k -> new RowPlan(program, layout, type));
  }

  @SuppressWarnings("unchecked")
  private static Map<Key, RowPlan> plans(RowProgram program) {
    Object known = program.compiled();
    if (known == null) {
      synchronized (program) {
        known = program.compiled();
        if (known == null) {
          known = new ConcurrentHashMap<Key, RowPlan>();
          program.compiled(known);
        }
      }
    }
    return (Map<Key, RowPlan>) known;
  }
}
