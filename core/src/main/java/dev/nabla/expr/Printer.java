package dev.nabla.expr;

import dev.nabla.expr.Expr.Call;
import dev.nabla.expr.Expr.Const;
import dev.nabla.expr.Expr.Input;
import dev.nabla.expr.Expr.Output;
import dev.nabla.expr.Expr.Param;

/**
 * Writes an expression as the text that {@link Parser} reads, with no more parentheses than needed. Text longer than a limit is cut: shared parts
 * are written out each time, which can make the text exponentially longer than the expression.
 */
final class Printer {
  static final Fn[] COMPARISONS = {Fn.EQ, Fn.NE, Fn.LE, Fn.GE, Fn.LT, Fn.GT};
  private static final int CHOICE = 0;
  private static final int OR = 1;
  private static final int AND = 2;
  private static final int COMPARISON = 3;
  private static final int SUM = 4;
  private static final int PRODUCT = 5;
  private static final int UNARY = 6;

  private final String[] inputs;
  private final String[] params;
  private final int limit;
  private final StringBuilder out = new StringBuilder();

  Printer(String[] inputs, String[] params, int limit) {
    this.limit = limit;
    this.inputs = inputs;
    this.params = params;
  }

  String print(Expr e) {
    write(e, CHOICE);
    return out.length() > limit ? out.substring(0, limit) + "…" : out.toString();
  }

  static String symbol(Fn fn) {
    return switch (fn) {
      case ADD -> "+";
      case SUB, NEG -> "-";
      case MUL -> "*";
      case DIV -> "/";
      case EQ -> "==";
      case NE -> "!=";
      case LT -> "<";
      case LE -> "<=";
      case GT -> ">";
      case GE -> ">=";
      case AND -> "&&";
      case OR -> "||";
      case NOT -> "!";
      default -> fn.text();
    };
  }

  private static int level(Fn fn) {
    return switch (fn) {
      case SELECT -> CHOICE;
      case OR -> OR;
      case AND -> AND;
      case EQ, NE, LT, LE, GT, GE -> COMPARISON;
      case ADD, SUB -> SUM;
      case MUL, DIV -> PRODUCT;
      case NEG, NOT -> UNARY;
      default -> UNARY + 1;
    };
  }

  private void write(Expr e, int atLeast) {
    if (out.length() > limit) {
      return;
    }
    switch (e) {
      case Const c -> number(c.value(), atLeast);
      case Input x -> out.append(x.index() < inputs.length ? inputs[x.index()] : "x" + x.index());
      case Param p -> out.append(p.index() < params.length ? params[p.index()] : "p" + p.index());
      case Output y -> out.append('y');
      case Call c -> {
        int level = level(c.fn());
        boolean enclosed = level < atLeast;
        out.append(enclosed ? "(" : "");
        writeCall(c, level);
        out.append(enclosed ? ")" : "");
      }
    }
  }

  private void writeCall(Call c, int level) {
    String symbol = symbol(c.fn());
    switch (level) {
      case CHOICE -> {
        write(c.arg(0), OR);
        out.append(" ? ");
        write(c.arg(1), CHOICE);
        out.append(" : ");
        write(c.arg(2), CHOICE);
      }
      case UNARY -> {
        out.append(symbol);
        // "-2" would be read as a number, and "--x" is hard to read.
        boolean enclosed = c.arg(0) instanceof Const || c.arg(0) instanceof Call inner && inner.fn() == c.fn();
        out.append(enclosed ? "(" : "");
        write(c.arg(0), UNARY);
        out.append(enclosed ? ")" : "");
      }
      case UNARY + 1 -> {
        for (int i = 0; i < c.arity(); i++) {
          out.append(i == 0 ? symbol + "(" : ", ");
          write(c.arg(i), CHOICE);
        }
        out.append(')');
      }
      default -> {
        write(c.arg(0), level == COMPARISON ? level + 1 : level);
        out.append(' ').append(symbol).append(' ');
        write(c.arg(1), level + 1);
      }
    }
  }

  private void number(double v, int atLeast) {
    boolean negative = v < 0 || v == 0 && 1 / v < 0;
    boolean enclosed = negative && atLeast > SUM;
    out.append(enclosed ? "(" : "");
    if (Double.isNaN(v)) {
      out.append("nan");
    } else if (Double.isInfinite(v)) {
      out.append(v < 0 ? "-inf" : "inf");
    } else if (v == Math.rint(v) && Math.abs(v) < 1e15) {
      out.append(negative ? "-" : "").append((long) Math.abs(v));
    } else if (v == Math.PI) {
      out.append("pi");
    } else if (v == Math.E) {
      out.append("e");
    } else {
      out.append(v);
    }
    out.append(enclosed ? ")" : "");
  }
}
