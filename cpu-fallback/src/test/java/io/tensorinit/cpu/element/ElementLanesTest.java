package io.tensorinit.cpu.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cpu.VectorProcess;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ElementLanesTest {
  @Test
  void vectorsGiveTheBitsOfTheElements() throws IOException, InterruptedException {
    VectorProcess process = VectorProcess.run(ElementLanesProgram.class);
    assertEquals(0, process.exitCode(), process.printed());
    assertTrue(process.printed().endsWith(" values\n"), process.printed());
  }
}
