package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every bit of some matrices is what it was when {@code orthogonal-bits.csv} was made, on whatever
 * JDK and processor this runs. A change of these digests is a change of the stream's version.
 */
class OrthogonalBitsTest {
  @Test
  void haveNotChanged() throws IOException {
    assertEquals(known(), OrthogonalBits.lines());
  }

  /** The known lines. */
  static List<String> known() throws IOException {
    try (InputStream file =
        OrthogonalBitsTest.class.getResourceAsStream("/kat/orthogonal-bits.csv")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
