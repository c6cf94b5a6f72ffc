package io.tensorinit.cli;

import io.tensorinit.json.MessageText;
import java.util.Locale;

/** Names are any text; what would break a line or steer the terminal is made visible. */
final class Printable {
  private static final int BOX = 0xfffd;

  private Printable() {}

  /** The text with a box for each character that is not shown as itself. */
  static String of(String text) {
    return replaced(text, false);
  }

  /**
   * The text with an escape, as {@code \}{@code u202e}, for each character that is not shown as
   * itself.
   */
  static String escaped(String text) {
    return replaced(text, true);
  }

  private static String replaced(String text, boolean escape) {
    int at = 0;
    while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) < 0x7f) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 8).append(text, 0, at);
    text.substring(at)
        .codePoints()
        .forEach(
            c -> {
              if (MessageText.isPrintable(c)) {
                shown.appendCodePoint(c);
              } else if (escape) {
                shown.append(String.format(Locale.ROOT, c > 0xffff ? "\\u{%x}" : "\\u%04x", c));
              } else {
                shown.appendCodePoint(BOX);
              }
            });
    return shown.toString();
  }
}
