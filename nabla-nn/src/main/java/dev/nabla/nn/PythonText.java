package dev.nabla.nn;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Values as Python prints them. */
final class PythonText {
  private PythonText() {}

  /** A real number: {@code 0.1}, {@code 1e-05}. */
  static String number(double v) {
    String s = Double.toString(v);
    int e = s.indexOf('E');
    if (e < 0) {
      return s.replace("Infinity", "inf").replace("NaN", "nan");
    }
    int exponent = Integer.parseInt(s.substring(e + 1));
    if (exponent >= -4 && exponent < 16) {
      String plain = new BigDecimal(s).stripTrailingZeros().toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = s.substring(0, e).replaceFirst("\\.0$", "");
    return digits + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
  }

  /** A tuple: {@code (3,)}, {@code (3, 1)}. */
  static String tuple(int... values) {
    String inner = Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return "(" + inner + (values.length == 1 ? ",)" : ")");
  }

  /** One number, or a tuple of several. */
  static String sizes(int... values) {
    return values.length == 1 ? Integer.toString(values[0]) : tuple(values);
  }

  /** {@code True} or {@code False}. */
  static String truth(boolean v) {
    return v ? "True" : "False";
  }
}
