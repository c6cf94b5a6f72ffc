package io.tensorinit.cuda.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.plan.OrthogonalLaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StewartMatricesTest {
  /** The sizes of the law, and those by which work is counted, stand twice. */
  @Test
  void kernelsHaveTheSizesOfTheLaw() throws IOException {
    Map<String, Integer> sizes =
        Map.of(
            "BLOCK", OrthogonalLaw.BLOCK, "TILE", OrthogonalLaw.TILE, "CHUNK", OrthogonalLaw.CHUNK);
    assertSizes("stewart.cu", sizes);
    assertSizes("orthogonal.cu", Map.of("SIDE", StackLauncher.SIDE));
  }

  private static void assertSizes(String file, Map<String, Integer> sizes) throws IOException {
    String source = Files.readString(Path.of("src", "main", "cuda", file));
    sizes.forEach(
        (name, size) -> {
          Matcher line = Pattern.compile("#define " + name + " (\\d+)\\b").matcher(source);
          assertTrue(line.find(), name);
          assertEquals(size, Integer.parseInt(line.group(1)), name);
        });
  }

  /** The sum that the class's text states, by hand. */
  @ParameterizedTest
  @CsvSource({
    // V, Q; sums of tiles; T W; T; tau; phases, diagonals; norms
    "1, 1, 1, F32, 2304",
    "513, 50, 3, F32, 823040",
    "1024, 1024, 1, F32, 9238784",
    "1024, 1024, 1, C128, 38072576",
  })
  void bytesAreAsDocumented(long m, long n, long count, MatrixType type, long expected) {
    assertEquals(expected, new StewartMatrices(m, n, count, type).bytes());
  }

  @Test
  void theEstimateIsClose() {
    for (MatrixType type : MatrixType.values()) {
      for (long n : new long[] {64, 200, 1000}) {
        StewartMatrices matrices = new StewartMatrices(4 * n, n, 5, type);
        double ratio = matrices.estimatedBytes() / matrices.bytes();
        assertTrue(ratio > 0.99 && ratio < 1.01, () -> type + " " + n + ": " + ratio);
      }
    }
  }

  @Test
  void columnsAreWholeLines() {
    assertEquals(4, StewartMatrices.columnDistance(1, MatrixType.F32));
    assertEquals(4, StewartMatrices.columnDistance(4, MatrixType.F32));
    assertEquals(8, StewartMatrices.columnDistance(5, MatrixType.F32));
    assertEquals(6, StewartMatrices.columnDistance(5, MatrixType.F64));
    assertEquals(6, StewartMatrices.columnDistance(5, MatrixType.C64));
    assertEquals(5, StewartMatrices.columnDistance(5, MatrixType.C128));
  }

  @Test
  void whatNoLongCountsIsSaid() {
    StewartMatrices matrices = new StewartMatrices(1L << 31, 1L << 31, 1, MatrixType.F32);
    assertThrows(ArithmeticException.class, matrices::bytes);
    assertTrue(matrices.estimatedBytes() > 0x1p64);
  }
}
