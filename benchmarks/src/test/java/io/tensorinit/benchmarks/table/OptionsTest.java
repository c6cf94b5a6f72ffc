package io.tensorinit.benchmarks.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @TempDir private Path folder;

  private Path jdk(String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(version));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Options options(String... arguments) throws IOException {
    List<String> all = new ArrayList<>();
    for (String version : List.of("17.0.15", "25")) {
      all.add("--jdk");
      all.add(jdk(version).toString());
    }
    all.addAll(List.of(arguments));
    return Options.of(all);
  }

  @Test
  void theUsualSettingsAreThePlainLaneEverywhereAndTheVectorApiOnTheNewestJdk() throws IOException {
    Options options = options();
    assertEquals(
        List.of("plain-17", "plain-25", "vector-25"),
        options.settings().stream().map(Setting::label).toList());
    assertEquals(List.of(Section.FILLS, Section.DTYPES, Section.COLD), options.sections());
  }

  @Test
  void aSettingSaysHowJavaIsStarted() throws IOException {
    Setting vector = options("--settings", "vector-17").settings().get(0);
    assertEquals(
        List.of("--add-modules", "jdk.incubator.vector", "-Dtensorinit.cpu.lane=vector"),
        vector.arguments());
    assertTrue(
        options("--settings", "plain-25")
            .settings()
            .get(0)
            .arguments()
            .contains("-Dtensorinit.cpu.lane=plain"));
  }

  @Test
  void everyRunHasItsOwnFile() throws IOException {
    Options options = options("fills", "dtypes", "cold", "orthogonal", "cold_totals", "totals");
    List<String> names = new ArrayList<>();
    for (int round = 1; round <= 2; round++) {
      for (Section section : options.sections()) {
        section.tasks(options, round).forEach(task -> names.add(task.name()));
      }
    }
    assertEquals(names.size(), names.stream().distinct().count());
  }

  @Test
  void whoDoesTheSameIsMeasuredTogether() throws IOException {
    Options options =
        options("--operations", "NORMAL", "--sizes", "1000", "--threads", "2", "--peers", "torch");
    assertEquals(
        List.of(
            "peers.FillPeers.tensorinit-NORMAL-1000-2-plain-17-1",
            "peers.FillPeers.tensorinit-NORMAL-1000-2-plain-25-1",
            "peers.FillPeers.tensorinit-NORMAL-1000-2-vector-25-1",
            "peers.FillPeers.torch-NORMAL-1000-2-plain-17-1"),
        Section.FILLS.tasks(options, 1).stream().map(Task::name).toList());
  }

  @Test
  void aChoiceIsMeasuredInAllLanesOfEachJdk() throws IOException {
    Options options =
        options("--operations", "NORMAL,SPARSE", "--totals", "1000000000", "--threads", "2");
    List<Task> tasks = Section.TOTALS.tasks(options, 1);
    assertEquals(
        List.of(
            "Totals.again-NORMAL-1000000000-2-auto-17-1",
            "Totals.again-NORMAL-1000000000-2-plain-17-1",
            "Totals.again-NORMAL-1000000000-2-vector-17-1",
            "Totals.again-NORMAL-1000000000-2-auto-25-1",
            "Totals.again-NORMAL-1000000000-2-plain-25-1",
            "Totals.again-NORMAL-1000000000-2-vector-25-1"),
        tasks.stream().map(Task::name).toList());
    for (Task task : tasks) {
      assertTrue(task.arguments().contains("-Xmx5g"));
      assertTrue(task.arguments().contains("jdk.incubator.vector"), "all lanes start alike");
    }
    assertTrue(tasks.stream().allMatch(Task::isOurs));
  }

  @Test
  void peersRunOnTheFirstJdkWhateverTheLane() throws IOException {
    Options options =
        options(
            "--settings",
            "auto-25,vector-17",
            "--operations",
            "NORMAL",
            "--sizes",
            "1000",
            "--threads",
            "1",
            "--peers",
            "torch");
    List<Task> tasks = Section.FILLS.tasks(options, 1);
    assertEquals("peers.FillPeers.torch-NORMAL-1000-1-plain-25-1", tasks.get(2).name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fill | a section must be one of [fills, dtypes, cold, orthogonal, cold_totals, totals],"
            + " was fill",
        "--effort much | --effort must be one of [quick, short, long], was much",
        "--rounds 0 | --rounds takes a number of 1 or more, was 0",
        "--sizes 10,ten | --sizes takes a number of 1 or more, was ten",
        "--operations NORMAL,EYE | --operations takes some of [UNIFORM, NORMAL,"
            + " TRUNCATED_NORMAL, SPARSE, BF16_NORMAL, CONSTANT], was NORMAL,EYE",
        "--peers numpy | --peers takes all, none or some of [torch, nd4j, commonsRng,"
            + " splittableRandom, ejml, memory], was numpy",
        "--settings plain-21 | --settings takes auto-N, plain-N and vector-N for the JDKs that"
            + " --jdk names, [17, 25], was plain-21",
      })
  void aWrongArgumentIsRefused(String arguments, String message) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> options(arguments.strip().split(" ", -1)));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void anUnknownOptionAndAMissingValueAreRefusedWithTheUsage() {
    assertEquals(
        "unknown: --fast\n" + Options.USAGE,
        assertThrows(IllegalArgumentException.class, () -> options("--fast", "1")).getMessage());
    assertEquals(
        "--sizes needs a value\n" + Options.USAGE,
        assertThrows(IllegalArgumentException.class, () -> options("--sizes")).getMessage());
  }

  @Test
  void aFolderWithoutAJdkIsRefused() {
    assertEquals(
        "no JDK in " + folder,
        assertThrows(
                IllegalArgumentException.class,
                () -> Options.of(List.of("--jdk", folder.toString())))
            .getMessage());
  }
}
