package io.tensorinit.benchmarks.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables, of figures made up. */
class TablesTest {
  private static final Setting PLAIN =
      new Setting(Setting.Lane.PLAIN, new Setting.Jdk(Path.of("jdk17"), 17));
  private static final Setting VECTOR =
      new Setting(Setting.Lane.VECTOR, new Setting.Jdk(Path.of("jdk25"), 25));
  private static final Options OPTIONS =
      new Options(
          Path.of("unused"),
          List.of(Section.FILLS),
          List.of(PLAIN, VECTOR),
          Effort.QUICK,
          1,
          List.of("UNIFORM", "CONSTANT"),
          List.of(Peer.TORCH, Peer.EJML, Peer.MEMORY),
          List.of("10000", "1000000"),
          List.of("10000"),
          List.of("1", "2"));

  @TempDir private Path folder;

  private final Figures figures = new Figures();

  private void add(String benchmark, Map<String, String> parameters, Setting setting, double ns) {
    figures.add(
        new Task(Section.FILLS, benchmark, parameters, setting, 1),
        new Measurement(ns, ns / 2, ns * 2, "OpenJDK 17"));
  }

  private static Map<String, String> fill(String operation, String size, String threads) {
    return Map.of("operation", operation, "size", size, "threads", threads);
  }

  @Test
  void aRatioIsThePeersTimeOverOursAndBoldBelowTheTarget() {
    add(Peer.OURS, fill("UNIFORM", "1000000", "1"), PLAIN, 1e6);
    add(Peer.OURS, fill("UNIFORM", "1000000", "2"), PLAIN, 5e5);
    add(Peer.OURS, fill("UNIFORM", "10000", "1"), PLAIN, 2e4);
    add("peers.FillPeers.torch", fill("UNIFORM", "1000000", "1"), PLAIN, 2.5e6);
    add("peers.FillPeers.torch", fill("UNIFORM", "1000000", "2"), PLAIN, 1.9e6);
    add("peers.FillPeers.torch", fill("UNIFORM", "10000", "1"), PLAIN, 2e4);
    String text = new RatioTables(OPTIONS, figures).text();
    assertTrue(
        text.endsWith(
            """
            ### plain-17

            |  | 10^4, 1 thread | 10^6, 1 thread | target | 10^4, 2 threads | 10^6, 2 threads | target |
            | --- | --- | --- | --- | --- | --- | --- |
            | UNIFORM | 1.00 | 2.50 | 2.5 |  | **3.80** | 4.0 |

            """),
        text);
  }

  @Test
  void aConstantStandsBesideAMemoryFillOfTheSameJdk() {
    Setting plain = new Setting(Setting.Lane.PLAIN, VECTOR.jdk());
    add(Peer.OURS, fill("CONSTANT", "1000000", "1"), VECTOR, 50_000);
    add(Peer.MEMORY_FILL, Map.of("size", "1000000", "threads", "1"), plain, 40_000);
    String text = new RatioTables(OPTIONS, figures).text();
    assertTrue(text.contains("\n| CONSTANT |  | **0.800** | 0.95 |  |  | 0.95 |\n"), text);
  }

  @Test
  void theFastestMemoryFillOfAsManyThreadsOrFewerCounts() {
    Setting plain = new Setting(Setting.Lane.PLAIN, VECTOR.jdk());
    add(Peer.OURS, fill("CONSTANT", "1000000", "2"), VECTOR, 25_000);
    add(Peer.MEMORY_FILL, Map.of("size", "1000000", "threads", "1"), plain, 40_000);
    add(Peer.MEMORY_FILL, Map.of("size", "1000000", "threads", "2"), plain, 50_000);
    String text = new RatioTables(OPTIONS, figures).text();
    assertTrue(text.contains("\n| CONSTANT |  |  | 0.95 |  | 1.60 | 0.95 |\n"), text);
  }

  @Test
  void whatRoundsDifferByIsSaid() {
    assertEquals(Optional.empty(), figures.spread());
    for (double ns : new double[] {100, 110, 104}) {
      add(Peer.OURS, fill("UNIFORM", "1000000", "1"), PLAIN, ns);
    }
    add(Peer.OURS, fill("UNIFORM", "1000000", "2"), PLAIN, 100);
    assertEquals(0.1, figures.spread().orElseThrow().usual(), 1e-9);
    assertEquals(0.1, figures.spread().orElseThrow().most(), 1e-9);
  }

  @Test
  void aPeerIsBoldWhereItBeatsEverySettingOfOurs() {
    add(Peer.OURS, fill("UNIFORM", "1000000", "1"), PLAIN, 1.5e6);
    add(Peer.OURS, fill("UNIFORM", "1000000", "1"), VECTOR, 1e6);
    add("peers.FillPeers.torch", fill("UNIFORM", "1000000", "1"), PLAIN, 1.2e6);
    add("peers.FillPeers.ejml", Map.of("operation", "UNIFORM", "size", "1000000"), PLAIN, 9e5);
    String text = new PeersTable(OPTIONS, figures).text();
    assertTrue(
        text.contains("| UNIFORM | 10^6 | 1 | 1.50 | 1.00 | 1.20 | **0.900** |  |  |\n"), text);
  }

  @Test
  void aTypeIsBoldWhereItIsSlowerThanFloat32() {
    for (DType dtype : List.of(DType.F32, DType.F16, DType.F64, DType.C64)) {
      double ns = Map.of(DType.F32, 1.0, DType.F16, 1.2, DType.F64, 2.1, DType.C64, 2.3).get(dtype);
      add(Section.THROUGHPUT, Section.throughput(Primitive.NORMAL, dtype), PLAIN, ns * 1e6);
    }
    String text = new OwnTables(OPTIONS, figures).dtypes();
    assertTrue(
        text.contains("| NORMAL | **1.20** |  | 1.00 | 2.10 |  | **2.30** |  |  |  |\n"), text);
  }

  @Test
  void aFirstFillIsBoldWhereThePlainLaneIsLate() {
    for (Setting setting : OPTIONS.settings()) {
      add(Section.COLD_START, Section.cold(Primitive.NORMAL, "2"), setting, 2e8);
    }
    String text = new OwnTables(OPTIONS, figures).cold();
    assertTrue(text.contains("| NORMAL | **200** (100 to 400) | 200 (100 to 400) |\n"), text);
  }

  @Test
  void theChoiceIsBoldWhereItIsBehindTheBestLane() {
    Setting.Jdk jdk = PLAIN.jdk();
    for (String threads : List.of("1", "2")) {
      Map<String, String> total = Section.total("NORMAL", "10000", threads);
      add(Section.TOTAL_AGAIN, total, PLAIN, 10_000);
      add(Section.TOTAL_AGAIN, total, new Setting(Setting.Lane.VECTOR, jdk), 20_000);
      double ns = threads.equals("1") ? 11_000 : 11_100;
      add(Section.TOTAL_AGAIN, total, new Setting(Setting.Lane.AUTO, jdk), ns);
    }
    String text = new ChoiceTables(OPTIONS, figures).text();
    assertTrue(
        text.endsWith(
            """
            | JDK 17 | elements | threads | plain | vector | auto | behind |
            | --- | --- | --- | --- | --- | --- | --- |
            | NORMAL | 10^4 | 1 | 10.0 | 20.0 | 11.0 | 1.10 |
            | NORMAL | 10^4 | 2 | 10.0 | 20.0 | 11.1 | **1.11** |

            """),
        text);
    assertTrue(!text.contains("cold"), text);
  }

  @Test
  void ofSeveralRoundsTheMedianOfMediansIsGiven() {
    Optional<Measurement> together =
        Measurement.together(
            List.of(
                new Measurement(3, 2, 9, "a"),
                new Measurement(1, 0.5, 2, "a"),
                new Measurement(2, 1, 3, "a")));
    assertEquals(Optional.of(new Measurement(2, 0.5, 9, "a")), together);
    assertEquals(Optional.empty(), Measurement.together(List.of()));
  }

  @Test
  void jmhsFileIsRead() throws IOException {
    Path file = folder.resolve("run.json");
    Files.writeString(
        file,
        """
        [{"benchmark": "x", "vmName": "VM", "vmVersion": "17+1", "params": {},
          "primaryMetric": {"scoreUnit": "ns/op",
            "scorePercentiles": {"0.0": 1.5, "50.0": 2.5, "100.0": 30}}}]
        """);
    assertEquals(new Measurement(2.5, 1.5, 30, "VM 17+1"), Measurement.read(file));
    Files.writeString(file, "[]");
    assertEquals(
        file + ": no result of JMH",
        assertThrows(IOException.class, () -> Measurement.read(file)).getMessage());
  }
}
