package io.tensorinit.random.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredSourcesTest {
  @Test
  void theRecordedErrorsAreThoseOfTheseSources() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/accuracy/accuracy.txt")) {
      List<String> recorded =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.endsWith(".java"))
              .toList();
      assertEquals(
          recorded,
          MeasuredSources.lines(),
          "a source changed since accuracy.txt was made: run the programs again, then put the"
              + " lines that MeasuredSources prints into it; the lines alone will do where only"
              + " comments changed");
    }
  }
}
