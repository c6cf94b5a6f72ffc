package io.tensorinit.cli;

/** Names are any text; what would break a line or steer the terminal is shown as a box. */
final class Printable {
  private static final String BOX = "\ufffd";

  private Printable() {}

  static String of(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]", BOX);
  }
}
