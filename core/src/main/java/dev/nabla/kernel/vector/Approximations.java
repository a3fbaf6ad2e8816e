package dev.nabla.kernel.vector;

import dev.nabla.expr.Expr;
import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Fn;
import dev.nabla.expr.Formula;
import org.jspecify.annotations.Nullable;

/**
 * Functions written out in arithmetic and in functions that have fast loops, to some units in the last place. Polynomials are Chebyshev
 * interpolants of our own, coefficients from the highest power down, for float32 and for float64.
 */
final class Approximations {
  /** erf(√z)/√z - 1. */
  private static final double[] SINGLE_ERF = {
    7.87587506e-5, -0.000801686429, 0.00518908742, -0.026854212, 0.112835947, -0.376126267, 0.128379166
  };
  /** -log(erfc(t)) for t from 1 to 4. */
  private static final double[] SINGLE_LOG_ERFC = {
    -1.63715141e-6, 4.60580427e-5, -0.000596805626, 0.00475959629, -0.026421136, 0.110080083, 0.631826052, 1.13023343,
    -0.00032013805
  };
  /** erf(√z)/√z - 1. */
  private static final double[] ERF = {
    5.957176144952467e-11, -1.1372848855042739e-09, 1.4659775273566131e-08, -1.6350312700978063e-07,
    1.6461000484113562e-06,
    -1.492559526683065e-05, 0.00012055331111642686, -0.0008548326980833789, 0.0052239776248180145,
    -0.026866170645076792,
    0.11283791670954879, -0.3761263890318375, 0.1283791670955126
  };
  /** -log(erfc(t)) for t from 1 to 6. */
  private static final double[] LOG_ERFC = {
    -6.325520588718493e-19, 5.822965054790444e-17, -2.5567825175661117e-15, 7.127552601309342e-14,
    -1.4164992742743795e-12,
    2.1361365767751822e-11, -2.540086103451864e-10, 2.442621800222298e-09, -1.9322784539874932e-08,
    1.271616570815886e-07,
    -7.005584238667667e-07, 3.2349073609369935e-06, -1.2452416583195703e-05, 3.930293691543411e-05,
    -9.764709000637323e-05,
    0.00017015623738726225, -0.0001100548521219971, -0.0004458702499818829, 0.001571069019949099,
    -0.00012186485661000362,
    -0.019176278554258568, 0.10279239389853814, 0.636613960903923, 1.1283802455656253, -9.500596436636486e-08
  };

  /** (atan(√z)/√z - 1) / z, up to z = 1. */
  private static final double[] SINGLE_ATAN = {
    -0.000936299472, 0.00620725453, -0.0192610813, 0.038327446, -0.0576071608, 0.0741749696, -0.0903674234,
    0.111047068, -0.14285318, 0.199999903, -0.333333333
  };
  /** (atan(√z)/√z - 1) / z, up to z = 1. */
  private static final double[] ATAN = {
    -5.1088410388226665e-06, 6.417524965866564e-05, -0.00038394037972999467, 0.0014617449054205385,
    -0.004000209679906822, 0.00844989240397037, -0.014503079564732733, 0.021121594179966983, -0.02718155333081564,
    0.03213544133307827, -0.036139320776507194, 0.03971908106924452, -0.043407182638729704, 0.04760471049395462,
    -0.05262931380521779, 0.0588232553920069, -0.06666664203478607, 0.07692307534369985, -0.09090909084093506,
    0.11111111110929807, -0.14285714285711718, 0.19999999999999984, -0.3333333333333333
  };
  /** (asin(√z)/√z - 1) / z, up to z = 1/4. */
  private static final double[] SINGLE_ASIN = {
    0.0336908472, 0.0171492384, 0.0311006627, 0.0445994015, 0.0750009454, 0.166666663
  };
  /** (asin(√z)/√z - 1) / z, up to z = 1/4. */
  private static final double[] ASIN = {
    0.02961201126495512, -0.01924167174674304, 0.019554513336123378, 0.0030448799094556773, 0.009319560794767446,
    0.009621842970100282, 0.011566459612121669, 0.01396378001220357, 0.017352816540325496, 0.02237215744350722,
    0.03038194447553234, 0.044642857142551895, 0.07500000000000118, 0.16666666666666666
  };

  private Approximations() {}

  /** {@code fn(args…)} written out; null if there is no need. */
  static @Nullable Expr of(Fn fn, Expr[] args, boolean single) {
    return switch (fn) {
      case ERF -> single ? erf(args[0], SINGLE_ERF, SINGLE_LOG_ERFC, 4) : erf(args[0], ERF, LOG_ERFC, 6);
      case ATAN -> atan(args[0], single);
      case ATAN2 -> atan2(args[0], args[1], single);
      case ASIN -> arc("x < 0 ? 2 * v - pi / 2 : pi / 2 - 2 * v", "v", args[0], single);
      case ACOS -> arc("x < 0 ? pi - 2 * v : 2 * v", "pi / 2 - v", args[0], single);
      case SINH -> let("x == 0 ? x : x < 0 ? -(h + r) : h + r", "x h r", args[0], half(args[0]), rest(args[0]));
      case COSH -> let("h + 0.5 + 0.5 / (2 * h + 1)", "h", half(args[0]));
      case ATANH -> let("x < 0 ? -w : x == 0 ? x : w", "x w", args[0],
          let("0.5 * log1p(2 * abs(x) / (1 - abs(x)))", "x", args[0]));
      case HYPOT ->
        let("abs(a) == inf || abs(b) == inf ? inf : m == 0 ? m : m * sqrt(1 + (n / m) * (n / m))", "a b m n",
            args[0], args[1], larger(args), smaller(args));
      default -> null;
    };
  }

  /** The formula {@code text} with {@code values} for the names in it. */
  private static Expr let(String text, String names, Expr... values) {
    Expr e = Formula.parse(text, names, "").expr();
    return e.substitute(i -> values[i], e);
  }

  /** A polynomial up to |x| = 1, from there {@code 1 - e^(another one)} up to where erf is 1. */
  private static Expr erf(Expr x, double[] small, double[] logErfc, double limit) {
    Expr size = new Call(Fn.ABS, x);
    Expr bounded = new Call(Fn.MIN, size, new Const(limit));
    Expr tail = new Call(Fn.SUB, new Const(1), new Call(Fn.EXP, new Call(Fn.NEG, polynomial(logErfc, bounded))));
    Expr signed = new Call(Fn.SELECT, new Call(Fn.LT, x, new Const(0)), new Call(Fn.NEG, tail), tail);
    Expr centre = new Call(Fn.ADD, new Call(Fn.MUL, x, polynomial(small, new Call(Fn.MUL, x, x))), x);
    return new Call(Fn.SELECT, new Call(Fn.GT, size, new Const(1)), signed, centre);
  }

  private static Expr polynomial(double[] coefficients, Expr x) {
    Expr v = new Const(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      v = new Call(Fn.ADD, new Call(Fn.MUL, v, x), new Const(coefficients[i]));
    }
    return v;
  }

  /** {@code t (1 + z p(z))}. */
  private static Expr odd(Expr t, Expr z, double[] p) {
    return let("t + t * (z * p)", "t z p", t, z, polynomial(p, z));
  }

  private static Expr square(Expr x) {
    return new Call(Fn.MUL, x, x);
  }

  /** By the polynomial of x or, beyond 1, of 1/x. */
  private static Expr atan(Expr x, boolean single) {
    Expr t = let("abs(x) > 1 ? 1 / x : x", "x", x);
    Expr v = odd(t, square(t), single ? SINGLE_ATAN : ATAN);
    return let("abs(x) > 1 ? (x < 0 ? -pi / 2 : pi / 2) - v : v", "x v", x, v);
  }

  /** The angle in the first octant, unfolded. */
  private static Expr atan2(Expr a, Expr b, boolean single) {
    Expr[] both = {a, b};
    Expr t = let("m == 0 ? 0 : n == inf ? 1 : n / m", "m n", larger(both), smaller(both));
    Expr octant = odd(t, square(t), single ? SINGLE_ATAN : ATAN);
    Expr quadrant = let("abs(a) > abs(b) ? pi / 2 - v : v", "a b v", a, b, octant);
    Expr upper = let("b < 0 || b == 0 && 1 / b < 0 ? pi - v : v", "b v", b, quadrant);
    return let("a < 0 || a == 0 && 1 / a < 0 ? -v : v", "a v", a, upper);
  }

  private static Expr larger(Expr[] both) {
    return let("max(abs(a), abs(b))", "a b", both);
  }

  private static Expr smaller(Expr[] both) {
    return let("min(abs(a), abs(b))", "a b", both);
  }

  /** By the polynomial for v = asin(x) up to |x| = 1/2, from there for v = asin(sqrt((1 - |x|) / 2)). */
  private static Expr arc(String outer, String inner, Expr x, boolean single) {
    Expr z = let("abs(x) <= 0.5 ? x * x : (1 - abs(x)) * 0.5", "x", x);
    Expr t = let("abs(x) <= 0.5 ? x : sqrt(z)", "x z", x, z);
    return let("abs(x) <= 0.5 ? " + inner + " : " + outer, "x v", x, odd(t, z, single ? SINGLE_ASIN : ASIN));
  }

  /** {@code (e^|x| - 1) / 2}, finite as long as sinh(x) is. */
  private static Expr half(Expr x) {
    return let("0.5 * w * (w + 2)", "w", let("expm1(0.5 * abs(x))", "x", x));
  }

  /** {@code (1 - e^-|x|) / 2}. */
  private static Expr rest(Expr x) {
    return let("h < 1e30 ? h / (2 * h + 1) : 0.5", "h", half(x));
  }
}
