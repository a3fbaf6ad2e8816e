package dev.nabla.testkit.golden;

import java.util.Map;

/** Reads an expression of Python: numbers, variables, {@code + - * / // % **}, parentheses, {@code min} and {@code max} of two. */
final class PythonArithmetic {
  private final String text;
  private final Map<String, Double> variables;
  private int at;

  PythonArithmetic(String text, Map<String, Double> variables) {
    this.text = text.replace(" ", "");
    this.variables = variables;
  }

  /** What the expression comes to. */
  double value() {
    double v = sum();
    if (at < text.length()) {
      throw new Unsupported("no expression \"" + text + "\", from \"" + text.substring(at) + "\"");
    }
    return v;
  }

  private boolean take(String token) {
    boolean found = text.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  private double sum() {
    double v = product();
    while (true) {
      if (take("+")) {
        v += product();
      } else if (take("-")) {
        v -= product();
      } else {
        return v;
      }
    }
  }

  private double product() {
    double v = unary();
    while (true) {
      if (take("//")) {
        v = Math.floor(v / unary());
      } else if (take("/")) {
        v /= unary();
      } else if (take("*")) {
        v *= unary();
      } else if (take("%")) {
        double b = unary();
        v -= b * Math.floor(v / b);
      } else {
        return v;
      }
    }
  }

  private double unary() {
    return take("-") ? -unary() : power();
  }

  private double power() {
    double v = primary();
    return take("**") ? Math.pow(v, unary()) : v;
  }

  private double primary() {
    if (take("(")) {
      return closed(sum());
    }
    if (take("min(")) {
      return pair(true);
    }
    if (take("max(")) {
      return pair(false);
    }
    int from = at;
    while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String word = text.substring(from, at);
    Double known = variables.get(word);
    try {
      return known != null ? known : Double.parseDouble(word);
    } catch (NumberFormatException e) {
      throw new Unsupported("no expression \"" + text + "\", for \"" + word + "\"");
    }
  }

  private double pair(boolean least) {
    double a = sum();
    if (!take(",")) {
      throw new Unsupported("no expression \"" + text + "\"");
    }
    double b = closed(sum());
    return least ? Math.min(a, b) : Math.max(a, b);
  }

  private double closed(double v) {
    if (!take(")")) {
      throw new Unsupported("no expression \"" + text + "\"");
    }
    return v;
  }
}
