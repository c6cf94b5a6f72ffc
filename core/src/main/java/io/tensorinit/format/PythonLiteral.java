package io.tensorinit.format;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Python literal, as {@code ast.literal_eval} does: dictionaries, tuples, lists, texts,
 * integers, {@code True}, {@code False} and {@code None}, with blanks, line breaks and comments
 * where Python allows them. Floats and sets are not read: no {@code .npy} header has them.
 *
 * <p>Beyond Python, a key must not stand twice in a dictionary.
 */
final class PythonLiteral {
  private static final int DEEPEST = 100;
  private static final int END = -1;

  private final String text;
  private final boolean isPython2;
  private int at;
  private int depth;

  /** Whether the tuple or list that was read last had a comma before its end. */
  private boolean endedInComma;

  private PythonLiteral(String text, boolean isPython2) {
    this.text = text;
    this.isPython2 = isPython2;
  }

  /**
   * A value, and how it was written.
   *
   * @param value a {@code Map<Object, Node>}, {@link Tuple}, {@code List<Node>}, {@code String},
   *     {@code BigInteger}, {@code Boolean} or null
   * @param text the literal's text
   */
  record Node(@Nullable Object value, String text) {}

  /**
   * A tuple.
   *
   * @param elements its elements
   */
  record Tuple(List<Node> elements) {}

  /** The text is no literal that is read here; the message says where. */
  static final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    SyntaxException(String message) {
      super(message);
    }
  }

  /**
   * Reads a literal.
   *
   * @param text the whole text
   * @param isPython2 whether an integer may end in {@code L}
   * @return the literal
   * @throws SyntaxException if it is none
   */
  static Node parse(String text, boolean isPython2) throws SyntaxException {
    PythonLiteral reader = new PythonLiteral(text, isPython2);
    reader.skipBlanks();
    Node node = reader.node();
    reader.skipBlanks();
    if (reader.peek() != END) {
      throw reader.fault("something after the end");
    }
    return node;
  }

  private Node node() throws SyntaxException {
    if (++depth > DEEPEST) {
      throw fault("more than " + DEEPEST + " levels");
    }
    int start = at;
    Object value = value();
    depth--;
    return new Node(value, text.substring(start, at));
  }

  private @Nullable Object value() throws SyntaxException {
    int c = peek();
    if (c == '{') {
      return dictionary();
    }
    if (c == '(') {
      return tuple();
    }
    if (c == '[') {
      at++;
      return elements(']');
    }
    if (c == '-' || c == '+' || isDigit(c)) {
      return integer();
    }
    return word();
  }

  private Map<Object, Node> dictionary() throws SyntaxException {
    Map<Object, Node> fields = new LinkedHashMap<>();
    at++;
    skipBlanks();
    while (peek() != '}') {
      Object key = node().value();
      skipBlanks();
      if (!(key instanceof String) || peek() != ':') {
        throw fault("a key in quotes and a colon must stand here");
      }
      at++;
      skipBlanks();
      if (fields.put(key, node()) != null) {
        throw fault("the key '" + key + "' stands twice");
      }
      separator('}');
    }
    at++;
    return fields;
  }

  /** A tuple, or a value in parentheses. */
  private @Nullable Object tuple() throws SyntaxException {
    at++;
    List<Node> elements = elements(')');
    return elements.size() == 1 && !endedInComma ? elements.get(0).value() : new Tuple(elements);
  }

  private List<Node> elements(char close) throws SyntaxException {
    List<Node> elements = new ArrayList<>();
    boolean comma = false;
    skipBlanks();
    while (peek() != close) {
      elements.add(node());
      comma = separator(close);
    }
    at++;
    endedInComma = comma;
    return elements;
  }

  /** Goes over a comma, if one stands here, else stays before the closing sign. */
  private boolean separator(char close) throws SyntaxException {
    skipBlanks();
    if (peek() == ',') {
      at++;
      skipBlanks();
      return true;
    }
    if (peek() != close) {
      throw fault("a comma or " + close + " must stand here");
    }
    return false;
  }

  private BigInteger integer() throws SyntaxException {
    int start = at;
    int sign = 1;
    while (peek() == '-' || peek() == '+') {
      sign = peek() == '-' ? -sign : sign;
      at++;
      skipBlanks();
    }
    int radix = radix();
    StringBuilder digits = new StringBuilder();
    boolean afterDigit = radix != 10;
    while (Character.digit(peek(), radix) >= 0 || (peek() == '_' && afterDigit)) {
      afterDigit = peek() != '_';
      if (afterDigit) {
        digits.appendCodePoint(peek());
      }
      at++;
    }
    boolean isPadded = radix == 10 && digits.length() > 1 && digits.charAt(0) == '0';
    if (digits.length() == 0 || !afterDigit || (isPadded && !digits.toString().matches("0+"))) {
      throw fault("no integer: " + text.substring(start, at));
    }
    if (isPython2 && peek() == 'L') {
      at++;
    }
    if (peek() == '.' || Character.isLetterOrDigit(peek())) {
      throw fault("no integer: " + text.substring(start, at + 1) + "...");
    }
    BigInteger value = new BigInteger(digits.toString(), radix);
    return sign < 0 ? value.negate() : value;
  }

  /** Goes over 0x, 0o or 0b. */
  private int radix() {
    int mark = peek() == '0' && at + 1 < text.length() ? text.charAt(at + 1) | 0x20 : END;
    int radix = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    at += radix == 10 ? 0 : 2;
    return radix;
  }

  private @Nullable Object word() throws SyntaxException {
    int start = at;
    while (Character.isLetter(peek())) {
      at++;
    }
    String word = text.substring(start, at);
    if (isQuote(peek())) {
      return texts(word);
    }
    switch (word) {
      case "True":
        return true;
      case "False":
        return false;
      case "None":
        return null;
      default:
        at = start;
        throw fault("no literal");
    }
  }

  /** A text, and those that follow it without a comma. */
  private String texts(String prefix) throws SyntaxException {
    StringBuilder all = new StringBuilder();
    quoted(prefix, all);
    for (int after = at; ; after = at) {
      skipBlanks();
      if (!isQuote(peek())) {
        at = after;
        return all.toString();
      }
      quoted("", all);
    }
  }

  private void quoted(String prefix, StringBuilder into) throws SyntaxException {
    boolean isRaw = prefix.equalsIgnoreCase("r");
    if (!isRaw && !prefix.isEmpty() && !prefix.equalsIgnoreCase("u")) {
      throw fault("texts with the prefix " + prefix + " are not read");
    }
    int quote = peek();
    at++;
    while (peek() != quote) {
      if (peek() == END || peek() == '\n') {
        throw fault("a text without an end");
      }
      if (peek() == '\\' && !isRaw) {
        at++;
        escaped(into);
      } else {
        into.appendCodePoint(peek());
        at++;
      }
    }
    at++;
  }

  private void escaped(StringBuilder into) throws SyntaxException {
    int c = peek();
    at++;
    switch (c) {
      case '\\':
      case '\'':
      case '"':
        into.appendCodePoint(c);
        break;
      case 'n':
        into.append('\n');
        break;
      case 't':
        into.append('\t');
        break;
      case 'x':
        into.appendCodePoint(hexadecimal(2));
        break;
      case 'u':
        into.append((char) hexadecimal(4));
        break;
      case 'U':
        into.appendCodePoint(hexadecimal(8));
        break;
      default:
        throw fault("an escape that is not read");
    }
  }

  private int hexadecimal(int digits) throws SyntaxException {
    int value = 0;
    for (int i = 0; i < digits; i++, at++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
        throw fault("an escape that is no character");
      }
      value = value << 4 | digit;
    }
    if (!Character.isValidCodePoint(value)) {
      throw fault("an escape that is no character");
    }
    return value;
  }

  private void skipBlanks() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r' || peek() == '\f') {
      at++;
    }
    if (peek() == '#') {
      while (peek() != '\n' && peek() != END) {
        at++;
      }
      skipBlanks();
    }
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isQuote(int c) {
    return c == '\'' || c == '"';
  }

  private SyntaxException fault(String what) {
    return new SyntaxException("at character " + (at + 1) + ": " + what);
  }
}
