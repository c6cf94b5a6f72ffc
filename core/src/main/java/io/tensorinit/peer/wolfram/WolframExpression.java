package io.tensorinit.peer.wolfram;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what Wolfram Language writes in the options of NetInitialize: numbers and their arithmetic
 * ({@code Sqrt[2/512]}, {@code 1.5*^-3}, {@code Pi}), texts, symbols, lists, rules, and calls such
 * as {@code GammaDistribution[2, 0.1]}.
 */
final class WolframExpression {
  /**
   * A call.
   *
   * @param head what is called
   * @param arguments its arguments: Double, String (a text or a symbol), List, Call or Rule
   */
  record Call(String head, List<Object> arguments) {}

  /**
   * A rule {@code name -> value}.
   *
   * @param name the name, a text or a symbol
   * @param value an argument as a call has them
   */
  record Rule(String name, Object value) {}

  private final String text;
  private int at;

  private WolframExpression(String text) {
    this.text = text;
  }

  /**
   * Reads an expression.
   *
   * @param text the expression
   * @return Double, String, List, Call or Rule
   * @throws IllegalArgumentException if it is none of these
   */
  static Object parse(String text) {
    WolframExpression reader = new WolframExpression(text);
    Object value = reader.rule();
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.unexpected();
    }
    return value;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        at < text.length() ? "unexpected '" + text.charAt(at) + "' at " + at : "an unexpected end");
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean taken(String token) {
    blanks();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void take(String token) {
    if (!taken(token)) {
      throw unexpected();
    }
  }

  private Object rule() {
    Object left = sum();
    if (!taken("->") && !taken("\u2192") && !taken("\uF522")) {
      return left;
    }
    if (!(left instanceof String name)) {
      throw unexpected();
    }
    return new Rule(name, rule());
  }

  private Object sum() {
    Object value = product();
    while (true) {
      blanks();
      if (text.startsWith("->", at)) {
        return value;
      } else if (taken("+")) {
        value = number(value) + number(product());
      } else if (taken("-")) {
        value = number(value) - number(product());
      } else {
        return value;
      }
    }
  }

  private Object product() {
    Object value = power();
    while (true) {
      if (taken("*")) {
        value = number(value) * number(power());
      } else if (taken("/")) {
        value = number(value) / number(power());
      } else {
        return value;
      }
    }
  }

  private Object power() {
    if (taken("-")) {
      return -number(power());
    }
    Object base = atom();
    return taken("^") ? (Object) StrictMath.pow(number(base), number(power())) : base;
  }

  private double number(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    throw unexpected();
  }

  private Object atom() {
    blanks();
    if (at >= text.length()) {
      throw unexpected();
    }
    char c = text.charAt(at);
    if (taken("(")) {
      Object inner = sum();
      take(")");
      return inner;
    }
    if (taken("{")) {
      return arguments("}");
    }
    if (taken("\"")) {
      int end = text.indexOf('"', at);
      if (end < 0) {
        at = text.length();
        throw unexpected();
      }
      String inside = text.substring(at, end);
      at = end + 1;
      return inside;
    }
    return Character.isDigit(c) || c == '.' ? digits() : symbol();
  }

  private Double digits() {
    int from = at;
    while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String mantissa = text.substring(from, at);
    String exponent = "";
    if (text.startsWith("*^", at)) {
      int sign = text.startsWith("-", at + 2) ? 1 : 0;
      int start = at + 2;
      at = start + sign;
      while (at < text.length() && Character.isDigit(text.charAt(at))) {
        at++;
      }
      exponent = "e" + text.substring(start, at);
    }
    try {
      return Double.valueOf(mantissa + exponent);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no number: " + mantissa + exponent, e);
    }
  }

  private Object symbol() {
    int from = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw unexpected();
    }
    String name = text.substring(from, at);
    if (!taken("[")) {
      switch (name) {
        case "Pi":
          return Math.PI;
        case "E":
          return Math.E;
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        default:
          return name;
      }
    }
    List<Object> inside = arguments("]");
    return name.equals("Sqrt") && inside.size() == 1
        ? (Object) Math.sqrt(number(inside.get(0)))
        : new Call(name, inside);
  }

  private List<Object> arguments(String end) {
    List<Object> all = new ArrayList<>();
    if (taken(end)) {
      return all;
    }
    do {
      all.add(rule());
    } while (taken(","));
    take(end);
    return all;
  }
}
