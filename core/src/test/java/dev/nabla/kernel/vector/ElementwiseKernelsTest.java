package dev.nabla.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.expr.Derivative;
import dev.nabla.expr.Expr;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Formula;
import dev.nabla.expr.Program;
import dev.nabla.kernel.Strided;
import dev.nabla.kernel.Windows;
import dev.nabla.kernel.Windows.Layout;
import dev.nabla.kernel.reference.ReferenceBackend;
import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import dev.nabla.type.Shape;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementwiseKernelsTest {
  private static final double[] NONE = {};
  private static final double[] SPECIALS = {
    0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, 1.5, 2.5, -2.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE, 1e-40, -1e-40, 1e-45, Float.MIN_NORMAL, Double.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE,
    1e20, -1e20, 1e-10, 88.7, 88.8,
    -87, -103.9, -104.5, 709.7, 710, -745, -746, 1e5, 30001, Math.PI, 20, 50
  };
  private static final int[][] SHAPES = {{}, {0}, {1}, {2}, {15}, {16}, {17}, {33}, {1000}, {1, 7}, {3, 0, 2}, {4, 5},
    {3, 40}, {70, 3}, {2, 3, 4}, {5, 1, 20}};

  private static final Pattern SLOW = Pattern.compile("zeta|polygamma|gammainc|chebyshev|hermite|laguerre|legendre");

  private final Random random = new Random(3);
  private final ReferenceBackend reference = new ReferenceBackend();

  private static Program program(Fn fn, DType dtype) {
    Expr[] args = new Expr[fn.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = Expr.input(i);
    }
    return Formula.of(new Expr.Call(fn, args), args.length, 0).program(dtype);
  }

  /** Runs often enough to be compiled; the first and the last result have the same bits. */
  private static Strided run(Program program, double[] params, Strided[] in, Layout layout) {
    int[] dims = in[0].shape().toArray();
    Strided cold = Windows.empty(program.result(), layout, dims);
    ElementwiseKernels.run(program, params, in, cold);
    Strided hot = Windows.empty(program.result(), layout, dims);
    for (int i = 0; i < 1 + 10_000 / (32 + hot.numel()); i++) {
      ElementwiseKernels.run(program, params, in, hot);
    }
    Windows.assertSame(program + " cold and hot", cold, hot);
    if (layout == Layout.DENSE && Compiled.of(program).isDirect()) {
      scalarAndVectorLoopsAgree(program, params, in, hot);
    }
    return hot;
  }

  private static void scalarAndVectorLoopsAgree(Program program, double[] params, Strided[] in, Strided expected) {
    Strided[] dense = new Strided[in.length];
    for (int k = 0; k < in.length; k++) {
      dense[k] = Strided.allocate(in[k].dtype(), in[k].shape());
      Copy.convert(in[k], dense[k]);
    }
    for (boolean vectors : new boolean[] {false, true}) {
      Strided actual = Strided.allocate(program.result(), expected.shape());
      Compiled.of(program).write(0).run(dense, params, actual, 0, actual.numel(), vectors);
      Windows.assertSame(program + (vectors ? " by vectors" : " by scalars"), expected, actual);
    }
  }

  private void compare(Program program, double[] params, Strided[] in, Layout layout, double tolerance) {
    Strided actual = run(program, params, in, layout);
    Strided expected = Windows.empty(program.result(), layout, in[0].shape().toArray());
    reference.elementwise(program, params, in, expected);
    if (program.result().isFloating()) {
      assertClose(program.toString(), in, expected, actual, tolerance);
    } else {
      Windows.assertSame(program.toString(), expected, actual);
    }
  }

  private static void assertClose(String what, Strided[] in, Strided expected, Strided actual, double tolerance) {
    for (int i = 0; i < expected.numel(); i++) {
      double e = expected.storage().getDouble(expected.position(i));
      double a = actual.storage().getDouble(actual.position(i));
      double tiny = actual.dtype() == DType.FLOAT32 ? 1e-44 : 1e-322;
      boolean close = Double.compare(e, a) == 0 || Math.abs(e - a) <= tolerance * Math.abs(e) + tiny;
      int at = i;
      assertThat(close).withFailMessage(() -> {
        StringBuilder text = new StringBuilder(what + ": " + a + " for " + e + " at");
        for (Strided x : in) {
          text.append(' ').append(x.storage().getDouble(x.position(at)));
        }
        return text.toString();
      }).isTrue();
    }
  }

  /** All pairs of special values, and some random numbers. */
  private Strided[] specials(DType dtype, int arity) {
    int n = SPECIALS.length;
    Shape shape = Shape.of(n * n + 100);
    Strided[] out = new Strided[arity];
    for (int k = 0; k < arity; k++) {
      out[k] = Strided.allocate(dtype, shape);
      for (int i = 0; i < shape.numel(); i++) {
        double v = i >= n * n
            ? random.nextGaussian() * 3
            : SPECIALS[k == 0 ? i / n : k == 1 ? i % n : (i * 7 + i / n) % n];
        out[k].storage().setDouble(i, v);
      }
    }
    return out;
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void everyFunctionOfSpecialValuesEqualsTheReference(Fn fn) {
    if (SLOW.matcher(fn.text()).find()) {
      return; // the same scalar code in both, and endless for extreme arguments
    }
    compare(program(fn, DType.FLOAT32), NONE, specials(DType.FLOAT32, fn.arity()), Layout.DENSE, 4e-7);
    compare(program(fn, DType.FLOAT64), NONE, specials(DType.FLOAT64, fn.arity()), Layout.DENSE, 2e-15);
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void everyWholeFunctionIsExactInEveryWholeType(Fn fn) {
    if (!fn.isIntegral()) {
      return;
    }
    for (DType dtype : DType.values()) {
      if (dtype.isFloating()) {
        continue;
      }
      Strided[] in = new Strided[fn.arity()];
      for (int k = 0; k < in.length; k++) {
        in[k] = Windows.empty(dtype, Layout.DENSE, 300);
        boolean positive = k == 1 && (fn == Fn.FMOD || fn == Fn.REMAINDER || fn == Fn.FLOORDIV || fn == Fn.POW);
        for (int i = 0; i < 300; i++) {
          in[k].storage().setLong(i,
              positive ? 1 + random.nextInt(9) : i % 5 == 0 ? random.nextLong() : random.nextInt(9) - 4);
        }
      }
      compare(program(fn, dtype), NONE, in, Layout.DENSE, 0);
    }
  }

  @Test
  void anyLayoutAndSizeEqualsTheReference() {
    Formula formula = Formula.parse("a > b ? a * s - b : tanh(a) + abs(b) * t", "a b", "s t");
    double[] params = {0.7, -1.3};
    for (int[] dims : SHAPES) {
      for (Layout left : Layout.values()) {
        for (Layout right : Layout.values()) {
          for (Layout to : Windows.WRITABLE) {
            Strided a = Windows.random(random, DType.FLOAT32, left, false, dims);
            Strided b = Windows.random(random, DType.FLOAT32, right, false, dims);
            Program program = formula.program(DType.FLOAT32);
            Strided expected = Windows.empty(DType.FLOAT32, to, dims);
            Strided actual = Windows.empty(DType.FLOAT32, to, dims);
            reference.elementwise(program, params, new Strided[] {a, b}, expected);
            ElementwiseKernels.run(program, params, new Strided[] {a, b}, actual);
            Windows.assertClose(program.toString(), expected, actual, 1e-6);
          }
        }
      }
    }
  }

  @Test
  void broadcastInputsAreReadAsTheyLie() {
    Program add = Formula.parse("a - b", "a b", "").program(DType.FLOAT64);
    Shape shape = Shape.of(6, 5, 40);
    for (int[] from : new int[][] {{}, {1}, {40}, {5, 1}, {6, 1, 1}, {1, 5, 40}, {6, 1, 40}, {6, 5, 1}}) {
      Strided a = Windows.random(random, DType.FLOAT64, Layout.OFFSET, false, shape.toArray());
      Strided b = Windows.random(random, DType.FLOAT64, Layout.DENSE, false, from).expand(shape);
      compare(add, NONE, new Strided[] {a, b}, Layout.DENSE, 0);
      compare(add, NONE, new Strided[] {b, a}, Layout.DENSE, 0);
      compare(add, NONE, new Strided[] {b, b}, Layout.REVERSED, 0);
    }
  }

  @Test
  void theOutputMayBeAnInput() {
    Formula formula = Formula.parse("exp(a) * b + tanh(a * b) * sin(a + b)", "a b", "");
    for (Layout layout : Windows.WRITABLE) {
      Strided a = Windows.random(random, DType.FLOAT32, layout, false, 70, 30);
      Strided b = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, 70, 30);
      Program program = formula.program(DType.FLOAT32);
      Strided expected = Windows.copy(a);
      ElementwiseKernels.run(program, NONE, new Strided[] {a, b}, expected);
      ElementwiseKernels.run(program, NONE, new Strided[] {a, b}, a);
      Windows.assertSame(layout.toString(), expected, a);
    }
  }

  @Test
  void threadsDoNotChangeBits() {
    for (String text : new String[] {"a * b + 1", "tanh(a) * exp(b)", "lgamma(a) - b", "a > b"}) {
      for (int n : new int[] {200_003, 500_000}) {
        Program program = Formula.parse(text, "a b", "").program(DType.FLOAT32);
        Strided a = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, n);
        Strided b = Windows.random(random, DType.FLOAT32, Layout.OFFSET, false, n);
        Strided one = Strided.allocate(program.result(), a.shape());
        Strided many = Strided.allocate(program.result(), a.shape());
        Windows.withThreads(1, () -> ElementwiseKernels.run(program, NONE, new Strided[] {a, b}, one));
        Windows.withThreads(3, () -> ElementwiseKernels.run(program, NONE, new Strided[] {a, b}, many));
        Windows.assertSame(text, one, many);
      }
    }
  }

  @Test
  void anElementHasTheSameBitsWhereverItLies() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Program program = Formula.parse("erf(x) + log1p(exp(x)) * sigmoid(x) - expm1(x) / cos(x) + log(abs(x))", "x", "")
          .program(dtype);
      Strided all = Windows.random(random, dtype, Layout.DENSE, false, 5000);
      Strided whole = Strided.allocate(dtype, all.shape());
      Compiled.of(program).write(0).run(new Strided[] {all}, NONE, whole, 0, 5000, true);
      for (int i = 0; i < 5000; i++) {
        Strided x = new Strided(all.storage(), i, Shape.SCALAR, new int[0]);
        Strided y = Strided.allocate(dtype, Shape.SCALAR);
        ElementwiseKernels.run(program, NONE, new Strided[] {x}, y);
        assertThat(y.storage().getDouble(0)).isEqualTo(whole.storage().getDouble(i));
      }
    }
  }

  @Test
  void longFormulasAreCutIntoSteps() {
    Expr e = Expr.input(0);
    for (int i = 0; i < 120; i++) {
      Expr next = i % 7 == 0 ? Expr.call(Fn.TANH, e) : Expr.call(Fn.MUL, e, Expr.of(1 + i * 1e-3));
      e = Expr.call(Fn.ADD, next, Expr.call(Fn.MIN, e, Expr.input(1)));
    }
    Program value = new Program(e, DType.FLOAT64, DType.FLOAT64, 2, 0);
    Program slope = new Program(Derivative.of(e, 0), DType.FLOAT64, DType.FLOAT64, 2, 0);
    Strided a = Windows.random(random, DType.FLOAT64, Layout.DENSE, false, 1333);
    Strided b = Windows.random(random, DType.FLOAT64, Layout.DENSE, false, 1333);
    compare(value, NONE, new Strided[] {a, b}, Layout.DENSE, 1e-9);
    compare(slope, NONE, new Strided[] {a, b}, Layout.DENSE, 1e-6);
  }

  @Test
  void manyInputsAreTaken() {
    int inputs = 20;
    Expr e = Expr.input(0);
    Strided[] in = new Strided[inputs];
    for (int k = 0; k < inputs; k++) {
      e = Expr.call(Fn.ADD, Expr.call(Fn.MUL, e, Expr.of(0.5)), Expr.input(k));
      in[k] = Windows.random(random, DType.FLOAT64, k % 3 == 0 ? Layout.BROADCAST : Layout.DENSE, false, 9, 31);
    }
    compare(new Program(e, DType.FLOAT64, DType.FLOAT64, inputs, 0), NONE, in, Layout.DENSE, 1e-13);
  }

  @Test
  void constantsAndPlainInputsArePrograms() {
    Strided x = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, 50);
    compare(new Program(Expr.of(2.5), DType.FLOAT32, DType.FLOAT32, 1, 0), NONE, new Strided[] {x}, Layout.DENSE, 0);
    compare(new Program(Expr.input(0), DType.FLOAT32, DType.FLOAT32, 1, 0), NONE, new Strided[] {x}, Layout.DENSE, 0);
    compare(new Program(Expr.param(0), DType.FLOAT32, DType.FLOAT32, 1, 1), new double[] {4}, new Strided[] {x},
        Layout.DENSE, 0);
  }

  @Test
  void resultsOfAnotherTypeAreConverted() {
    Strided x = Windows.random(random, DType.FLOAT32, Layout.GAPS, false, 5, 6);
    for (DType result : Windows.COMPUTED) {
      compare(new Program(Expr.input(0), DType.FLOAT32, result, 1, 0), NONE, new Strided[] {x}, Layout.DENSE, 1e-6);
      compare(Formula.parse("(x > 0) * 2 + (x < 1 && x > -1)", "x", "").program(DType.FLOAT32), NONE, new Strided[] {x},
          Layout.DENSE, 0);
    }
  }

  @Test
  void wholeDivisionByZeroIsAnError() {
    Strided a = Strided.allocate(DType.INT64, Shape.of(3));
    Program program = program(Fn.FLOORDIV, DType.INT64);
    assertThatThrownBy(
        () -> ElementwiseKernels.run(program, NONE, new Strided[] {a, a}, Strided.allocate(DType.INT64, Shape.of(3))))
        .isInstanceOf(NablaException.class)
        .hasMessage("ZeroDivisionError");
  }

  @Test
  void conversionsOfAllTypesAndLayoutsEqualTheReference() {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        for (int[] dims : new int[][] {{}, {0}, {17}, {4, 5}, {2, 3, 40}}) {
          for (Layout left : Layout.values()) {
            for (Layout right : Windows.WRITABLE) {
              Strided in = Windows.random(random, from, left, from == DType.FLOAT64, dims);
              Strided expected = Windows.empty(to, right, dims);
              Strided actual = Windows.empty(to, right, dims);
              reference.convert(in, expected);
              Copy.convert(in, actual);
              Windows.assertSame(from + " to " + to, expected, actual);
            }
          }
        }
      }
    }
  }

  @Test
  void largeTransposesAndConversionsEqualTheReferenceOnAnyThreads() {
    Strided in = Windows.random(random, DType.FLOAT32, Layout.DENSE, false, 3, 300, 400);
    for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 0, 1}, {1, 2, 0}, {2, 1, 0}}) {
      Strided source = in.permute(order);
      for (DType to : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.BOOL}) {
        Strided expected = Strided.allocate(to, source.shape());
        Strided actual = Strided.allocate(to, source.shape());
        reference.convert(source, expected);
        Windows.withThreads(3, () -> Copy.convert(source, actual));
        Windows.assertSame("transposed", expected, actual);
      }
    }
  }
}
