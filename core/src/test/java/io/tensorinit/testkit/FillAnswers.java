package io.tensorinit.testkit;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our own known answers for every plan and dtype, {@code kat/fills.csv}: once released they freeze
 * the values. {@link #main} makes the file again from {@link ElementLaw}; {@code law.py} checks it
 * by other means.
 */
public final class FillAnswers {
  /** Fields are parted by semicolons, since plans have commas. */
  private static final String SEPARATOR = ";";

  private static final String RESOURCE = "/kat/fills.csv";
  private static final Key KEY = Key.raw(1234);
  private static final int VALUES = 12;
  private static final Shape WHOLE = Shape.of(3, 4);

  /** More elements than 32-bit indices count. */
  private static final Shape HUGE = Shape.of(3, 1L << 40);

  private static final long FAR = (1L << 41) - 2;

  private FillAnswers() {}

  /**
   * One row.
   *
   * @param sample plan and shape
   * @param dtype the dtype
   * @param key the key
   * @param start the first element's index
   * @param bits the parts' bits from there on
   */
  public record Row(Sample sample, DType dtype, Key key, long start, List<Long> bits) {
    @Override
    public String toString() {
      return sample + " " + dtype + " from " + start;
    }
  }

  /**
   * All rows.
   *
   * @return the rows, in the order of the file
   */
  public static List<Row> rows() {
    Map<String, Sample> known = new HashMap<>();
    for (Sample sample : samples()) {
      known.put(PlanText.of(sample.plan()) + sample.shape(), sample);
    }
    List<Row> rows = new ArrayList<>();
    for (String line : lines()) {
      String[] cells = line.split(SEPARATOR, -1);
      Sample sample = known.get(cells[1] + cells[2]);
      if (sample == null) {
        throw new IllegalStateException(RESOURCE + " has a plan that is no sample: " + line);
      }
      List<Long> bits = new ArrayList<>();
      for (String word : cells[6].split(" ", -1)) {
        bits.add(Long.parseUnsignedLong(word, 16));
      }
      rows.add(
          new Row(
              sample,
              DType.parse(cells[3]),
              Key.raw(Long.parseUnsignedLong(cells[4])),
              Long.parseLong(cells[5]),
              bits));
    }
    return rows;
  }

  private static List<String> lines() {
    try (InputStream in = FillAnswers.class.getResourceAsStream(RESOURCE)) {
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Sample> samples() {
    List<Sample> samples = new ArrayList<>(SamplePlans.ofAnyShape(WHOLE));
    samples.addAll(SamplePlans.ofAnyShape(HUGE));
    samples.addAll(SamplePlans.ofTheirShapes());
    return samples;
  }

  /**
   * Writes the file.
   *
   * @param arguments the file's path
   * @throws IOException if it cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Known answers of every plan and dtype. Origin: TensorInit's own element law; made by
            #   java -cp core/target/classes:core/target/test-classes \\
            #     io.tensorinit.testkit.FillAnswers core/src/test/resources/kat/fills.csv
            # and checked independently by core/src/test/python/law.py.
            # name;plan;shape;dtype;raw key;first element;bits of the parts from there on, hexadecimal
            """);
    for (Sample sample : samples()) {
      for (DType dtype : DType.values()) {
        text.append(line(sample, dtype)).append('\n');
      }
    }
    Files.writeString(Path.of(arguments[0]), text);
  }

  private static String line(Sample sample, DType dtype) {
    long elements = sample.shape().elementCount();
    long start = sample.shape().equals(HUGE) ? FAR : Math.max(0, elements / 2 - VALUES / 2);
    long end = Math.min(elements, start + VALUES / dtype.partCount());
    List<String> bits = new ArrayList<>();
    for (long element = start; element < end; element++) {
      for (int part = 0; part < dtype.partCount(); part++) {
        long value = ElementLaw.bits(sample.plan(), sample.shape(), dtype, KEY, element, part);
        bits.add(Long.toHexString(value));
      }
    }
    return String.join(
        SEPARATOR,
        sample.name(),
        PlanText.of(sample.plan()),
        sample.shape().toString(),
        dtype.name(),
        Long.toUnsignedString(KEY.value()),
        Long.toString(start),
        String.join(" ", bits));
  }
}
