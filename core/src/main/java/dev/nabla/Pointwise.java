package dev.nabla;

/**
 * Every elementwise op: its value and its slopes. {@code x a b c} are inputs, {@code v} and longer names parameters, {@code y} is the
 * output. Slopes that are not given are derived; those of single functions stand in {@link dev.nabla.expr.Fn}. Which of inputs and
 * output a slope reads decides what is saved for the backward pass, and that follows PyTorch.
 */
final class Pointwise {
  private Pointwise() {}

  // spotless:off

  // arithmetic of two tensors
  static final ElementwiseOp ADD = binary("add", "a + b", "1", "1");
  static final ElementwiseOp SUB = binary("sub", "a - b", "1", "-1");
  static final ElementwiseOp RSUB = binary("rsub", "b - a", "-1", "1");
  static final ElementwiseOp MUL = binary("mul", "a * b", "b", "a");
  static final ElementwiseOp DIV = binary("div", "a / b", "1 / b", "-(a / b) / b");
  static final ElementwiseOp POW = named("pow", "PowBackward1", "a b", "pow(a, b)",
      "b == 0 ? 0 : b * pow(a, b - 1)", "a == 0 && b >= 0 ? 0 : y * log(a)");
  static final ElementwiseOp ADD_SCALED = scaled("add", "a b", "alpha", "a + alpha * b", "1", "alpha");
  static final ElementwiseOp SUB_SCALED = scaled("sub", "a b", "alpha", "a - alpha * b", "1", "-alpha");
  static final ElementwiseOp RSUB_SCALED = scaled("rsub", "a b", "alpha", "b - alpha * a", "-alpha", "1");
  static final ElementwiseOp FLOOR_DIVIDE = binary("floor_divide", "floordiv(a, b)", "0", "0");
  static final ElementwiseOp DIV_FLOOR = named("div", "DivBackward2", "a b", "floordiv(a, b)", "0", "0");
  static final ElementwiseOp DIV_TRUNC = named("div", "DivBackward2", "a b", "trunc(a / b)", "0", "0");
  static final ElementwiseOp DIV_TRUNC_WHOLE = named("div", "DivBackward2", "a b", "floordiv(a - fmod(a, b), b)", "0", "0");
  static final ElementwiseOp REMAINDER = named("remainder", "RemainderBackward1", "a b", "remainder(a, b)", "1", "-floordiv(a, b)");
  static final ElementwiseOp FMOD = named("fmod", "FmodBackward1", "a b", "fmod(a, b)", "1", "-trunc(a / b)");

  // arithmetic of a tensor and a number
  static final ElementwiseOp ADD_NUMBER = number("add", "x + v", "1");
  static final ElementwiseOp SUB_NUMBER = number("sub", "x - v", "1");
  static final ElementwiseOp RSUB_NUMBER = setting("rsub", "RsubBackward1", "v", "v - x", "-1");
  static final ElementwiseOp MUL_NUMBER = number("mul", "x * v", "v");
  static final ElementwiseOp DIV_NUMBER = number("div", "x / v", "1 / v");
  static final ElementwiseOp FLOOR_DIVIDE_NUMBER = number("floor_divide", "floordiv(x, v)", "0");
  static final ElementwiseOp DIV_FLOOR_NUMBER = numberNamed("div", "DivBackward2", "floordiv(x, v)", "0");
  static final ElementwiseOp DIV_TRUNC_NUMBER = numberNamed("div", "DivBackward2", "trunc(x / v)", "0");
  static final ElementwiseOp DIV_TRUNC_WHOLE_NUMBER = numberNamed("div", "DivBackward2", "floordiv(x - fmod(x, v), v)", "0");
  static final ElementwiseOp REMAINDER_NUMBER = setting("remainder", "RemainderBackward0", "v", "remainder(x, v)", "1");
  static final ElementwiseOp FMOD_NUMBER = setting("fmod", "FmodBackward0", "v", "fmod(x, v)", "1");

  // powers; those that have a simpler formula apart
  static final ElementwiseOp POW_NUMBER = setting("pow", "PowBackward0", "v", "pow(x, v)", "v == 0 ? 0 : v * pow(x, v - 1)");
  static final ElementwiseOp NUMBER_POW = setting("pow", "PowBackward2", "v", "pow(v, x)", "v == 0 && x >= 0 ? 0 : y * log(v)");
  static final ElementwiseOp SQUARE = unary("pow", "x * x", "2 * x");
  static final ElementwiseOp CUBE = unary("pow", "x * x * x", "3 * (x * x)");
  static final ElementwiseOp POW_HALF = unary("pow", "sqrt(x)", "0.5 * pow(x, -0.5)");
  static final ElementwiseOp POW_MINUS_HALF = unary("pow", "1 / sqrt(x)", "-0.5 * pow(x, -1.5)");
  static final ElementwiseOp POW_MINUS_ONE = unary("pow", "1 / x", "-(1 / x / x)");
  static final ElementwiseOp POW_MINUS_TWO = unary("pow", "1 / (x * x)", "-2 * pow(x, -3)");

  // sums of products, means
  static final ElementwiseOp ADDCMUL = scaled("addcmul", "a b c", "v", "a + v * b * c", "1", "c * v", "b * v");
  static final ElementwiseOp ADDCDIV = scaled("addcdiv", "a b c", "v", "a + v * (b / c)", "1", "v / c", "-(v * b / (c * c))");
  static final ElementwiseOp LERP_NUMBER = scaled("lerp", "a b", "v",
      "abs(v) < 0.5 ? a + v * (b - a) : b - (b - a) * (1 - v)", "1 - v", "v");
  static final ElementwiseOp LERP = named("lerp", "LerpBackward1", "a b c",
      "abs(c) < 0.5 ? a + c * (b - a) : b - (b - a) * (1 - c)", "1 - c", "c", "b - a");

  // signs and sizes
  static final ElementwiseOp NEG = unary("neg", "-x", "-1");
  static final ElementwiseOp ABS = unary("abs", "abs(x)");
  static final ElementwiseOp SIGN = unary("sign", "sign(x)");
  static final ElementwiseOp SGN = unary("sgn", "sign(x)");
  static final ElementwiseOp ANGLE = unary("angle", "isnan(x) ? x : x < 0 ? pi : 0", "0");
  static final ElementwiseOp COPYSIGN = binary("copysign", "copysign(a, b)");
  static final ElementwiseOp COPYSIGN_NUMBER = setting("copysign", "CopysignBackward1", "v", "copysign(x, v)", "x == 0 ? 0 : y / x");
  static final ElementwiseOp RECIPROCAL = unary("reciprocal", "1 / x", "-(y * y)");

  // rounding
  static final ElementwiseOp FLOOR = unary("floor", "floor(x)");
  static final ElementwiseOp CEIL = unary("ceil", "ceil(x)");
  static final ElementwiseOp TRUNC = unary("trunc", "trunc(x)");
  static final ElementwiseOp FRAC = unary("frac", "frac(x)");
  static final ElementwiseOp ROUND = unary("round", "round(x)");
  static final ElementwiseOp ROUND_DECIMALS = setting("round", "RoundBackward1", "ten", "round(x * ten) / ten", "0");
  static final ElementwiseOp ROUND_TENS = setting("round", "RoundBackward1", "ten", "round(x / ten) * ten", "0");

  // exponentials and logarithms
  static final ElementwiseOp EXP = unary("exp", "exp(x)");
  static final ElementwiseOp EXP2 = unary("exp2", "exp2(x)");
  static final ElementwiseOp EXPM1 = unary("expm1", "expm1(x)");
  static final ElementwiseOp LOG = unary("log", "log(x)");
  static final ElementwiseOp LOG2 = unary("log2", "log2(x)");
  static final ElementwiseOp LOG10 = unary("log10", "log10(x)");
  static final ElementwiseOp LOG1P = unary("log1p", "log1p(x)");
  static final ElementwiseOp SQRT = unary("sqrt", "sqrt(x)");
  static final ElementwiseOp RSQRT = unary("rsqrt", "rsqrt(x)");
  static final ElementwiseOp LOGADDEXP = binary("logaddexp", "logaddexp(a, b)");
  static final ElementwiseOp LOGADDEXP2 = binary("logaddexp2", "logaddexp2(a, b)");
  static final ElementwiseOp XLOGY = binary("xlogy", "xlogy(a, b)");
  static final ElementwiseOp XLOGY_NUMBER = setting("xlogy", "XlogyBackward2", "v", "xlogy(x, v)", "x == 0 && v <= 0 ? 0 : log(v)");
  static final ElementwiseOp NUMBER_XLOGY = setting("xlogy", "XlogyBackward1", "v", "xlogy(v, x)", "v / x");
  static final ElementwiseOp XLOG1PY = binary("special_xlog1py", "xlog1py(a, b)");
  static final ElementwiseOp XLOG1PY_NUMBER = setting("special_xlog1py", "SpecialXlog1PyBackward2", "v", "xlog1py(x, v)",
      "x == 0 && v <= -1 ? 0 : log1p(v)");
  static final ElementwiseOp NUMBER_XLOG1PY = setting("special_xlog1py", "SpecialXlog1PyBackward1", "v", "xlog1py(v, x)", "v / (x + 1)");

  // angles
  static final ElementwiseOp SIN = unary("sin", "sin(x)");
  static final ElementwiseOp COS = unary("cos", "cos(x)");
  static final ElementwiseOp TAN = unary("tan", "tan(x)");
  static final ElementwiseOp ASIN = unary("asin", "asin(x)");
  static final ElementwiseOp ACOS = unary("acos", "acos(x)");
  static final ElementwiseOp ATAN = unary("atan", "atan(x)");
  static final ElementwiseOp SINH = unary("sinh", "sinh(x)");
  static final ElementwiseOp COSH = unary("cosh", "cosh(x)");
  static final ElementwiseOp TANH = unary("tanh", "tanh(x)", "(1 + y) * (1 - y)"); // not 1 - y*y: that loses small slopes
  static final ElementwiseOp ASINH = unary("asinh", "asinh(x)");
  static final ElementwiseOp ACOSH = unary("acosh", "acosh(x)");
  static final ElementwiseOp ATANH = unary("atanh", "atanh(x)");
  static final ElementwiseOp ATAN2 = binary("atan2", "atan2(a, b)",
      "a == 0 && b == 0 ? 0 : b / (a * a + b * b)", "a == 0 && b == 0 ? 0 : -a / (a * a + b * b)");
  static final ElementwiseOp HYPOT = binary("hypot", "hypot(a, b)");
  static final ElementwiseOp SINC = unary("sinc", "sinc(x)",
      "x == 0 ? -3.289868133696453 * x : (pi * x * cos(pi * x) - sin(pi * x)) / (pi * x * x)");
  static final ElementwiseOp DEG2RAD = unary("deg2rad", "x * 0.017453292519943295");
  static final ElementwiseOp RAD2DEG = unary("rad2deg", "x * 57.29577951308232");

  // extremes and bounds
  static final ElementwiseOp MAXIMUM = binary("maximum", "max(a, b)");
  static final ElementwiseOp MINIMUM = binary("minimum", "min(a, b)");
  static final ElementwiseOp FMAX = binary("fmax", "fmax(a, b)");
  static final ElementwiseOp FMIN = binary("fmin", "fmin(a, b)");
  static final ElementwiseOp CLAMP_NUMBERS = setting("clamp", "ClampBackward1", "low high", "min(max(x, low), high)",
      "x >= low && x <= high ? 1 : 0");
  static final ElementwiseOp CLAMP_MIN_NUMBER = setting("clamp_min", "ClampMinBackward0", "v", "max(x, v)", "x >= v ? 1 : 0");
  static final ElementwiseOp CLAMP_MAX_NUMBER = setting("clamp_max", "ClampMaxBackward0", "v", "min(x, v)", "x <= v ? 1 : 0");
  static final ElementwiseOp CLAMP = named("clamp", "ClampBackward0", "a b c", "min(max(a, b), c)",
      "a >= b && a <= c ? 1 : 0", "b < c && a < b ? 1 : 0", "a > c || c < b ? 1 : 0");
  static final ElementwiseOp CLAMP_MIN = named("clamp_min", "ClampMinBackward1", "a b", "max(a, b)", "a >= b ? 1 : 0", "a < b ? 1 : 0");
  static final ElementwiseOp CLAMP_MAX = named("clamp_max", "ClampMaxBackward1", "a b", "min(a, b)", "a <= b ? 1 : 0", "a > b ? 1 : 0");
  static final ElementwiseOp NAN_TO_NUM = scaled("nan_to_num", "x", "none high low",
      "isnan(x) ? none : x == inf ? high : x == -inf ? low : x", "isfinite(x) ? 1 : 0");

  // choices; the condition comes in the type of the values
  static final ElementwiseOp WHERE = scaled("where", "c a b", "", "c ? a : b", "0", "c ? 1 : 0", "c ? 0 : 1");
  static final ElementwiseOp WHERE_NUMBER = scaled("where", "c x", "v", "c ? x : v", "0", "c ? 1 : 0");
  static final ElementwiseOp WHERE_NOT_NUMBER = scaled("where", "c x", "v", "c ? v : x", "0", "c ? 0 : 1");
  static final ElementwiseOp MASKED_FILL_NUMBER = scaled("masked_fill", "x c", "v", "c ? v : x", "c ? 0 : 1", "0");
  static final ElementwiseOp MASKED_FILL = named("masked_fill", "MaskedFillBackward1", "x c b", "c ? b : x", "c ? 0 : 1", "0", "c ? 1 : 0");
  static final ElementwiseOp HEAVISIDE = binary("heaviside", "heaviside(a, b)", "0", "0");

  // rectifiers and other bent lines
  static final ElementwiseOp RELU = unary("relu", "relu(x)", "y <= 0 ? 0 : 1");
  static final ElementwiseOp LEAKY_RELU = scaled("leaky_relu", "x", "slope", "x > 0 ? x : x * slope", "x > 0 ? 1 : slope");
  static final ElementwiseOp PRELU = binary("prelu", "a > 0 ? a : a * b", "a > 0 ? 1 : b", "a > 0 ? 0 : a");
  static final ElementwiseOp THRESHOLD = scaled("threshold", "x", "at v", "x <= at ? v : x", "x <= at ? 0 : 1");
  static final ElementwiseOp HARDTANH = scaled("hardtanh", "x", "low high", "min(max(x, low), high)", "x > low && x < high ? 1 : 0");
  static final ElementwiseOp HARDSIGMOID = unary("hardsigmoid", "min(max(x + 3, 0), 6) / 6",
      "x > -3 && x < 3 ? 0.1666666716337204 : 0"); // 1/6 as float32 even in float64, as PyTorch has it
  static final ElementwiseOp HARDSWISH = unary("hardswish", "x * min(max(x + 3, 0), 6) / 6",
      "x >= 3 ? 1 : x > -3 ? x / 3 + 0.5 : x < -3 ? 0 : x == -3 ? -0.5 : nan");
  static final ElementwiseOp HARDSHRINK = scaled("hardshrink", "x", "lambd",
      "x >= -lambd && x <= lambd ? 0 : x", "x >= -lambd && x <= lambd ? 0 : 1");
  static final ElementwiseOp SOFTSHRINK = scaled("softshrink", "x", "lambd",
      "x > lambd ? x - lambd : x < -lambd ? x + lambd : 0", "x > lambd || x < -lambd ? 1 : 0");

  // smooth activations; the second slopes of ELU at 0 and of softplus at its bound are 0
  static final ElementwiseOp SIGMOID = unary("sigmoid", "sigmoid(x)");
  static final ElementwiseOp LOG_SIGMOID = unary("log_sigmoid", "logsigmoid(x)");
  static final ElementwiseOp ELU = scaled("elu", "x", "alpha", "x > 0 ? x : alpha * expm1(x)",
      "x > 0 ? 1 : x == 0 ? alpha : alpha * exp(x)");
  static final ElementwiseOp SELU = named("selu", "EluBackward0", "x", "x > 0 ? 1.0507009873554805 * x : 1.7580993408473766 * expm1(x)",
      "x > 0 ? 1.0507009873554805 : x == 0 ? 1.7580993408473766 : 1.7580993408473766 * exp(x)");
  static final ElementwiseOp CELU = scaled("celu", "x", "alpha", "x > 0 ? x : alpha * expm1(x / alpha)", "x >= 0 ? 1 : exp(x / alpha)");
  static final ElementwiseOp GELU = unary("gelu", "0.5 * x * (1 + erf(x * 0.7071067811865476))",
      "0.5 * (1 + erf(x * 0.7071067811865476)) + x * (0.3989422804014327 * exp(-0.5 * (x * x)))");
  static final ElementwiseOp GELU_TANH = unary("gelu", "0.5 * x * (1 + tanh(0.7978845608028654 * (x + 0.044715 * (x * x * x))))");
  static final ElementwiseOp SILU = unary("silu", "x * sigmoid(x)", "sigmoid(x) * (1 + x * (1 - sigmoid(x)))");
  static final ElementwiseOp MISH = unary("mish", "x * tanh(softplus(x))");
  static final ElementwiseOp SOFTPLUS = scaled("softplus", "x", "beta most", "x * beta > most ? x : softplus(x * beta) / beta",
      "x * beta > most ? 1 : x * beta == most ? sigmoid(most) : sigmoid(x * beta)");
  static final ElementwiseOp SOFTSIGN = unary("softsign", "x / (1 + abs(x))");
  static final ElementwiseOp TANHSHRINK = unary("tanhshrink", "x - tanh(x)", "tanh(x) * tanh(x)");
  static final ElementwiseOp GLU = binary("glu", "a * sigmoid(b)", "sigmoid(b)", "a * (sigmoid(b) * (1 - sigmoid(b)))");

  // special functions
  static final ElementwiseOp ERF = unary("erf", "erf(x)");
  static final ElementwiseOp ERFC = unary("erfc", "erfc(x)");
  static final ElementwiseOp ERFCX = unary("special_erfcx", "erfcx(x)");
  static final ElementwiseOp ERFINV = unary("erfinv", "erfinv(x)");
  static final ElementwiseOp NDTR = unary("special_ndtr", "ndtr(x)");
  static final ElementwiseOp NDTRI = unary("special_ndtri", "ndtri(x)");
  static final ElementwiseOp LOG_NDTR = unary("special_log_ndtr", "log_ndtr(x)");
  static final ElementwiseOp LGAMMA = unary("lgamma", "lgamma(x)");
  static final ElementwiseOp DIGAMMA = unary("digamma", "digamma(x)");
  static final ElementwiseOp POLYGAMMA = scaled("polygamma", "x", "n", "polygamma(n, x)");
  static final ElementwiseOp ZETA = binary("special_zeta", "zeta(a, b)");
  static final ElementwiseOp IGAMMA = binary("igamma", "gammainc(a, b)");
  static final ElementwiseOp IGAMMAC = binary("igammac", "gammaincc(a, b)");
  static final ElementwiseOp I0 = unary("i0", "i0(x)");
  static final ElementwiseOp I0E = unary("special_i0e", "i0e(x)");
  static final ElementwiseOp I1 = unary("special_i1", "i1(x)");
  static final ElementwiseOp I1E = unary("special_i1e", "i1e(x)");
  static final ElementwiseOp BESSEL_J0 = unary("special_bessel_j0", "bessel_j0(x)");
  static final ElementwiseOp BESSEL_J1 = unary("special_bessel_j1", "bessel_j1(x)");
  static final ElementwiseOp BESSEL_Y0 = unary("special_bessel_y0", "bessel_y0(x)");
  static final ElementwiseOp BESSEL_Y1 = unary("special_bessel_y1", "bessel_y1(x)");
  static final ElementwiseOp K0 = unary("special_modified_bessel_k0", "k0(x)");
  static final ElementwiseOp K0E = unary("special_scaled_modified_bessel_k0", "k0e(x)");
  static final ElementwiseOp K1 = unary("special_modified_bessel_k1", "k1(x)");
  static final ElementwiseOp K1E = unary("special_scaled_modified_bessel_k1", "k1e(x)");
  static final ElementwiseOp SPHERICAL_J0 = unary("special_spherical_bessel_j0", "x == 0 ? 1 : isinf(x) ? 0 : sin(x) / x",
      "x == 0 ? x / -3 : isinf(x) ? 0 : (cos(x) - y) / x");
  static final ElementwiseOp CHEBYSHEV_T = binary("special_chebyshev_polynomial_t", "chebyshev_t(a, b)");
  static final ElementwiseOp CHEBYSHEV_U = binary("special_chebyshev_polynomial_u", "chebyshev_u(a, b)");
  static final ElementwiseOp HERMITE_H = binary("special_hermite_polynomial_h", "hermite_h(a, b)");
  static final ElementwiseOp HERMITE_HE = binary("special_hermite_polynomial_he", "hermite_he(a, b)");
  static final ElementwiseOp LAGUERRE_L = binary("special_laguerre_polynomial_l", "laguerre_l(a, b)");
  static final ElementwiseOp LEGENDRE_P = binary("special_legendre_polynomial_p", "legendre_p(a, b)");
  static final ElementwiseOp ENTR = unary("special_entr", "x > 0 ? -(x * log(x)) : x == 0 ? 0 : isnan(x) ? x : -inf", "-(1 + log(x))");
  static final ElementwiseOp LOGIT = unary("logit", "logit(x)", "x < 0 || x > 1 ? nan : 1 / (x * (1 - x))");
  static final ElementwiseOp LOGIT_EPS = scaled("logit", "x", "eps", "logit(min(max(x, eps), 1 - eps))",
      "x < eps || x > 1 - eps ? 0 : 1 / (x * (1 - x))");
  static final ElementwiseOp NEXTAFTER = binary("nextafter", "nextafter(a, b)");

  // tests and comparisons
  static final ElementwiseOp ISNAN = unary("isnan", "isnan(x)");
  static final ElementwiseOp ISINF = unary("isinf", "isinf(x)");
  static final ElementwiseOp ISFINITE = unary("isfinite", "isfinite(x)");
  static final ElementwiseOp ISPOSINF = unary("isposinf", "isinf(x) && x > 0");
  static final ElementwiseOp ISNEGINF = unary("isneginf", "isinf(x) && x < 0");
  static final ElementwiseOp SIGNBIT = unary("signbit", "signbit(x)");
  static final ElementwiseOp EQ = binary("eq", "a == b");
  static final ElementwiseOp NE = binary("ne", "a != b");
  static final ElementwiseOp LT = binary("lt", "a < b");
  static final ElementwiseOp LE = binary("le", "a <= b");
  static final ElementwiseOp GT = binary("gt", "a > b");
  static final ElementwiseOp GE = binary("ge", "a >= b");
  static final ElementwiseOp EQ_NUMBER = number("eq", "x == v");
  static final ElementwiseOp NE_NUMBER = number("ne", "x != v");
  static final ElementwiseOp LT_NUMBER = number("lt", "x < v");
  static final ElementwiseOp LE_NUMBER = number("le", "x <= v");
  static final ElementwiseOp GT_NUMBER = number("gt", "x > v");
  static final ElementwiseOp GE_NUMBER = number("ge", "x >= v");
  static final ElementwiseOp ISCLOSE = scaled("isclose", "a b", "rtol atol",
      "a == b || isfinite(a - b) && abs(a - b) <= atol + abs(rtol * b)");
  static final ElementwiseOp ISCLOSE_NAN = scaled("isclose", "a b", "rtol atol",
      "a == b || isnan(a) && isnan(b) || isfinite(a - b) && abs(a - b) <= atol + abs(rtol * b)");

  // logic and bits
  static final ElementwiseOp LOGICAL_NOT = unary("logical_not", "!x");
  static final ElementwiseOp LOGICAL_AND = binary("logical_and", "a && b");
  static final ElementwiseOp LOGICAL_OR = binary("logical_or", "a || b");
  static final ElementwiseOp LOGICAL_XOR = binary("logical_xor", "xor(a, b)");
  static final ElementwiseOp BITWISE_NOT = unary("bitwise_not", "bitnot(x)");
  static final ElementwiseOp BITWISE_AND = binary("bitwise_and", "bitand(a, b)");
  static final ElementwiseOp BITWISE_OR = binary("bitwise_or", "bitor(a, b)");
  static final ElementwiseOp BITWISE_XOR = binary("bitwise_xor", "bitxor(a, b)");
  static final ElementwiseOp LEFT_SHIFT = binary("bitwise_left_shift", "shl(a, b)");
  static final ElementwiseOp RIGHT_SHIFT = binary("bitwise_right_shift", "shr(a, b)");
  static final ElementwiseOp BITWISE_AND_NUMBER = number("bitwise_and", "bitand(x, v)");
  static final ElementwiseOp BITWISE_OR_NUMBER = number("bitwise_or", "bitor(x, v)");
  static final ElementwiseOp BITWISE_XOR_NUMBER = number("bitwise_xor", "bitxor(x, v)");
  static final ElementwiseOp LEFT_SHIFT_NUMBER = number("bitwise_left_shift", "shl(x, v)");
  static final ElementwiseOp RIGHT_SHIFT_NUMBER = number("bitwise_right_shift", "shr(x, v)");
  static final ElementwiseOp GCD = binary("gcd", "gcd(a, b)");
  static final ElementwiseOp LCM = binary("lcm", "lcm(a, b)");

  // writes
  static final ElementwiseOp ZERO = unary("zero", "0", "0");
  static final ElementwiseOp OVERWRITE = named("copy", "CopyBackwards", "x", "0", "0");
  static final ElementwiseOp REPLACE = named("copy", "CopyBackwards", "a b", "b", "0", "1");
  static final ElementwiseOp FILL_NUMBER = scaled("fill", "x", "v", "v", "0");
  static final ElementwiseOp FILL = named("fill", "FillBackward1", "a b", "b", "0", "1");

  // spotless:on

  private static ElementwiseOp unary(String name, String value, String... slopes) {
    return ElementwiseOp.declare(name, OpNames.backward(name), "x", "", 0, value, slopes);
  }

  private static ElementwiseOp binary(String name, String value, String... slopes) {
    return ElementwiseOp.declare(name, OpNames.backward(name), "a b", "", 0, value, slopes);
  }

  /** An op with another node name than its own. */
  private static ElementwiseOp named(String name, String gradName, String inputs, String value, String... slopes) {
    return ElementwiseOp.declare(name, gradName, inputs, "", 0, value, slopes);
  }

  /** An op of one tensor and the number {@code v}, which PyTorch's graph shows as a second input. */
  private static ElementwiseOp number(String name, String value, String... slopes) {
    return numberNamed(name, OpNames.backward(name), value, slopes);
  }

  private static ElementwiseOp numberNamed(String name, String gradName, String value, String... slopes) {
    return ElementwiseOp.declare(name, gradName, "x", "v", 1, value, slopes);
  }

  /** An op of one tensor with parameters that the graph does not show, and another node name than its own. */
  private static ElementwiseOp setting(String name, String gradName, String params, String value, String... slopes) {
    return ElementwiseOp.declare(name, gradName, "x", params, 0, value, slopes);
  }

  /** An op with parameters that the graph does not show. */
  private static ElementwiseOp scaled(String name, String inputs, String params, String value, String... slopes) {
    return ElementwiseOp.declare(name, OpNames.backward(name), inputs, params, 0, value, slopes);
  }
}
