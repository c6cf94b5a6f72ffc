package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @Test
  void runsEveryCommandToItsEnd(@TempDir Path folder) throws IOException {
    assertEquals(List.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2), Rehearsal.run(folder));
  }
}
