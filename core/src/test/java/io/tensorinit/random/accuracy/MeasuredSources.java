package io.tensorinit.random.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The sources whose errors {@code accuracy.txt} tells, each with its SHA-256 in the words of {@code
 * sha256sum}: its first lines, by which a test sees that a measurement is out of date. From the
 * module's folder:
 *
 * <pre>
 *   java -cp target/classes:target/test-classes io.tensorinit.random.accuracy.MeasuredSources
 * </pre>
 */
public final class MeasuredSources {
  private static final Path FOLDER = Path.of("src", "main", "java", "io", "tensorinit", "random");

  private static final List<String> CLASSES =
      List.of(
          "BetaFamily",
          "BetaQuantile",
          "ClosedForms",
          "GammaFamily",
          "GammaFunctions",
          "GammaQuantile",
          "Interpolation",
          "NormalQuantile",
          "NormalWindow",
          "Parameters",
          "Polynomial",
          "QuantileElement",
          "QuantileTable",
          "Quantiles",
          "TruncatedNormalQuantile",
          "UnitInterval");

  private MeasuredSources() {}

  /**
   * Prints the lines.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    lines().forEach(System.out::println);
  }

  /**
   * The lines of the sources as they are now. Line ends count as line feeds.
   *
   * @return a line a source: {@code # }, the hash in hexadecimal, two blanks, the file's name
   * @throws UncheckedIOException if the current folder is not that of the module
   */
  public static List<String> lines() {
    return CLASSES.stream().map(name -> name + ".java").map(MeasuredSources::line).toList();
  }

  private static String line(String file) {
    try {
      String source = Files.readString(FOLDER.resolve(file)).replace("\r\n", "\n");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return "# " + HexFormat.of().formatHex(hash) + "  " + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
