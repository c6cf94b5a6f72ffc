package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FillTableTest {
  @Test
  void theReadmeHoldsTheTable() throws IOException {
    String table = FillTable.print();
    assertTrue(
        Files.readString(Path.of("..", "README.md")).contains("\n\n" + table + "\n"),
        () -> "README.md must hold this table:\n\n" + table);
  }
}
