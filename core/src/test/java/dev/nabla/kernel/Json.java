package dev.nabla.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text into maps, lists, strings, booleans, longs (numbers without point or exponent), doubles and null. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static @Nullable Object parse(String text) {
    return new Json(text).value();
  }

  private @Nullable Object value() {
    skip();
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    at += word.length();
    return value;
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    at++;
    skip();
    while (text.charAt(at) != '}') {
      String key = string();
      skip();
      at++;
      out.put(key, value());
      separator();
    }
    at++;
    return out;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> out = new ArrayList<>();
    at++;
    skip();
    while (text.charAt(at) != ']') {
      out.add(value());
      separator();
    }
    at++;
    return out;
  }

  private void separator() {
    skip();
    if (text.charAt(at) == ',') {
      at++;
      skip();
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        c = text.charAt(++at);
        switch (c) {
          case 'n' -> c = '\n';
          case 't' -> c = '\t';
          case 'r' -> c = '\r';
          case 'b' -> c = '\b';
          case 'f' -> c = '\f';
          case 'u' -> {
            c = (char) Integer.parseInt(text, at + 1, at + 5, 16);
            at += 4;
          }
          default -> {}
        }
      }
      out.append(c);
    }
    at++;
    return out.toString();
  }

  private Object number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String digits = text.substring(from, at);
    boolean whole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    return whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
