package io.tensorinit.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the tables of known answers; lines that start with {@code #} say where they come from. */
public final class KnownAnswers {
  private KnownAnswers() {}

  /**
   * The rows of {@code kat/NAME.csv}.
   *
   * @param name the table's name
   * @return its rows, split at commas
   */
  public static List<String[]> rows(String name) {
    String path = "/kat/" + name + ".csv";
    try (InputStream in = KnownAnswers.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("no table " + path);
      }
      List<String[]> rows =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
              .lines()
              .filter(line -> !line.startsWith("#") && !line.isBlank())
              .map(line -> line.split(",", -1))
              .toList();
      if (rows.isEmpty()) {
        throw new IllegalStateException("no rows in " + path);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A 32-bit word, or a float's bits, in hexadecimal.
   *
   * @param cell the digits
   * @return the word
   */
  public static int word(String cell) {
    return Integer.parseUnsignedInt(cell, 16);
  }
}
