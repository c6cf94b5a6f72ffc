package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of Markdown. */
final class Markdown {
  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  Markdown(List<String> heading) {
    this.heading = List.copyOf(heading);
  }

  /** Adds a row, unless no figure is in it. */
  void row(List<String> labels, List<String> figures) {
    if (figures.stream().allMatch(String::isEmpty)) {
      return;
    }
    List<String> row = new ArrayList<>(labels);
    row.addAll(figures);
    rows.add(row);
  }

  /** The lines of the table and an empty one, or nothing if it has no rows. */
  String text() {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    line(text, heading);
    line(text, heading.stream().map(title -> "---").toList());
    rows.forEach(row -> line(text, row));
    return text.append('\n').toString();
  }

  private static void line(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Three digits. */
  static String number(double value) {
    String format = value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, format, value);
  }

  static String bold(String text, boolean bold) {
    return bold ? "**" + text + "**" : text;
  }

  /** 1000000 as 10^6, 16777216 as 2^24, other numbers as they are. */
  static String count(String number) {
    long value = Long.parseLong(number);
    if (number.matches("10+")) {
      return "10^" + (number.length() - 1);
    }
    return Long.bitCount(value) == 1 ? "2^" + Long.numberOfTrailingZeros(value) : number;
  }

  static String threads(String number) {
    return number.equals("1") ? "1 thread" : number + " threads";
  }
}
