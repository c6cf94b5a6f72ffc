package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  @TempDir Path folder;

  @Test
  void separatorsMayStandAnywhere() {
    assertEquals(
        List.of(List.of("a", "b"), List.of("c")),
        Runs.split(List.of("--", "a", "b", "--", "--", "c", "--")));
    assertEquals(List.of(), Runs.split(List.of("--")));
  }

  @Test
  void eachRunHasAFileOfItsOwn() throws Exception {
    Runs.main(
        new String[] {
          folder.resolve("x").toString(),
          "--",
          "MemoryFill",
          "-p",
          "size=1000",
          "-p",
          "threads=1",
          "-f",
          "0",
          "-wi",
          "0",
          "-i",
          "1",
          "-r",
          "1ms",
          "-v",
          "SILENT",
          "--",
          "MemoryFill",
          "-p",
          "size=2000",
          "-p",
          "threads=1",
          "-f",
          "0",
          "-wi",
          "0",
          "-i",
          "1",
          "-r",
          "1ms",
          "-v",
          "SILENT"
        });
    for (int run : new int[] {1, 2}) {
      String json = Files.readString(folder.resolve("x-" + run + ".json"));
      assertTrue(json.contains("\"size\" : \"" + run + "000\""), json);
    }
  }
}
