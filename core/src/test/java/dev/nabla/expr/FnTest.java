package dev.nabla.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nabla.type.DType;
import dev.nabla.type.NablaException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FnTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /** From mpmath with 60 digits. */
  private static final String VALUES = """
    exp2 -3.7 = 0.07694652583405725831
    exp2 0.1 = 1.071773462536293168
    exp2 11.3 = 2521.383758530389792
    expm1 -3.7 = -0.9752764735296606132
    expm1 1e-09 = 1.000000000500000062e-9
    expm1 2.5 = 11.18249396070347344
    log2 1e-300 = -996.5784284662087043
    log2 0.7 = -0.514573172829758332
    log2 3.0 = 1.584962500721156181
    log2 10000000000.0 = 33.21928094887362348
    log10 0.3 = -0.5228787452803375788
    log10 100000.0 = 5.0
    log10 7.7 = 0.8864907251724818815
    log1p -0.9 = -2.302585092994045906
    log1p 1e-12 = 9.999999999994999799e-13
    log1p 3.0 = 1.386294361119890619
    asinh -30.5 = -4.111142500863215825
    asinh 1e-08 = 1.000000000000000004e-8
    asinh 0.4 = 0.3900353197707152967
    asinh 1e+20 = 46.74484904044085899
    acosh 1.0000001 = 0.0004472135919037347271
    acosh 1.5 = 0.962423650119206895
    acosh 10000000000.0 = 23.71899811050040215
    atanh -0.99 = -2.646652412362245751
    atanh 1e-09 = 1.000000000000000063e-9
    atanh 0.5 = 0.5493061443340548457
    erf -1.7 = -0.9837904585907745608
    erf 1e-09 = 1.128379167095512644e-9
    erf 0.3 = 0.3286267594591274162
    erf 0.47 = 0.4937450508860821124
    erf 0.9 = 0.7969082124228321397
    erf 2.5 = 0.9995930479825550411
    erf 5.5 = 0.9999999999999926422
    erfc -2.0 = 1.995322265018952734
    erfc 0.1 = 0.8875370839817151016
    erfc 0.6 = 0.3961439091520740949
    erfc 3.0 = 0.00002209049699858544137
    erfc 7.5 = 2.776649386030569101e-26
    erfc 25.0 = 8.300172571196522752e-274
    erfcx -3.0 = 16205.98885399958663
    erfcx 0.2 = 0.8090195199015807328
    erfcx 2.0 = 0.2553956763105057439
    erfcx 10.0 = 0.05614099274382258586
    erfcx 100000.0 = 5.641895835195468078e-6
    erfinv -0.999 = -2.326753765513524494
    erfinv 1e-09 = 8.862269254527580691e-10
    erfinv 0.3 = 0.272462714726754345
    erfinv 0.86 = 1.043541843639758838
    erfinv 0.9999999 = 3.766562581638470889
    ndtr -8.0 = 6.220960574271784124e-16
    ndtr -0.5 = 0.3085375387259868964
    ndtr 0.3 = 0.6179114221889526331
    ndtr 4.0 = 0.9999683287581668801
    log_ndtr -50.0 = -1254.831361139419901
    log_ndtr -2.0 = -3.783184333682031949
    log_ndtr -0.5 = -1.175911761593618609
    log_ndtr 3.0 = -0.001350809964748193799
    ndtri 1e-100 = -21.27345356096532429
    ndtri 0.01 = -2.326347874040841093
    ndtri 0.3 = -0.524400512708040816
    ndtri 0.9 = 1.281551565544600593
    lgamma -7.3 = -7.779101629826851671
    lgamma -0.4 = 1.314524589943389943
    lgamma 1e-05 = 11.51291969289582563
    lgamma 0.3 = 1.095797994818075561
    lgamma 0.9999 = 0.00005772979156119386281
    lgamma 1.3 = -0.1081748095078604785
    lgamma 2.0001 = 0.00004228165811291994632
    lgamma 4.7 = 2.736405146315566938
    lgamma 12.5 = 18.7343475119364457
    lgamma 1000000.0 = 12815504.56914761166
    digamma -3.4 = 2.384450814118015014
    digamma 0.1 = -10.42375494041107623
    digamma 1.0 = -0.5772156649015328606
    digamma 3.3 = 1.034822489059621686
    digamma 25.0 = 3.198742512851974009
    polygamma 1.0 0.3 = 12.2453645461077313
    polygamma 1.0 -2.4 = 10.57002486364612382
    polygamma 2.0 5.5 = -0.03960894752130204297
    polygamma 5.0 1.2 = 41.3896784177725242
    zeta 1.1 2.5 = 9.320090236749681207
    zeta 2.0 1.0 = 1.644934066848226436
    zeta 7.3 0.2 = 126614.064250048853
    zeta 20.0 30.5 = 4.449884778957073436e-30
    i0 -3.0 = 4.880792585865024086
    i0 0.1 = 1.002501562934095602
    i0 19.0 = 16446190.44061171082
    i0 30.0 = 781672297823.9774897
    i0 700.0 = 1.529593347671873736e+302
    i1 -3.0 = -3.953370217402609396
    i1 0.1 = 0.0500625260470926949
    i1 19.0 = 16007373.7858369955
    i1 30.0 = 768532038938.9569995
    i0e 5.0 = 0.1835408126093283531
    i0e 1000.0 = 0.01261724045589125659
    i1e -5.0 = -0.1639722669445423569
    i1e 1000.0 = 0.01261093025692862947
    gammainc 0.3 0.1 = 0.5459128495917965049
    gammainc 2.5 4.0 = 0.8437643724222776725
    gammainc 100.0 90.0 = 0.1582209891864301681
    gammainc 1000.0 1010.0 = 0.6276789447369947275
    gammaincc 2.5 4.0 = 0.1562356275777223275
    gammaincc 100.0 120.0 = 0.02786373989052066148
    gammaincc 0.5 30.0 = 9.485737571073848388e-15
    sinc 0.3 = 0.858393691334139785
    sinc -2.6 = 0.1164348813293318284
    softplus -40.0 = 4.248354255291588986e-18
    softplus 0.3 = 0.8543552444685271124
    softplus 50.0 = 50.0
    logsigmoid -40.0 = -40.0
    logsigmoid 0.3 = -0.5543552444685271235
    logsigmoid 50.0 = -1.928749847963917783e-22
    sigmoid -30.0 = 9.357622968839298954e-14
    sigmoid 0.3 = 0.5744425168116589844
    sigmoid 40.0 = 0.9999999999999999958
    logit 1e-10 = -23.0258509298404568
    logit 0.3 = -0.8472978603872036666
    logaddexp 1000.0 999.0 = 1000.313261687518223
    logaddexp -3.0 4.5 = 4.500552931475360796
    logaddexp2 100.0 99.0 = 100.5849625007211562
    logaddexp2 -3.0 4.5 = 4.507947906386200174
    xlogy 2.5 3.0 = 2.746530721670274228
    xlog1py 2.5 1e-09 = 2.499999998750000157e-9
    ldexp 1.3 7.0 = 166.4000000000000057
    hypot 3e+200 4e+200 = 4.999999999999999849e+200
    atan2 1.0 -2.0 = 2.677945044588987122
    """;

  private static double eval(Fn fn, double... x) {
    return switch (x.length) {
      case 1 -> fn.eval(x[0]);
      case 2 -> fn.eval(x[0], x[1]);
      default -> fn.eval(x[0], x[1], x[2]);
    };
  }

  @Test
  void valuesAgreeWithArbitraryPrecision() {
    for (String line : VALUES.strip().split("\n")) {
      String[] sides = line.strip().split(" = ");
      String[] words = sides[0].split(" ");
      double[] x = new double[words.length - 1];
      for (int i = 0; i < x.length; i++) {
        x[i] = Double.parseDouble(words[i + 1]);
      }
      Fn fn = Fn.named(words[0]);
      assertThat(fn).isNotNull();
      double expected = Double.parseDouble(sides[1]);
      assertThat(Math.abs(eval(fn, x) - expected)).as(line).isLessThanOrEqualTo(1e-13 * Math.abs(expected));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sign, NaN, 0", "sign, -0.0, 0", "relu, NaN, NaN", "round, 2.5, 2", "round, -1.5, -2", "trunc, -1.7, -1",
    "frac, -1.75, -0.75",
    "lgamma, 0, Infinity", "lgamma, -2, Infinity", "lgamma, -Infinity, Infinity", "digamma, 0, -Infinity",
    "digamma, -3, NaN", "erfinv, 1, Infinity",
    "erfinv, -1, -Infinity", "erfinv, 1.1, NaN", "ndtri, 0, -Infinity", "ndtri, 1, Infinity", "ndtri, -0.1, NaN",
    "sinc, 0, 1", "i0, Infinity, NaN", "i1, -Infinity, NaN",
    "erf, Infinity, 1", "erf, NaN, NaN", "erfc, -Infinity, 2", "erfc, Infinity, 0", "log, 0, -Infinity",
    "log1p, -1, -Infinity", "log, -1, NaN",
    "signbit, -0.0, 1", "isnan, NaN, 1", "isinf, -Infinity, 1", "isfinite, NaN, 0", "not, 0, 1", "softplus, 1000, 1000",
    "logsigmoid, -1000, -1000"
  })
  void oneArgumentAtSpecialPoints(String name, double x, double expected) {
    assertThat(Double.compare(eval(named(name), x) + 0.0, expected + 0.0)).as(name).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "pow, 0, 0, 1", "pow, NaN, 0, 1", "pow, 1, NaN, 1", "pow, -1, Infinity, 1", "pow, -8, 0.5, NaN", "min, 1, NaN, NaN",
    "max, NaN, 1, NaN",
    "fmin, 1, NaN, 1", "fmax, NaN, 1, 1", "fmod, -7, 3, -1", "remainder, -7, 3, 2", "remainder, 7, -3, -2",
    "floordiv, -7, 2, -4", "floordiv, 7, 0, Infinity",
    "floordiv, 1, 0.1, 9", "remainder, 5, 0, NaN", "xlogy, 0, 0, 0", "xlogy, 0, NaN, NaN", "xlog1py, 0, -1, 0",
    "heaviside, 0, 0.5, 0.5",
    "heaviside, NaN, 0.5, 0", "heaviside, -1, 0.5, 0", "logaddexp, -Infinity, -Infinity, -Infinity",
    "logaddexp, Infinity, Infinity, Infinity",
    "copysign, 3, -0.0, -3", "zeta, 1, 2, Infinity", "zeta, 0.5, 2, NaN", "zeta, 2, -1, Infinity",
    "gammainc, 0, 1, 1", "gammainc, 1, 0, 0", "gammaincc, 1, 0, 1", "gammainc, -1, 1, NaN", "gammainc, 2, Infinity, 1",
    "eq, NaN, NaN, 0", "ne, NaN, NaN, 1",
    "bitand, 12, 10, 8", "bitor, 12, 10, 14", "bitxor, 12, 10, 6", "shl, 3, 2, 12", "shr, -8, 1, -4", "gcd, -12, 18, 6",
    "lcm, 4, 6, 12", "atan2, 0, -1, 3.141592653589793"
  })
  void twoArgumentsAtSpecialPoints(String name, double a, double b, double expected) {
    double y = eval(named(name), a, b);
    assertThat(Double.compare(y + 0.0, expected + 0.0)).as("%s(%s, %s) = %s", name, a, b, y).isZero();
  }

  private static Fn named(String name) {
    Fn fn = Fn.named(name);
    if (fn == null) {
      throw new AssertionError(name);
    }
    return fn;
  }

  /** A point where a function of the name is smooth, and where it is defined. */
  private static double[] point(Fn fn, Random random) {
    double[] x = new double[fn.arity()];
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.15 + 0.7 * random.nextDouble();
    }
    switch (fn) {
      case ACOSH -> x[0] += 1;
      case POLYGAMMA, ZETA -> x[0] = 2 + random.nextInt(3);
      case HEAVISIDE -> x[0] -= 2;
      case SELECT -> x[0] = random.nextInt(2);
      case SIN, COS, TANH, SINH, ERF, EXP, LGAMMA, I0, I1, I0E, I1E, LOG_NDTR, SIGMOID, SINC -> x[0] = x[0] * 4 - 2.1;
      default -> {
      }
    }
    return x;
  }

  @ParameterizedTest
  @EnumSource(Fn.class)
  void slopesAgreeWithDifferences(Fn fn) {
    Random random = new Random(5);
    Expr[] args = new Expr[fn.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = Expr.input(i);
    }
    Expr call = new Expr.Call(fn, args);
    for (int trial = 0; trial < 20; trial++) {
      double[] x = point(fn, random);
      for (int i = 0; i < x.length; i++) {
        boolean steps = fn == Fn.SELECT && i == 0 || fn.name().startsWith("BIT") || fn == Fn.SHL || fn == Fn.SHR
            || fn == Fn.GCD || fn == Fn.LCM;
        double slope = evaluate(Derivative.of(call, i), x);
        if (steps || Double.isNaN(slope)) {
          continue; // no slope: a condition, bits, or one that PyTorch has not either
        }
        double h = 1e-5;
        double[] up = x.clone();
        double[] down = x.clone();
        up[i] += h;
        down[i] -= h;
        double expected = (eval(fn, up) - eval(fn, down)) / (2 * h);
        if (fn == Fn.NEXTAFTER) {
          expected = i == 0 ? 1 : 0;
        }
        assertThat(slope).as("%s at %s, argument %s", fn, x, i).isCloseTo(expected,
            Offset.offset(1e-6 * (1 + Math.abs(expected))));
      }
    }
  }

  private static double evaluate(Expr e, double... x) {
    return new Program(e, DType.FLOAT64, DType.FLOAT64, x.length, 0).evaluate(x, new double[0]);
  }

  private static double slope(String text, int i, double... x) {
    String names = x.length == 1 ? "x" : "a b";
    return evaluate(Derivative.of(Formula.parse(text, names, "").expr(), i), x);
  }

  @Test
  void slopesAtSingularPointsArePyTorchs() {
    assertThat(slope("abs(x)", 0, 0)).isZero();
    assertThat(slope("relu(x)", 0, 0)).isZero();
    assertThat(slope("max(a, b)", 0, 1, 1)).isEqualTo(0.5);
    assertThat(slope("min(a, b)", 1, 1, 1)).isEqualTo(0.5);
    assertThat(slope("max(a, b)", 0, 2, 1)).isEqualTo(1);
    assertThat(slope("max(a, b)", 1, 2, 1)).isZero();
    assertThat(slope("fmax(a, b)", 0, 1, NAN)).isEqualTo(1);
    assertThat(slope("fmax(a, b)", 0, 1, 1)).isEqualTo(1);
    assertThat(slope("pow(a, b)", 0, 0, 0)).isZero();
    assertThat(slope("pow(a, b)", 1, 0, 2)).isZero();
    assertThat(slope("pow(a, b)", 1, 0, 0)).isZero();
    assertThat(slope("sqrt(x)", 0, 0)).isEqualTo(INF);
    assertThat(slope("i1(x)", 0, 0)).isEqualTo(0.5);
    assertThat(slope("i1e(x)", 0, 0)).isEqualTo(0.5);
    assertThat(slope("sinc(x)", 0, 0)).isZero();
    assertThat(slope("xlogy(a, b)", 0, 0, 0)).isZero();
    assertThat(slope("copysign(a, b)", 0, 0, -1)).isZero();
    assertThat(slope("atan2(a, b)", 0, 0, 0)).isNaN();
  }

  @Test
  void wholeArithmeticWrapsAroundAndDividesLikePython() {
    assertThat(Fn.ADD.evalLong(Long.MAX_VALUE, 1)).isEqualTo(Long.MIN_VALUE);
    assertThat(Fn.FLOORDIV.evalLong(-7, 2)).isEqualTo(-4);
    assertThat(Fn.REMAINDER.evalLong(-7, 2)).isEqualTo(1);
    assertThat(Fn.FMOD.evalLong(-7, 2)).isEqualTo(-1);
    assertThat(Fn.POW.evalLong(-3, 5)).isEqualTo(-243);
    assertThat(Fn.SHL.evalLong(1, 64)).isZero();
    assertThat(Fn.SHR.evalLong(-1, 70)).isEqualTo(-1);
    assertThatThrownBy(() -> Fn.REMAINDER.evalLong(1, 0)).isInstanceOf(NablaException.class)
        .hasMessage("ZeroDivisionError");
    assertThatThrownBy(() -> Fn.POW.evalLong(2, -1)).isInstanceOf(NablaException.class);
  }
}
