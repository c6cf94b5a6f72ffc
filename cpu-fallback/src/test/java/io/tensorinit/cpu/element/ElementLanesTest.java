package io.tensorinit.cpu.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.cpu.VectorProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElementLanesTest {
  @Test
  void vectorsGiveTheBitsOfTheElements() throws IOException, InterruptedException {
    List<String> lines = compare(Path.of(System.getProperty("java.home")));
    assertTrue(lines.get(0).startsWith("Vector API"), lines::toString);
    assertTrue(lines.get(1).endsWith(" values"), lines::toString);
  }

  /** Quantiles need JDK 19 and vectors of 16 floats. */
  @Test
  void vectorsGiveTheBitsOfQuantiles() throws IOException, InterruptedException {
    Path java = VectorProcess.newestJava();
    List<String> lines = compare(java);
    assumeTrue(lines.get(0).equals("Vector API"), java + " computes by: " + lines.get(0));
    assertTrue(lines.get(1).endsWith(" values"), lines::toString);
  }

  private static List<String> compare(Path java) throws IOException, InterruptedException {
    VectorProcess process = VectorProcess.run(java, ElementLanesProgram.class);
    assertEquals(0, process.exitCode(), process.printed());
    return process.printed().lines().toList();
  }
}
