package io.tensorinit.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of text in aligned columns, two blanks apart. */
final class Table {
  private static final String GAP = "  ";

  private final String[] headings;
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param headings the columns' headings; one that begins with {@code >} stands, like its column,
   *     on the right
   */
  Table(String... headings) {
    this.headings = new String[headings.length];
    this.right = new boolean[headings.length];
    for (int i = 0; i < headings.length; i++) {
      right[i] = headings[i].startsWith(">");
      this.headings[i] = right[i] ? headings[i].substring(1) : headings[i];
    }
  }

  /** Adds a row; missing cells at its end are empty. */
  void add(String... cells) {
    rows.add(Arrays.copyOf(cells, headings.length));
  }

  void print(PrintWriter out) {
    int[] widths = new int[headings.length];
    List<String[]> all = new ArrayList<>();
    all.add(headings);
    all.addAll(rows);
    for (String[] row : all) {
      for (int i = 0; i < widths.length; i++) {
        row[i] = row[i] == null ? "" : Printable.of(row[i]);
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    for (String[] row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : GAP).append(right[i] ? padding + row[i] : row[i] + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
