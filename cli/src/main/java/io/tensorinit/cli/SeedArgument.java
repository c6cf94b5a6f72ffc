package io.tensorinit.cli;

import io.tensorinit.tensor.Seed;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** A seed as it is typed: an integer or a text. */
final class SeedArgument {
  /** Blanks, and what people put between digits: {@code 1_000}, {@code 1,000}, {@code 1'000}. */
  private static final Pattern FILLING = Pattern.compile("[\\s\\p{Z}\\p{Cf}_,'\u2019]+");

  private static final Pattern MINUS = Pattern.compile("[\u2010-\u2015\u2212]");

  /** A number as languages write it, the integers that a seed may be included. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "[+-]?("
              + "([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?"
              + "|[0-9]+([lLuU]{1,3}|n)"
              + "|0[xX][0-9a-fA-F.]*([pP][+-]?[0-9]+|[lLuU]{1,3}|n)?"
              + "|0[bBoO][0-9]*([lLuU]{1,3}|n)?)");

  private SeedArgument() {}

  /**
   * The seed of what was typed. A text that is a number but for its spelling is a slip: it would
   * silently be another seed than the number's.
   *
   * @throws IllegalArgumentException if the text is blank, or a number that is no decimal or 0x
   *     integer as it stands
   */
  static Seed parse(String typed) {
    if (typed.isBlank() || (isNumber(typed) && !Seed.readsAsInteger(typed))) {
      throw new IllegalArgumentException(
          "--seed must be an integer, decimal or 0x, or a text that is neither blank nor a number"
              + " written in another way (42L, 1_000, 1.5, blanks around it), was \""
              + typed
              + "\"");
    }
    return Seed.parse(typed);
  }

  private static boolean isNumber(String typed) {
    String plain = MINUS.matcher(Normalizer.normalize(typed, Normalizer.Form.NFKC)).replaceAll("-");
    return NUMBER.matcher(FILLING.matcher(plain).replaceAll("")).matches();
  }
}
