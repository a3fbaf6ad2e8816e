package dev.nabla.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.DType;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private static final double[] NONE = {};

  private static double at(Formula formula, double... in) {
    return formula.program(DType.FLOAT64).evaluate(in, new double[] {0.25, 3});
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "x", "-x", "-2", "1e-05", "1.5e+20", "x + 1 - 2", "x - (1 - 2)", "x / 2 * 3", "x / (2 * 3)", "(x + 1) * (x - 1)",
    "-x * x", "-(x * x)", "(-2) * x",
    "x > 0 ? x : s * x", "x > 0 ? x < 1 ? 1 : 2 : 3", "(x > 0 ? 1 : 2) + x", "x > 0 && x < 1 || !(x == 3)",
    "!(x > 0) && x != 2", "tanh(x) * exp(-x)",
    "pow(x, t)", "atan2(x, s) + select(x, 1, 2)", "(x > 0) * 2", "inf", "-inf * x", "nan", "pi * e",
    "(x > s) == (x > t)", "-(-x)", "x <= 1", "x >= 1",
    "y * (1 - y)", "log_ndtr(x)"
  })
  void textsAreReadBackAsWritten(String text) {
    Formula once = Formula.parse(text, "x", "s t");
    Formula twice = Formula.parse(once.toString(), "x", "s t");
    assertThat(twice).isEqualTo(once);
    assertThat(twice).hasToString(once.toString());
  }

  @Test
  void printsWithFewParentheses() {
    assertThat(Formula.parse("((x*x)+(1))/((2))", "x", "")).hasToString("(x * x + 1) / 2");
    assertThat(Formula.parse("x>0?x:slope*x", "x", "slope")).hasToString("x > 0 ? x : slope * x");
    assertThat(Formula.of(Expr.call(Fn.ADD, Expr.input(0), Expr.input(1)), 2, 0)).hasToString("a + b");
  }

  @Test
  void anyTreeOfCallsIsReadBack() {
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      Formula formula = Formula.of(tree(random, 4), 3, 2);
      assertThat(Formula.parse(formula.toString(), "a b c", "p0 p1")).as(formula.toString()).isEqualTo(formula);
    }
  }

  private static Expr tree(Random random, int depth) {
    if (depth == 0 || random.nextInt(8) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> Expr.of(random.nextInt(9) / 4.0);
        case 1 -> Expr.param(random.nextInt(2));
        default -> Expr.input(random.nextInt(3));
      };
    }
    Fn fn = Fn.values()[random.nextInt(Fn.values().length)];
    Expr[] args = new Expr[fn.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = tree(random, depth - 1);
    }
    // The text "-2" is a number, not a call.
    return fn == Fn.NEG && args[0] instanceof Expr.Const c ? Expr.of(-c.value()) : new Expr.Call(fn, args);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "x +; position 3; too early", "x + * 2; position 4; unexpected '*'", "foo(x); position 0; unknown function 'foo'",
    "x + z; position 4; unknown name 'z'",
    "pow(x); position 5; expected ','", "tanh(x; position 6; expected ')'", "x 2; position 2; unexpected '2'",
    "x ? 1; position 5; expected ':'",
    "1.2.3; position 0; not a number", "#; position 0; unexpected '#'", "''; position 0; too early"
  })
  void errorsTellThePosition(String text, String position, String message) {
    assertThatThrownBy(() -> Formula.parse(text, "x", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(position)
        .hasMessageContaining(message);
  }

  @Test
  void knowsWhatItUsesAndGives() {
    assertThat(Formula.parse("a > b", "a b", "").isTruth()).isTrue();
    assertThat(Formula.parse("a > b ? a : b", "a b", "").isTruth()).isFalse();
    assertThat(Formula.parse("a > b ? a < 1 : b == 2", "a b", "").isTruth()).isTrue();
    assertThat(Formula.parse("a * b + 2", "a b", "").isIntegral()).isTrue();
    assertThat(Formula.parse("a / b", "a b", "").isIntegral()).isFalse();
    assertThat(Formula.parse("a * 0.5", "a b", "").isIntegral()).isFalse();
    assertThat(Formula.parse("a + 1", "a b", "").usesInput(0)).isTrue();
    assertThat(Formula.parse("a + 1", "a b", "").usesInput(1)).isFalse();
    assertThat(Formula.parse("1 - y", "a b", "").usesOutput()).isTrue();
    assertThat(Formula.parse("a > b", "a b", "").program(DType.FLOAT32).result()).isEqualTo(DType.BOOL);
    assertThat(Formula.parse("a", "a", "").program(DType.INT32).result()).isEqualTo(DType.INT32);
    assertThat(Formula.parse("c + a", "a b c", "").expr().inputsMask()).isEqualTo(0b101);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', value = {
    "tanh(x); (1 + y) * (1 - y)", "exp(x); y", "x * x; x + x", "sin(x); cos(x)", "3 * x; 3", "x > 0; 0", "floor(x); 0",
    "-x; -1", "x / 2; 0.5",
    "x > 0 ? x : s * x; x > 0 ? 1 : s", "sqrt(x); 1 / (2 * y)", "log(x); 1 / x", "pow(x, 3); 3 * (x * x)",
    "sigmoid(x); y * (1 - y)", "1 - x; -1"
  })
  void slopesAreSimple(String text, String slope) {
    assertThat(Formula.parse(text, "x", "s").slope(0)).hasToString(slope);
  }

  @Test
  void slopesOfComposedFormulasAgreeWithDifferences() {
    String[] texts = {
      "0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))", "x * sigmoid(x)",
      "x * tanh(softplus(x))", "log(1 + exp(-x)) / (x * x + 1)",
      "x > s ? exp(x) * sin(t * x) : atan(x)", "pow(x * x + 1, s) - x * erf(x)"
    };
    for (String text : texts) {
      Formula formula = Formula.parse(text, "x", "s t");
      Expr slope = Derivative.of(formula.expr(), 0);
      for (double x = -2; x < 2; x += 0.37) {
        double h = 1e-5;
        double expected = (at(formula, x + h) - at(formula, x - h)) / (2 * h);
        assertThat(at(Formula.of(slope, 1, 2), x)).as(text).isCloseTo(expected, Offset.offset(1e-7));
      }
    }
  }

  @Test
  void derivativesOfDeepFormulasStaySmall() {
    Expr e = Expr.input(0);
    for (int i = 0; i < 200; i++) {
      e = Expr.call(Fn.MUL, Expr.call(Fn.SIN, e), e);
    }
    Expr slope = Derivative.of(e, 0);
    assertThat(Tape.of(slope).size()).isLessThan(2000);
    assertThat(Tape.of(Derivative.of(slope, 0)).size()).isLessThan(8000);
  }

  @Test
  void substitutionReplacesInputsAndTheOutput() {
    Expr slope = Formula.parse("tanh(x)", "x", "").slope(0).expr();
    Expr vjp = Expr.input(0).times(slope.substitute(i -> Expr.input(2), Expr.input(1)));
    assertThat(Formula.of(vjp, 3, 0)).hasToString("a * ((1 + b) * (1 - b))");
    assertThat(vjp.usesOutput()).isFalse();
  }

  @Test
  void equalExpressionsAreEqualAndHashAlike() {
    Expr one = Formula.parse("tanh(x + 1) * x", "x", "").expr();
    Expr two = Formula.parse("tanh(x + 1) * x", "x", "").expr();
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two)
        .isNotEqualTo(Formula.parse("tanh(x + 2) * x", "x", "").expr());
  }

  @Test
  void float32ProgramsRoundConstantsAndParameters() {
    Program program = Formula.parse("x > p", "x", "p").program(DType.FLOAT32);
    assertThat(program.evaluate(new double[] {0.1f}, new double[] {0.1})).isZero();
    assertThat(Formula.parse("x > 0.1", "x", "").program(DType.FLOAT32).evaluate(new double[] {0.1f}, NONE)).isZero();
  }

  @Test
  void programsRefuseWhatTheyCannotCompute() {
    assertThatThrownBy(() -> Formula.parse("y + 1", "x", "").program(DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Formula.parse("exp(x)", "x", "").program(DType.INT64))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void simplificationKeepsTheValue() {
    Random random = new Random(12);
    for (int i = 0; i < 300; i++) {
      Expr plain = polynomial(random, 4);
      Expr simple = simplified(plain);
      double[] in = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double[] params = {0.5, 2};
      double expected = new Program(plain, DType.FLOAT64, DType.FLOAT64, 3, 2).evaluate(in, params);
      double actual = new Program(simple, DType.FLOAT64, DType.FLOAT64, 3, 2).evaluate(in, params);
      if (Double.isFinite(expected)) {
        assertThat(actual).as(Formula.of(plain, 3, 2).toString()).isCloseTo(expected,
            Offset.offset(1e-9 * (1 + Math.abs(expected))));
      }
    }
  }

  private static Expr polynomial(Random random, int depth) {
    if (depth == 0) {
      return random.nextBoolean() ? Expr.of(random.nextInt(4) - 1) : Expr.input(random.nextInt(3));
    }
    Fn[] fns = {Fn.ADD, Fn.SUB, Fn.MUL, Fn.NEG, Fn.DIV};
    Fn fn = fns[random.nextInt(fns.length)];
    Expr[] args = new Expr[fn.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = polynomial(random, depth - 1);
    }
    return new Expr.Call(fn, args);
  }

  private static Expr simplified(Expr e) {
    if (!(e instanceof Expr.Call c)) {
      return e;
    }
    Expr[] args = new Expr[c.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = simplified(c.arg(i));
    }
    return Simplify.call(c.fn(), args);
  }
}
