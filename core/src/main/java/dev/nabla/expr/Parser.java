package dev.nabla.expr;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import java.util.Arrays;

/** Reads a formula by recursive descent, one method a level of precedence. */
final class Parser {
  private final String text;
  private final String[] inputs;
  private final String[] params;
  private int at;

  Parser(String text, String[] inputs, String[] params) {
    this.text = text;
    this.inputs = inputs;
    this.params = params;
  }

  Expr parse() {
    Expr e = choice();
    if (!atEnd()) {
      throw error("unexpected '" + text.charAt(at) + "'");
    }
    return e;
  }

  private Expr choice() {
    Expr c = or();
    if (!take("?")) {
      return c;
    }
    Expr a = choice();
    expect(":");
    return new Call(Fn.SELECT, c, a, choice());
  }

  private Expr or() {
    Expr e = and();
    while (take("||")) {
      e = new Call(Fn.OR, e, and());
    }
    return e;
  }

  private Expr and() {
    Expr e = comparison();
    while (take("&&")) {
      e = new Call(Fn.AND, e, comparison());
    }
    return e;
  }

  private Expr comparison() {
    Expr e = sum();
    // The longer of two that start alike comes first.
    for (Fn fn : Printer.COMPARISONS) {
      if (take(Printer.symbol(fn))) {
        return new Call(fn, e, sum());
      }
    }
    return e;
  }

  private Expr sum() {
    Expr e = product();
    while (true) {
      if (take("+")) {
        e = new Call(Fn.ADD, e, product());
      } else if (take("-")) {
        e = new Call(Fn.SUB, e, product());
      } else {
        return e;
      }
    }
  }

  private Expr product() {
    Expr e = unary();
    while (true) {
      if (take("*")) {
        e = new Call(Fn.MUL, e, unary());
      } else if (take("/")) {
        e = new Call(Fn.DIV, e, unary());
      } else {
        return e;
      }
    }
  }

  private Expr unary() {
    if (take("-")) {
      Expr e = unary();
      return e instanceof Const c ? new Const(-c.value()) : new Call(Fn.NEG, e);
    }
    if (!startsWith("!=") && take("!")) {
      return new Call(Fn.NOT, unary());
    }
    return primary();
  }

  private Expr primary() {
    if (take("(")) {
      Expr e = choice();
      expect(")");
      return e;
    }
    if (atEnd()) {
      throw error("the formula ends too early");
    }
    char ch = text.charAt(at);
    if (ch >= '0' && ch <= '9' || ch == '.') {
      return number();
    }
    if (!Character.isJavaIdentifierStart(ch)) {
      throw error("unexpected '" + ch + "'");
    }
    return named();
  }

  private Expr number() {
    int from = at;
    while (at < text.length()
        && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.' || isExponentAt(at, from))) {
      at++;
    }
    try {
      return new Const(Double.parseDouble(text.substring(from, at)));
    } catch (NumberFormatException e) {
      at = from;
      throw error("not a number");
    }
  }

  private boolean isExponentAt(int i, int from) {
    char ch = text.charAt(i);
    return ch == 'e' || ch == 'E'
        || (ch == '-' || ch == '+') && i > from && (text.charAt(i - 1) == 'e' || text.charAt(i - 1) == 'E');
  }

  private Expr named() {
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    String name = text.substring(from, at);
    if (startsWith("(")) {
      return call(name, from);
    }
    int input = Arrays.asList(inputs).indexOf(name);
    if (input >= 0) {
      return new Expr.Input(input);
    }
    int param = Arrays.asList(params).indexOf(name);
    if (param >= 0) {
      return new Expr.Param(param);
    }
    return switch (name) {
      case "y" -> new Expr.Output();
      case "pi" -> new Const(Math.PI);
      case "e" -> new Const(Math.E);
      case "inf" -> new Const(Double.POSITIVE_INFINITY);
      case "nan" -> new Const(Double.NaN);
      default -> {
        at = from;
        throw error("unknown name '" + name + "'; inputs are " + Arrays.toString(inputs) + ", parameters "
            + Arrays.toString(params));
      }
    };
  }

  private Expr call(String name, int from) {
    Fn fn = Fn.named(name);
    if (fn == null) {
      at = from;
      throw error("unknown function '" + name + "'");
    }
    expect("(");
    Expr[] args = new Expr[fn.arity()];
    for (int i = 0; i < args.length; i++) {
      args[i] = choice();
      expect(i + 1 < args.length ? "," : ")");
    }
    return new Call(fn, args);
  }

  private boolean atEnd() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at == text.length();
  }

  private boolean startsWith(String token) {
    return !atEnd() && text.startsWith(token, at);
  }

  private boolean take(String token) {
    if (!startsWith(token)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw error(
          "expected '" + token + "'" + (atEnd() ? " but the formula ends" : " but found '" + text.charAt(at) + "'"));
    }
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("formula '" + text + "', position " + at + ": " + what);
  }
}
