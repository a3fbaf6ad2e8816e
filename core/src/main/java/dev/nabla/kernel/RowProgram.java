package dev.nabla.kernel;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Formula;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formulas and reductions in sequence over each row of a tensor, a row being the elements that differ on the reduced axes only.
 *
 * <pre>{@code
 * RowProgram softmax = RowProgram.of("x", "").max("m", "x").each("e", "exp(x - m)").sum("s", "e").each("y", "e / s").gives("y");
 * }</pre>
 *
 * <p>Each stage reads the inputs and the stages before it by name. A back end runs all stages on a part of the tensor before it goes on to the
 * next, so that a row is fetched from memory once. Programs are immutable and made once: compiled forms are kept in their formulas.
 */
public final class RowProgram {
  /** What a stage makes of its formula. */
  public enum Kind {
    /** The value for each element. */
    EACH,
    /** The sum over each row; one value for a row. */
    SUM,
    /** The largest over each row, NaN if there is one. */
    MAX,
    /** The smallest over each row, NaN if there is one. */
    MIN,
    /** The value for each row; what it reads must not vary within one. */
    ROW,
    /** The sum over whichever axes the output window has size 1 on; no other stage can read it. */
    TOTAL;

    /** Whether there is one value for a row. */
    public boolean isPerRow() {
      return this != EACH && this != TOTAL;
    }
  }

  /**
   * One stage.
   *
   * @param formula what it computes
   * @param reads what the inputs of the formula stand for: a number below {@link #inputs()} is that input, others, less that, are stages
   */
  public record Stage(Kind kind, Formula formula, int[] reads) {
    /** The number of the input or stage that the formula is, if it is just that, or else -1. */
    public int source() {
      return formula.expr() instanceof Expr.Input x ? reads[x.index()] : -1;
    }
  }

  private final int inputs;
  private final List<String> names;
  private final String params;
  private final List<Stage> stages;
  private final int[] outputs;
  private volatile @Nullable Object compiled;

  private RowProgram(int inputs, List<String> names, String params, List<Stage> stages, int[] outputs) {
    this.inputs = inputs;
    this.names = names;
    this.params = params;
    this.stages = stages;
    this.outputs = outputs;
  }

  /** The program without stages; {@code inputs} and {@code params} are names with spaces between. */
  public static RowProgram of(String inputs, String params) {
    List<String> names = List.of(inputs.trim().split("\\s+"));
    return new RowProgram(names.size(), names, params, List.of(), new int[0]);
  }

  /** The program whose one output is the sum of {@code formula} over each row; it takes the formula's parameters. */
  public static RowProgram sumOf(Formula formula) {
    int[] reads = new int[formula.inputs()];
    List<String> names = new ArrayList<>();
    for (int k = 0; k < reads.length; k++) {
      reads[k] = k;
      names.add(formula.inputName(k));
    }
    names.add("sum");
    return new RowProgram(reads.length, List.copyOf(names), "", List.of(new Stage(Kind.SUM, formula, reads)),
        new int[1]);
  }

  /** Adds {@code name}, the value of a formula for each element. */
  public RowProgram each(String name, String formula) {
    return with(Kind.EACH, name, formula);
  }

  /** Adds {@code name}, the sum of a formula over each row. */
  public RowProgram sum(String name, String formula) {
    return with(Kind.SUM, name, formula);
  }

  /** Adds {@code name}, the largest value of a formula in each row. */
  public RowProgram max(String name, String formula) {
    return with(Kind.MAX, name, formula);
  }

  /** Adds {@code name}, the smallest value of a formula in each row. */
  public RowProgram min(String name, String formula) {
    return with(Kind.MIN, name, formula);
  }

  /** Adds {@code name}, a formula of numbers that do not vary within a row. */
  public RowProgram row(String name, String formula) {
    return with(Kind.ROW, name, formula);
  }

  /** Adds {@code name}, the sum of a formula over the axes on which its output has size 1. */
  public RowProgram total(String name, String formula) {
    return with(Kind.TOTAL, name, formula);
  }

  /** This program with those stages as outputs whose names are given, with spaces between. */
  public RowProgram gives(String stageNames) {
    String[] list = stageNames.trim().split("\\s+", -1);
    int[] numbers = new int[list.length];
    for (int i = 0; i < list.length; i++) {
      numbers[i] = names.indexOf(list[i]) - inputs;
      if (numbers[i] < 0) {
        throw new IllegalArgumentException("no stage is called " + list[i] + "; there are " + names);
      }
    }
    return new RowProgram(inputs, names, params, stages, numbers);
  }

  private RowProgram with(Kind kind, String name, String text) {
    Formula wide = Formula.parse(text, String.join(" ", names), params);
    if (wide.isTruth()) {
      throw new IllegalArgumentException("a stage is a number, not a truth value: write (" + text + ") ? 1 : 0");
    }
    int[] reads = new int[names.size()];
    Expr[] renamed = new Expr[names.size()];
    int n = 0;
    for (int k = 0; k < renamed.length; k++) {
      renamed[k] = new Expr.Input(n);
      if (wide.usesInput(k)) {
        if (k >= inputs && stages.get(k - inputs).kind == Kind.TOTAL) {
          throw new IllegalArgumentException("no stage can read the total " + names.get(k));
        }
        reads[n++] = k;
      }
    }
    Expr expr = wide.expr().substitute(k -> renamed[k], wide.expr());
    List<String> moreNames = new ArrayList<>(names);
    moreNames.add(name);
    List<Stage> more = new ArrayList<>(stages);
    more.add(new Stage(kind, Formula.of(expr, n, wide.params()), Arrays.copyOf(reads, n)));
    return new RowProgram(inputs, List.copyOf(moreNames), params, List.copyOf(more), outputs);
  }

  /** The number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** The stages, in order. */
  public List<Stage> stages() {
    return stages;
  }

  /** The number of outputs. */
  public int outputs() {
    return outputs.length;
  }

  /** The stage that output {@code i} is. */
  public int output(int i) {
    return outputs[i];
  }

  /** Which output stage {@code s} is, or -1. */
  public int outputOf(int s) {
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] == s) {
        return i;
      }
    }
    return -1;
  }

  /** What the back end has stored here, or null. */
  public @Nullable Object compiled() {
    return compiled;
  }

  /** Stores the back end's compiled form. */
  public void compiled(Object form) {
    compiled = form;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < stages.size(); i++) {
      Stage s = stages.get(i);
      text.append(names.get(inputs + i)).append(" = ").append(s.kind.name().toLowerCase(java.util.Locale.ROOT))
          .append(' ').append(s.formula).append("; ");
    }
    return text.toString();
  }
}
