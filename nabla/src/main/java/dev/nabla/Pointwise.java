package dev.nabla;

/**
 * Every elementwise op: its value and its slopes. {@code x a b c} are inputs, {@code y} is the output; what is not given is derived. Which of
 * inputs and output a slope reads decides what is saved for the backward pass, and that follows PyTorch.
 */
final class Pointwise {
  private Pointwise() {}

  // spotless:off

  // arithmetic of two tensors
  static final ElementwiseOp ADD = binary("add", "a + b", "1", "1");
  static final ElementwiseOp SUB = binary("sub", "a - b", "1", "-1");
  static final ElementwiseOp MUL = binary("mul", "a * b", "b", "a");
  static final ElementwiseOp DIV = binary("div", "a / b", "1 / b", "-(a / b) / b");
  static final ElementwiseOp POW = named("pow", "PowBackward1", "a b", "pow(a, b)", "b == 0 ? 0 : b * pow(a, b - 1)", "a == 0 && b >= 0 ? 0 : y * log(a)");
  static final ElementwiseOp ADD_SCALED = scaled("add", "a b", "alpha", "a + alpha * b", "1", "alpha");
  static final ElementwiseOp SUB_SCALED = scaled("sub", "a b", "alpha", "a - alpha * b", "1", "-alpha");

  // arithmetic of a tensor and a number
  static final ElementwiseOp ADD_NUMBER = number("add", "x + v", "1");
  static final ElementwiseOp SUB_NUMBER = number("sub", "x - v", "1");
  static final ElementwiseOp RSUB_NUMBER = number("rsub", "v - x", "-1");
  static final ElementwiseOp MUL_NUMBER = number("mul", "x * v", "v");
  static final ElementwiseOp DIV_NUMBER = number("div", "x / v", "1 / v");
  static final ElementwiseOp POW_NUMBER = scaled("pow", "x", "v", "pow(x, v)", "v == 0 ? 0 : v * pow(x, v - 1)");
  static final ElementwiseOp SQUARE = unary("pow", "x * x", "2 * x");

  // functions of one tensor
  static final ElementwiseOp NEG = unary("neg", "-x", "-1");
  static final ElementwiseOp EXP = unary("exp", "exp(x)", "y");
  static final ElementwiseOp LOG = unary("log", "log(x)", "1 / x");
  static final ElementwiseOp TANH = unary("tanh", "tanh(x)", "(1 + y) * (1 - y)"); // not 1 - y*y: that loses small slopes
  static final ElementwiseOp RELU = unary("relu", "relu(x)", "y > 0 ? 1 : 0");

  // tests
  static final ElementwiseOp EQ = binary("eq", "a == b");
  static final ElementwiseOp EQ_NUMBER = number("eq", "x == v");
  static final ElementwiseOp LT_NUMBER = number("lt", "x < v");
  static final ElementwiseOp GT_NUMBER = number("gt", "x > v");
  static final ElementwiseOp ISNAN = unary("isnan", "isnan(x)");

  // writes
  static final ElementwiseOp FILL = scaled("fill", "x", "v", "v", "0");

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
    return ElementwiseOp.declare(name, OpNames.backward(name), "x", "v", 1, value, slopes);
  }

  /** An op with parameters that the graph does not show. */
  private static ElementwiseOp scaled(String name, String inputs, String params, String value, String... slopes) {
    return ElementwiseOp.declare(name, OpNames.backward(name), inputs, params, 0, value, slopes);
  }
}
