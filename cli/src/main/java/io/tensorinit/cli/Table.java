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
    StringBuilder line = new StringBuilder();
    for (String[] row : all) {
      line.setLength(0);
      for (int i = 0; i < widths.length; i++) {
        int padding = widths[i] - width(row[i]);
        line.append(i == 0 ? "" : GAP);
        pad(line, right[i] ? padding : 0);
        line.append(row[i]);
        pad(line, right[i] ? 0 : padding);
      }
      int end = line.length();
      while (end > 0 && line.charAt(end - 1) == ' ') {
        end--;
      }
      line.setLength(end);
      out.append(line).println();
    }
  }

  private static void pad(StringBuilder line, int blanks) {
    for (int i = 0; i < blanks; i++) {
      line.append(' ');
    }
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
