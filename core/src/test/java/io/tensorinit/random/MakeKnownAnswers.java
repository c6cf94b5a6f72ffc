package io.tensorinit.random;

import io.tensorinit.function.Quantile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes the tables of this library's own known answers, which pin every bit of every elementwise
 * value. They change only with the stream's version:
 *
 * <pre>
 *   mvn -q test-compile -pl core
 *   java -cp core/target/classes:core/target/test-classes \
 *       io.tensorinit.random.MakeKnownAnswers core/src/test/resources/kat
 * </pre>
 *
 * <p>Parameters are written as given; words and results as hexadecimal bits.
 */
public final class MakeKnownAnswers {
  private static final long KEY = 1234;
  private static final long LOW_KEY = 5678;

  /** Ends, centre, and both sides of the edges of octaves and of pieces. */
  private static final int[] EDGES = {
    0,
    1,
    2,
    3,
    0x1FFFFF,
    0x200000,
    0x3FFFFFFF,
    0x40000000,
    0x43FFFFFF,
    0x44000000,
    0x7BFFFFFF,
    0x7C000000,
    0x7FFFFFFE,
    0x7FFFFFFF,
    0x80000000,
    0x80000001,
    0xBFFFFFFF,
    0xC0000000,
    0xFFDFFFFF,
    0xFFE00000,
    0xFFFFFF7F,
    0xFFFFFF80,
    0xFFFFFFFE,
    0xFFFFFFFF
  };

  private static final int RANDOM_WORDS = 20;

  private static final String[][] UNIFORMS = {
    {"0", "1"}, {"-0.05", "0.05"}, {"1000000", "1000000.5"}, {"-3", "-1e-3"}, {"0.1", "0.1"}
  };

  private static final String[][] NORMALS = {{"0", "1"}, {"0", "0.02"}, {"-1.5", "3"}, {"1", "0"}};

  private static final String[][] TRUNCATED = {
    {"0", "1", "-Infinity", "Infinity"}, {"0", "1", "-2", "2"}, {"0", "0.02", "-0.04", "0.04"},
    {"0", "1", "-1", "3"}, {"1", "2", "0", "5"}, {"0", "1", "0", "Infinity"},
    {"0", "1", "5", "6"}, {"0", "1", "-9", "-8"}, {"0", "1", "8", "8.001"},
    {"0", "1", "-Infinity", "-6.5"}, {"0", "1", "30", "Infinity"}, {"0", "1", "-36", "-35"},
    {"3", "1", "0.25", "0.25"}
  };

  private MakeKnownAnswers() {}

  /**
   * Writes every table.
   *
   * @param arguments the folder
   * @throws IOException if a table cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, Supplier<List<String>>> table : tables().entrySet()) {
      List<String> lines = table.getValue().get();
      Files.writeString(
          Path.of(arguments[0], table.getKey() + ".csv"), String.join("\n", lines) + "\n");
    }
  }

  /**
   * The tables.
   *
   * @return what makes each table's lines, by its name
   */
  static Map<String, Supplier<List<String>>> tables() {
    Map<String, Supplier<List<String>>> tables = new LinkedHashMap<>();
    tables.put("words", MakeKnownAnswers::words);
    tables.put("unit", MakeKnownAnswers::unit);
    tables.put("uniform", MakeKnownAnswers::uniform);
    tables.put("normal", MakeKnownAnswers::normal);
    tables.put("truncated-normal", MakeKnownAnswers::truncatedNormal);
    tables.put("quantile-table", MakeKnownAnswers::quantileTable);
    tables.put("stores", MakeKnownAnswers::stores);
    return tables;
  }

  private static List<String> header(String what, String columns) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + what);
    lines.add("# Origin: TensorInit itself, stream version 1; made by");
    lines.add("#   java -cp core/target/classes:core/target/test-classes \\");
    lines.add("#       io.tensorinit.random.MakeKnownAnswers core/src/test/resources/kat");
    lines.add("# " + columns);
    return lines;
  }

  private static List<String> words() {
    List<String> lines =
        header(
            "Words far out in the stream, where cuRAND's interface does not reach.",
            "key,position,word");
    long[] keys = {0, KEY, -1, 0x0123456789ABCDEFL};
    long[] positions = {1L << 33, (1L << 50) + 3, 1L << 63, -1};
    for (long key : keys) {
      for (long position : positions) {
        lines.add(String.format("%016x,%016x,%08x", key, position, Words.word(key, position)));
      }
    }
    return lines;
  }

  /** Draws of one element: its word and the low word of its float64 digits. */
  private record Draw(int word, int low) {
    long digits() {
      return UnitInterval.digits(word, low);
    }

    String line(String before, float value, double value64) {
      return String.format(
          "%s%08x,%08x,%08x,%016x",
          before, word, low, Float.floatToRawIntBits(value), Double.doubleToRawLongBits(value64));
    }
  }

  private static List<Draw> draws() {
    List<Draw> draws = new ArrayList<>();
    for (int word : EDGES) {
      // the outermost digits belong to the outermost words
      draws.add(new Draw(word, word < 0 ? -1 : 0));
    }
    for (int i = 0; i < RANDOM_WORDS; i++) {
      draws.add(new Draw(Words.word(KEY, i), Words.word(LOW_KEY, i)));
    }
    return draws;
  }

  private static void add(
      List<String> lines, String[] parameters, Float32Element law, Float64Element law64) {
    String before = String.join(",", parameters) + ",";
    for (Draw draw : draws()) {
      lines.add(draw.line(before, law.at(draw.word), law64.at(draw.digits())));
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static List<String> unit() {
    List<String> lines = header("The unit interval.", "word,low word,float32 bits,float64 bits");
    for (Draw draw : draws()) {
      lines.add(
          draw.line("", UnitInterval.float32(draw.word), UnitInterval.float64(draw.digits())));
    }
    return lines;
  }

  private static List<String> uniform() {
    List<String> lines = header("Uniform.", "low,high,word,low word,float32 bits,float64 bits");
    for (String[] p : UNIFORMS) {
      double low = number(p[0]);
      double high = number(p[1]);
      add(lines, p, UniformElement.Float32.of(low, high), UniformElement.Float64.of(low, high));
    }
    return lines;
  }

  private static List<String> normal() {
    List<String> lines = header("Normal.", "mean,std,word,low word,float32 bits,float64 bits");
    for (String[] p : NORMALS) {
      double mean = number(p[0]);
      double std = number(p[1]);
      add(
          lines,
          p,
          QuantileElement.Float32.normal(mean, std),
          QuantileElement.Float64.normal(mean, std));
    }
    return lines;
  }

  private static List<String> truncatedNormal() {
    List<String> lines =
        header(
            "Truncated normal; the bounds are absolute.",
            "mean,std,low,high,word,low word,float32 bits,float64 bits");
    for (String[] p : TRUNCATED) {
      double mean = number(p[0]);
      double std = number(p[1]);
      double low = number(p[2]);
      double high = number(p[3]);
      add(
          lines,
          p,
          QuantileElement.Float32.truncatedNormal(mean, std, low, high),
          QuantileElement.Float64.truncatedNormal(mean, std, low, high));
    }
    return lines;
  }

  private static List<String> quantileTable() {
    List<String> lines =
        header(
            "Quantile tables of built-in distributions.",
            "distribution,first parameter,second parameter,word,low word,float32 bits,float64 bits");
    addTable(lines, new String[] {"logUniform", "0.001", "0.1"}, Quantiles.logUniform(0.001, 0.1));
    addTable(lines, new String[] {"logNormal", "0", "1"}, Quantiles.logNormal(0, 1));
    addTable(lines, new String[] {"laplace", "0", "1"}, Quantiles.laplace(0, 1));
    addTable(lines, new String[] {"cauchy", "0", "1"}, Quantiles.cauchy(0, 1));
    return lines;
  }

  private static void addTable(List<String> lines, String[] parameters, Quantile quantile) {
    add(
        lines,
        parameters,
        QuantileElement.Float32.of(quantile),
        QuantileElement.Float64.of(quantile));
  }

  private static List<String> stores() {
    List<String> lines =
        header(
            "Narrow stores of a float32.", "float32 bits,float16,bfloat16,float8 E4M3,float8 E5M2");
    List<Float> numbers =
        new ArrayList<>(
            List.of(
                0f,
                -0f,
                1f,
                -1.5f,
                0.1f,
                0.3f,
                65504f,
                65519.996f,
                65520f,
                448f,
                464f,
                464.00003f,
                57344f,
                61439.996f,
                61440f,
                6.1035156e-5f,
                6.097555e-5f,
                2.9802322e-8f,
                2.9802326e-8f,
                0.015625f,
                0.0009765625f,
                7.6293945e-6f,
                7.629395e-6f,
                1e-40f,
                Float.MIN_VALUE,
                Float.MAX_VALUE,
                Float.POSITIVE_INFINITY));
    for (int i = 0; i < RANDOM_WORDS; i++) {
      numbers.add(QuantileTable.Float32.standardNormal().at(Words.word(KEY, i)));
    }
    for (float value : numbers) {
      lines.add(
          String.format(
              "%08x,%04x,%04x,%02x,%02x",
              Float.floatToRawIntBits(value),
              NarrowFloat.FLOAT16.encode(value),
              NarrowFloat.BFLOAT16.encode(value),
              NarrowFloat.FLOAT8_E4M3.encode(value),
              NarrowFloat.FLOAT8_E5M2.encode(value)));
    }
    return lines;
  }
}
