package dev.nabla.optim;

import dev.nabla.ElementwiseOp;
import dev.nabla.Nabla;
import dev.nabla.Sweep;
import dev.nabla.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer does to each element of a parameter, as assignments that are carried out one after the other, in one pass over memory.
 *
 * <pre>{@code
 * UpdateRule.of("adagrad", "rate eps",
 *     "sum = sum + d * d",
 *     "p = p - rate * d / (sqrt(sum) + eps)")
 * }</pre>
 *
 * <p>Names: {@code p} is the parameter; {@code g} the gradient, turned round where the optimizer climbs; {@code d} is {@code g} plus the
 * weight decay {@code decay * p}, unless the decay is decoupled; {@code t} holds something during the step. Every other name that is not
 * among the numbers is a tensor like the parameter, zeros at first, that the optimizer remembers under this name.
 */
public final class UpdateRule {
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Za-z_]\\w*+(?!\\s*\\()");

  /** A formula and the names of what it reads; it is written into the first. */
  private record Assignment(ElementwiseOp op, String[] names) {}

  private final String name;
  private final String numbers;
  private final String[] texts;

  /** By whether the gradient is turned round (1) and decay added to it (2), as soon as they are needed. */
  private final Assignment[] @Nullable [] variants = new Assignment[4][];

  private UpdateRule(String name, String numbers, String[] texts) {
    this.name = name;
    this.numbers = numbers;
    this.texts = texts;
  }

  /**
   * A rule.
   *
   * @param name what the formulas are called, in snake case
   * @param numbers the names of the numbers, with one space between; {@link Update#apply} gives their values
   * @param assignments lines of the form {@code name = formula}
   */
  public static UpdateRule of(String name, String numbers, String... assignments) {
    return new UpdateRule(name, numbers, assignments.clone());
  }

  /** Adds the assignments for one parameter to {@code sweep}. */
  void add(Sweep sweep, Update u, double decay, double... values) {
    double[] all = new double[values.length + 1];
    System.arraycopy(values, 0, all, 0, values.length);
    all[values.length] = decay;
    Assignment[] lines = lines(u.ascends(), decay != 0);
    Sweep.Write[] writes = new Sweep.Write[lines.length];
    Tensor scratch = null;
    for (int k = 0; k < lines.length; k++) {
      String[] names = lines[k].names;
      Tensor[] in = new Tensor[names.length];
      for (int i = 0; i < in.length; i++) {
        if (names[i].equals("t")) {
          scratch = scratch == null ? Nabla.emptyLike(u.param()) : scratch;
          in[i] = scratch;
        } else {
          in[i] = switch (names[i]) {
            case "p" -> u.param();
            case "g" -> u.grad();
            default -> u.tensor(names[i]);
          };
        }
      }
      writes[k] = lines[k].op.with(all).into(in);
    }
    sweep.add(writes);
  }

  private Assignment[] lines(boolean ascends, boolean decays) {
    int variant = (ascends ? 1 : 0) + (decays ? 2 : 0);
    Assignment[] lines = variants[variant];
    if (lines == null) {
      lines = new Assignment[texts.length];
      for (int k = 0; k < lines.length; k++) {
        lines[k] = read(texts[k], ascends, decays);
      }
      variants[variant] = lines;
    }
    return lines;
  }

  private Assignment read(String text, boolean ascends, boolean decays) {
    int equals = text.indexOf('=');
    String target = text.substring(0, equals).strip();
    String formula = text.substring(equals + 1).replaceAll("\\bd\\b", decays ? "(g + decay * p)" : "g")
        .replaceAll("\\bg\\b", ascends ? "(-g)" : "g");
    String params = numbers.isEmpty() ? "decay" : numbers + " decay";
    Set<String> names = new LinkedHashSet<>(List.of(target));
    NAME.matcher(formula).results().forEach(m -> names.add(m.group()));
    List.of(params.split(" ")).forEach(names::remove);
    List<String> inputs = new ArrayList<>(names);
    ElementwiseOp op = ElementwiseOp.define(name + "_" + target, String.join(" ", inputs), params, formula);
    return new Assignment(op, inputs.toArray(String[]::new));
  }
}
