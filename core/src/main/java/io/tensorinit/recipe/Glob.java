package io.tensorinit.recipe;

import io.tensorinit.json.MessageText;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over a whole name: {@code *} stands for any run of characters (dots and slashes
 * included), {@code ?} for one character, {@code [abc]} and {@code [a-z]} for one of a set, {@code
 * [!abc]} for one that is not in it, {@code \} makes the next character stand for itself. A name
 * that is spelled like the pattern always matches. Letter case counts; characters are code points.
 *
 * <p>Matching takes at most (length of the name) times (length of the pattern) steps. Immutable.
 */
public final class Glob {
  private final String pattern;
  private final List<Element> elements;

  /**
   * Reads a pattern.
   *
   * @param pattern the pattern
   * @throws IllegalArgumentException if a set is not closed or empty, a range is reversed, or
   *     nothing follows a backslash
   */
  public Glob(String pattern) {
    this.pattern = pattern;
    this.elements = new Parser(pattern).elements();
  }

  /**
   * Whether a name matches as a whole.
   *
   * @param name the name
   * @return true if it does
   */
  public boolean matches(String name) {
    if (name.equals(pattern)) {
      return true;
    }
    int[] text = name.codePoints().toArray();
    int at = 0;
    int element = 0;
    int afterStar = -1;
    int retryAt = 0;
    while (at < text.length) {
      if (element < elements.size() && elements.get(element) == Element.RUN) {
        afterStar = ++element;
        retryAt = at;
      } else if (element < elements.size() && elements.get(element).accepts(text[at])) {
        element++;
        at++;
      } else if (afterStar >= 0) {
        element = afterStar;
        at = ++retryAt;
      } else {
        return false;
      }
    }
    return elements.subList(element, elements.size()).stream().allMatch(e -> e == Element.RUN);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && pattern.equals(glob.pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /**
   * The pattern as it was written.
   *
   * @return the pattern
   */
  @Override
  public String toString() {
    return pattern;
  }

  /** What one place of the pattern accepts. */
  @FunctionalInterface
  private interface Element {
    /** A {@code *}; not asked, but compared with. */
    Element RUN = codePoint -> true;

    boolean accepts(int codePoint);
  }

  /** Reads a pattern from left to right. */
  private static final class Parser {
    private final String pattern;
    private final int[] text;
    private int at;

    Parser(String pattern) {
      this.pattern = pattern;
      this.text = pattern.codePoints().toArray();
    }

    List<Element> elements() {
      List<Element> elements = new ArrayList<>();
      while (at < text.length) {
        elements.add(element());
      }
      return List.copyOf(elements);
    }

    private Element element() {
      int c = text[at++];
      switch (c) {
        case '*':
          return Element.RUN;
        case '?':
          return codePoint -> true;
        case '[':
          return set();
        case '\\':
          int literal = next("a character after the backslash");
          return codePoint -> codePoint == literal;
        default:
          return codePoint -> codePoint == c;
      }
    }

    private Element set() {
      boolean negated = at < text.length && text[at] == '!';
      if (negated) {
        at++;
      }
      List<Element> members = new ArrayList<>();
      int low = next("a ] that closes the set");
      do {
        members.add(member(low));
        low = next("a ] that closes the set");
      } while (low != ']');
      return codePoint -> members.stream().anyMatch(m -> m.accepts(codePoint)) != negated;
    }

    private Element member(int low) {
      boolean range = at + 1 < text.length && text[at] == '-' && text[at + 1] != ']';
      if (!range) {
        return codePoint -> codePoint == low;
      }
      int high = text[at + 1];
      at += 2;
      if (low > high) {
        throw refused("ranges from a lower to a higher character");
      }
      return codePoint -> codePoint >= low && codePoint <= high;
    }

    private int next(String missing) {
      if (at == text.length) {
        throw refused(missing);
      }
      return text[at++];
    }

    private IllegalArgumentException refused(String missing) {
      return new IllegalArgumentException(
          "pattern needs " + missing + ", was " + MessageText.quoted(pattern));
    }
  }
}
