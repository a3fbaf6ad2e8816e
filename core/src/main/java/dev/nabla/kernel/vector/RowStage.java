package dev.nabla.kernel.vector;

import dev.nabla.kernel.Reducer;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.RowProgram.Kind;
import dev.nabla.kernel.RowProgram.Stage;
import dev.nabla.type.DType;

/** What a stage of a row program is under one kind of layout. */
final class RowStage {
  final Kind kind;
  final Reducer reducer;
  /** What the inputs of the formula are: windows of the inputs below the number of inputs, then stages. */
  final int[] reads;
  /** The input or stage that the formula is, if it is just that and its elements lie one after the other, or else -1. */
  final int source;
  final boolean isOutput;
  /** For a stage whose elements are only read by later ones, the output stage in whose window they are kept; -1 for scratch space. */
  final int home;
  /** The number of the total among the totals. */
  final int total;
  /** Whether elements of a line are combined, and not those of several lines. */
  final boolean isAlong;
  private final Compiled compiled;
  private final int mask;

  RowStage(RowProgram program, RowLayout layout, DType type, int number) {
    Stage stage = program.stages().get(number);
    this.kind = stage.kind();
    this.reducer = switch (kind) {
      case MAX -> Reducer.MAX;
      case MIN -> Reducer.MIN;
      default -> Reducer.SUM;
    };
    this.reads = stage.reads();
    this.isOutput = program.outputOf(number) >= 0;
    this.home = kind != Kind.EACH ? -1 : isOutput ? number : home(program, number);
    int before = 0;
    for (int s = 0; s < number; s++) {
      before += program.stages().get(s).kind() == Kind.TOTAL && program.outputOf(s) >= 0 ? 1 : 0;
    }
    this.total = before;
    this.isAlong = kind == Kind.TOTAL
        ? layout.innerSteps[program.inputs() + number] == 0
        : layout.kind != RowLayout.Kind.COLUMNS;
    this.compiled = Compiled.of(stage.formula().program(type));
    int single = 0;
    for (int k = 0; k < reads.length; k++) {
      single |= isSingle(layout, program, reads[k]) ? 1 << k : 0;
    }
    this.mask = reads.length > Compiled.MAX_MASKED_INPUTS ? 0 : single;
    int direct = stage.source();
    this.source = direct >= 0 && single == 0 ? direct : -1;
  }

  /** Whether input or stage {@code k} does not vary along the loops of this stage. */
  boolean isSingle(RowLayout layout, RowProgram program, int k) {
    if (kind == Kind.ROW && layout.kind != RowLayout.Kind.COLUMNS) {
      return layout.kind == RowLayout.Kind.RUNS || k < program.inputs() && layout.lineStep(k) == 0;
    }
    return k < program.inputs()
        ? layout.innerSteps[k] == 0
        : program.stages().get(k - program.inputs()).kind().isPerRow() && layout.kind != RowLayout.Kind.COLUMNS;
  }

  private static int home(RowProgram program, int number) {
    int last = number;
    for (int s = number + 1; s < program.stages().size(); s++) {
      for (int k : program.stages().get(s).reads()) {
        last = k == program.inputs() + number ? s : last;
      }
    }
    for (int s = 0; s < number; s++) {
      if (program.stages().get(s).kind() == Kind.EACH && program.outputOf(s) < 0) {
        // An earlier one may be at home there already.
        return -1;
      }
    }
    for (int s = last; s < program.stages().size(); s++) {
      if (program.stages().get(s).kind() == Kind.EACH && program.outputOf(s) >= 0) {
        return s;
      }
    }
    return -1;
  }

  /** The loop of the formula, for loops of {@code inner}, {@code n} elements in all. */
  Kernel kernel(int inner, int n) {
    return compiled.kernel(mask, inner, n);
  }
}
