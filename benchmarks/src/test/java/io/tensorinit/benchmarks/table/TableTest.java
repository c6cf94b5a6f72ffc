package io.tensorinit.benchmarks.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, on the JDK that runs the tests, for the section that takes the least time. */
class TableTest {
  @TempDir private Path folder;

  private int run(String effort) throws IOException {
    return Table.run(
        List.of("--folder", folder.toString(), "--effort", effort, "--threads", "1", "cold"));
  }

  @Test
  void figuresAreKeptAndThePageIsMadeOfThem() throws IOException {
    int jdk = Runtime.version().feature();
    assertEquals(0, run("quick"));
    Path page = folder.resolve("fills.md");
    String text = Files.readString(page);
    assertTrue(text.contains("    benchmarks/table.sh --effort quick --threads 1 cold\n"), text);
    assertTrue(text.matches("(?s).*\\n\\| TRUNCATED_NORMAL \\| \\**\\d+\\.?\\d*\\** \\(.*"), text);

    Path kept = folder.resolve("ColdStart.firstFill-F32-NORMAL-1000000-1-plain-" + jdk + "-1.json");
    FileTime before = Files.getLastModifiedTime(kept);
    Path other =
        folder.resolve("FillThroughput.fill-F32-ARRAY-NORMAL-1000000-1-plain-" + jdk + "-1.json");
    Files.copy(kept, other);
    Path lost =
        folder.resolve("ColdStart.firstFill-F32-UNIFORM-1000000-1-plain-" + jdk + "-1.json");
    Files.delete(lost);
    assertEquals(0, run("quick"));
    assertEquals(before, Files.getLastModifiedTime(kept));
    assertTrue(Files.exists(lost));
    assertTrue(Files.readString(page).contains("## All fills, all types"), "another section joins");

    List<String> again =
        List.of("--folder", folder.toString(), "--threads", "1", "--effort", "quick", "cold");
    assertEquals(0, Table.run(again));
    String both =
        "\n    benchmarks/table.sh --effort quick --threads 1 cold"
            + "\n    benchmarks/table.sh --threads 1 --effort quick cold\n";
    assertTrue(Files.readString(page).contains(both), "every command whose figures it holds");

    assertEquals(2, run("short"), "another effort in the same folder");
  }

  @Test
  void peersAreMissedBeforeAnythingIsMeasured() throws IOException {
    boolean compiled;
    try {
      Class.forName("io.tensorinit.benchmarks.peers.FillPeers");
      compiled = true;
    } catch (ClassNotFoundException e) {
      compiled = false;
    }
    assumeFalse(compiled, "the profile peers is on");
    assertEquals(2, Table.run(List.of("--folder", folder.toString(), "fills")));
    assertEquals(0, folder.toFile().list().length);
  }
}
