package dev.nabla;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Formula;
import dev.nabla.expr.Program;
import dev.nabla.expr.Simplify;
import dev.nabla.kernel.Backends;
import dev.nabla.kernel.RowProgram;
import dev.nabla.kernel.Strided;
import dev.nabla.type.DType;
import dev.nabla.type.Shape;
import dev.nabla.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An op that applies one scalar formula to every element. Its kernel, what it saves, its vjp, its jvp, its batching and all higher orders
 * follow from the text of the formula and its slopes; slopes that are not given are derived.
 *
 * <p>Note [Slopes]: the cotangent of input i is {@code g * slope_i}, which is an elementwise op again: its inputs are g, those inputs that the
 * slope reads, and the output y if the slope reads it. So the derivative of an op is an op of the same kind, and so on for every order.
 */
public final class ElementwiseOp implements Op {
  private static final double[] NONE = {};

  /** What all settings of the parameters share. Texts are read when first needed: of some two hundred ops most programs use few. */
  private static final class Rules {
    final String name;
    final String gradName;
    final String inputs;
    final String params;
    final String[] texts;
    private @Nullable Formula value;
    private @Nullable RowProgram sum;
    private final @Nullable Formula[] slopes;
    final @Nullable Slope[] derived;
    final int numbers;

    /** What {@link Op#saves} gives, by its argument, plus one; 0 where it has not been worked out. */
    final int[] saves;

    /** {@code texts} holds the value and either no slopes or all of them. */
    Rules(String name, String gradName, String inputs, String params, int numbers, String... texts) {
      this.name = name;
      this.gradName = gradName;
      this.inputs = inputs;
      this.params = params;
      this.texts = texts;
      this.numbers = numbers;
      int n = words(inputs);
      this.slopes = new @Nullable Formula[n];
      this.derived = new @Nullable Slope[n];
      this.saves = new int[1 << n];
    }

    /** Of a slope, whose own slopes are derived. */
    Rules(Formula value) {
      this.name = "mul";
      this.gradName = "MulBackward0";
      this.inputs = "";
      this.params = "";
      this.texts = new String[0];
      this.numbers = 0;
      this.value = value;
      this.slopes = new @Nullable Formula[value.inputs()];
      this.derived = new @Nullable Slope[value.inputs()];
      this.saves = new int[1 << value.inputs()];
    }

    private static int words(String text) {
      int n = 1;
      for (int i = 0; i < text.length(); i++) {
        n += text.charAt(i) == ' ' ? 1 : 0;
      }
      return n;
    }

    Formula value() {
      Formula f = value;
      return f != null ? f : readValue();
    }

    private Formula readValue() {
      Formula f = Formula.parse(texts[0], inputs, params);
      value = f;
      return f;
    }

    /** The sum of the values over rows. */
    RowProgram sum() {
      RowProgram s = sum;
      if (s == null) {
        s = RowProgram.sumOf(value());
        sum = s;
      }
      return s;
    }

    Formula slope(int i) {
      Formula s = slopes[i];
      if (s == null) {
        s = texts.length > 1 ? Formula.parse(texts[i + 1], inputs, params) : value().slope(i);
        slopes[i] = s;
      }
      return s;
    }
  }

  /** {@code g * slope_i} as an op, and which tensors it reads after g: input numbers, -1 for the output. */
  private record Slope(@Nullable Double constant, ElementwiseOp op, int[] reads) {
    /** The op with the parameters of the op that it is a slope of. */
    ElementwiseOp with(double[] params) {
      return params.length == 0 ? op : new ElementwiseOp(op.rules, params);
    }
  }

  private final Rules rules;
  private final double[] params;

  private ElementwiseOp(Rules rules, double[] params) {
    this.rules = rules;
    this.params = params;
  }

  /**
   * Declares an op.
   *
   * @param inputs the names of the inputs, with one space between
   * @param params the names of the parameters
   * @param numbers how many of the parameters PyTorch shows in its graph as inputs without a node
   * @param slopes the partial derivatives, in terms of inputs, parameters and the output y; none, or one for each input
   */
  static ElementwiseOp declare(String name, String gradName, String inputs, String params, int numbers, String value,
      String... slopes) {
    String[] texts = new String[1 + slopes.length];
    texts[0] = value;
    System.arraycopy(slopes, 0, texts, 1, slopes.length);
    return new ElementwiseOp(new Rules(name, gradName, inputs, params, numbers, texts), NONE);
  }

  /**
   * An op of your own from its formula; derivatives of all orders, forward mode and batching follow.
   *
   * <pre>{@code
   * static final ElementwiseOp HUBER = ElementwiseOp.define("huber", "x", "d", "abs(x) < d ? x * x / 2 : d * (abs(x) - d / 2)");
   * Tensor y = HUBER.with(1.0).apply(x);
   * }</pre>
   *
   * @param name the name that its node carries, in snake case
   * @param inputs the names of the inputs, with one space between
   * @param params the names of the parameters, with one space between; set them by {@link #with(double...)}
   * @param formula the value in terms of inputs and parameters
   */
  public static ElementwiseOp define(String name, String inputs, String params, String formula) {
    Formula.parse(formula, inputs, params);
    return declare(name, OpNames.backward(name), inputs, params, 0, formula);
  }

  /** The op on these tensors, which broadcast; types promote as in arithmetic. */
  public Tensor apply(Tensor... in) {
    checkCount(in.length);
    DType common = Promotion.resultType(in);
    DType compute = common.isFloating() || isIntegral() ? common : Nabla.defaultDType();
    Tensor[] cast = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      cast[i] = in[i].to(compute);
    }
    return Dispatch.apply(this, cast);
  }

  /** Writes the op's value into the first of these tensors and returns it. */
  public Tensor applyInPlace(Tensor... in) {
    checkCount(in.length);
    DType common = Promotion.resultType(in);
    return InPlace.apply(this, common.isFloating() || isIntegral() ? common : Nabla.defaultDType(), in.clone());
  }

  /** The same as a value, for a {@link Sweep}: the first of these tensors becomes the op's value. */
  public Sweep.Write into(Tensor... in) {
    checkCount(in.length);
    return new Sweep.Write(this, in.clone());
  }

  private void checkCount(int n) {
    if (n != formula().inputs()) {
      throw new IllegalArgumentException(name() + ": expected " + formula().inputs() + " tensors, got " + n);
    }
    if (params.length != formula().params()) {
      throw new IllegalArgumentException(name() + ": set its " + formula().params() + " parameters by with(…) first");
    }
  }

  /** This op with its only parameter set to a whole number. */
  ElementwiseOp with(long value) {
    return with((double) value);
  }

  /** This op with its parameters set. */
  public ElementwiseOp with(double... values) {
    if (values.length != rules.value().params()) {
      throw new IllegalArgumentException(
          name() + " has " + rules.value().params() + " parameters, got " + values.length);
    }
    return new ElementwiseOp(rules, values);
  }

  @Override
  public String name() {
    return rules.name;
  }

  @Override
  public String gradName() {
    return rules.gradName;
  }

  @Override
  public int numberOperands() {
    return rules.numbers;
  }

  /** The formula. */
  public Formula formula() {
    return rules.value();
  }

  /** The partial derivative in input {@code i}, given or derived; it may read the output y. */
  public Formula slopeFormula(int i) {
    return rules.slope(i);
  }

  /** The sum of the values over rows; it takes the parameters of this op. */
  RowProgram sum() {
    return rules.sum();
  }

  /** The settings of the formula's parameters. */
  public double[] params() {
    return params.clone();
  }

  /** Whether whole numbers stay whole. */
  boolean isIntegral() {
    return rules.value().isIntegral();
  }

  /** The type of the result when computed in {@code compute}. */
  DType resultType(DType compute) {
    return rules.value().isTruth() ? DType.BOOL : compute;
  }

  @Override
  public Tensor run(Tensor[] in) {
    Strided[] windows = new Strided[in.length];
    for (int i = 0; i < in.length; i++) {
      windows[i] = Dispatch.data(in[i]);
    }
    return value(windows);
  }

  /** The value of {@code x}. */
  ConcreteTensor value(ConcreteTensor x) {
    return value(new Strided[] {x.window()});
  }

  /** The value of {@code a} and {@code b}, which are of one type. */
  ConcreteTensor value(ConcreteTensor a, ConcreteTensor b) {
    return value(new Strided[] {a.window(), b.window()});
  }

  private ConcreteTensor value(Strided[] in) {
    Shape shape = in[0].shape();
    for (int i = 1; i < in.length; i++) {
      shape = Shape.broadcast(shape, in[i].shape());
    }
    Strided out = Strided.obtain(resultType(in[0].dtype()), shape);
    runInto(in, out);
    return new ConcreteTensor(out);
  }

  /** Writes the values into {@code out}, to whose shape the inputs broadcast. */
  void runInto(Tensor[] in, Strided out) {
    Strided[] windows = new Strided[in.length];
    for (int i = 0; i < in.length; i++) {
      windows[i] = Dispatch.data(in[i]);
    }
    runInto(windows, out);
  }

  /** As {@link #runInto(Strided[], Strided)}. */
  void runInto(Strided out, Strided... in) {
    runInto(in, out);
  }

  /** The halves go through its one kernel, in float32: see {@link #runHalves}. */
  @Override
  public boolean takesHalves() {
    return true;
  }

  /** Writes the values into {@code out}, to whose shape the inputs broadcast; the array is taken over. */
  void runInto(Strided[] in, Strided out) {
    if (in[0].dtype().isHalf()) {
      runHalves(in, out);
      return;
    }
    Program program = rules.value().program(in[0].dtype());
    for (int i = 0; i < in.length; i++) {
      if (in[i].shape() != out.shape()) {
        in[i] = in[i].expand(out.shape());
      }
    }
    Backends.active().elementwise(program, params, in, out);
  }

  /** The values of float16 or bfloat16 inputs, computed in float32. Numbers to compare with count as what they are among such elements. */
  private void runHalves(Strided[] in, Strided out) {
    DType half = in[0].dtype();
    ElementwiseOp op = this;
    if (rules.value().isTruth() && params.length > 0) {
      op = new ElementwiseOp(rules, java.util.Arrays.stream(params).map(half::round).toArray());
    }
    Strided[] wide = new Strided[in.length];
    for (int i = 0; i < in.length; i++) {
      wide[i] = Widened.converted(in[i], half.arithmetic());
    }
    if (out.dtype() != half) {
      op.runInto(wide, out);
      return;
    }
    Strided result = Strided.obtain(half.arithmetic(), out.shape());
    op.runInto(wide, result);
    Backends.active().convert(result, out);
  }

  @Override
  public int saves(int needs) {
    int known = rules.saves[needs];
    return known != 0 ? known - 1 : savesFor(needs);
  }

  private int savesFor(int needs) {
    int mask = 0;
    for (int i = 0; i < rules.derived.length; i++) {
      if ((needs >> i & 1) != 0) {
        for (int r : slope(i).reads) {
          mask |= r < 0 ? 1 << OUTPUT : 1 << r;
        }
      }
    }
    rules.saves[needs] = mask + 1;
    return mask;
  }

  private Slope slope(int i) {
    Slope s = rules.derived[i];
    if (s == null) {
      s = derive(i);
      rules.derived[i] = s;
    }
    return s;
  }

  private Slope derive(int i) {
    Formula slope = rules.slope(i);
    List<Integer> reads = new ArrayList<>();
    for (int k = 0; k < rules.derived.length; k++) {
      if (slope.usesInput(k)) {
        reads.add(k);
      }
    }
    if (slope.usesOutput()) {
      reads.add(-1);
    }
    Expr[] renamed = new Expr[rules.derived.length];
    for (int k = 0; k < renamed.length; k++) {
      renamed[k] = new Expr.Input(1 + Math.max(reads.indexOf(k), 0));
    }
    Expr output = new Expr.Input(1 + Math.max(reads.indexOf(-1), 0));
    Expr body = Simplify.call(Fn.MUL, new Expr.Input(0), slope.expr().substitute(k -> renamed[k], output));
    Formula f = Formula.of(body, 1 + reads.size(), rules.value().params());
    Double constant = slope.expr() instanceof Expr.Const c ? c.value() : null;
    return new Slope(constant, new ElementwiseOp(new Rules(f), NONE),
        reads.stream().mapToInt(Integer::intValue).toArray());
  }

  /** {@code g * slope_i}, where {@code g} may be a cotangent or a tangent. */
  private Tensor times(Tensor g, int i, Tensor[] in, @Nullable Tensor out) {
    Slope s = slope(i);
    if (s.constant != null) {
      return scaled(g, s.constant);
    }
    Tensor[] args = new Tensor[1 + s.reads.length];
    args[0] = g;
    for (int k = 0; k < s.reads.length; k++) {
      args[k + 1] = s.reads[k] < 0 ? java.util.Objects.requireNonNull(out) : in[s.reads[k]];
    }
    return Dispatch.apply(s.with(params), args);
  }

  private static Tensor scaled(Tensor g, double c) {
    return c == 1 ? g : c == -1 ? g.neg() : c == 0 ? Nabla.zerosLike(g) : g.mul(c);
  }

  @Override
  public @Nullable Tensor vjp(int i, Saved saved, Tensor g) {
    TensorType type = saved.inType(i);
    Slope s = slope(i);
    Tensor d = s.constant != null ? scaled(g, s.constant) : Dispatch.apply(s.with(params), slopeInputs(s, saved, g));
    return d.shape() == type.shape() ? d : Reductions.sumTo(d, type.shape());
  }

  private static Tensor[] slopeInputs(Slope s, Saved saved, Tensor g) {
    Tensor[] in = new Tensor[1 + s.reads.length];
    in[0] = g;
    for (int k = 0; k < s.reads.length; k++) {
      in[k + 1] = s.reads[k] < 0 ? saved.out() : saved.in(s.reads[k]);
    }
    return in;
  }

  @Override
  public @Nullable Tensor vjpPlain(int i, Saved saved, ConcreteTensor g, boolean over) {
    Slope s = slope(i);
    if (s.constant != null && (s.constant == 1 || s.constant == 0)) {
      return vjp(i, saved, g);
    }
    ElementwiseOp op = s.constant != null ? Pointwise.MUL_NUMBER.with((double) s.constant) : s.with(params);
    Strided[] in = new Strided[1 + (s.constant != null ? 0 : s.reads.length)];
    in[0] = g.window();
    for (int k = 1; k < in.length; k++) {
      int r = s.reads[k - 1];
      if (!((r < 0 ? saved.out() : saved.in(r)) instanceof ConcreteTensor c) || c.dtype() != g.dtype()) {
        return vjp(i, saved, g);
      }
      in[k] = c.window();
    }
    ConcreteTensor d = g;
    if (over) {
      op.runInto(in, g.window());
    } else {
      d = op.value(in);
    }
    Shape shape = saved.inType(i).shape();
    if (d.shape() == shape) {
      return d;
    }
    Tensor sum = Reductions.sumTo(d, shape);
    if (!over && sum instanceof ConcreteTensor c && c.window().storage() != d.window().storage()) {
      d.window().storage().release();
    }
    return sum;
  }

  @Override
  public @Nullable Tensor jvp(Tensor[] in, Tensor out, @Nullable Tensor[] t) {
    Tensor sum = null;
    for (int i = 0; i < in.length; i++) {
      Tensor ti = t[i];
      if (ti != null && out.dtype().isFloating()) {
        Tensor d = times(ti, i, in, out);
        sum = sum == null ? d : sum.add(d);
      }
    }
    return sum == null || sum.shape().equals(out.shape()) ? sum : sum.expand(out.shape());
  }

  @Override
  public Tensor batch(Tensor[] in, boolean[] batched) {
    int rank = 0;
    for (int i = 0; i < in.length; i++) {
      rank = Math.max(rank, in[i].dim() - (batched[i] ? 1 : 0));
    }
    Tensor[] aligned = new Tensor[in.length];
    for (int i = 0; i < in.length; i++) {
      aligned[i] = batched[i] ? BatchRules.alignRank(in[i], rank) : in[i];
    }
    return Dispatch.apply(this, aligned);
  }

  @Override
  public String toString() {
    return name() + "(" + rules.value() + ")";
  }
}
