package io.tensorinit.json;

import java.util.Locale;

/** Text from outside, fit for a message of one line. */
public final class MessageText {
  private static final int LONGEST = 2000;

  private MessageText() {}

  /**
   * Escapes what would break the line or cannot be printed, and shortens what is longer than a
   * message should be.
   *
   * @param text any text
   * @return one printable line
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST) + 16);
    int at = 0;
    while (at < text.length() && line.length() < LONGEST) {
      int codePoint = text.codePointAt(at);
      if (isPrintable(codePoint)) {
        line.appendCodePoint(codePoint);
      } else {
        line.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
      }
      at += Character.charCount(codePoint);
    }
    return at < text.length() ? line.append(" ...").toString() : line.toString();
  }

  /**
   * A name between quotation marks, spelled as in JSON.
   *
   * @param name the name
   * @return the name in quotation marks
   */
  public static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /**
   * Whether a character is shown as itself: it breaks no line and steers no terminal.
   *
   * @param codePoint the character
   * @return false for control and format characters, line and paragraph separators and lone
   *     surrogates
   */
  public static boolean isPrintable(int codePoint) {
    switch (Character.getType(codePoint)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
      case Character.SURROGATE:
        return false;
      default:
        return true;
    }
  }
}
