package io.tensorinit.benchmarks.table;

import io.tensorinit.benchmarks.Machine;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A folder of JMH's files, one a run, and of what JMH printed ({@code jmh.log}). A file is whole:
 * it is renamed when JMH has written it.
 */
final class Store {
  static final int COLD_PROCESSES = 11;

  /** Where each takes seconds. */
  static final int FEW_COLD_PROCESSES = 5;

  private static final int LARGE = 100_000_000;

  private final Path folder;
  private final Effort effort;

  /**
   * Opens a folder, or makes it.
   *
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if it holds results of other sources, or of another effort
   */
  Store(Path folder, Effort effort) throws IOException {
    this.folder = folder;
    this.effort = effort;
    Path note = folder.resolve("measured.txt");
    String what =
        Machine.revision() + ", " + Machine.description() + ", " + effort.description() + "\n";
    Files.createDirectories(folder);
    if (Files.notExists(note)) {
      Files.writeString(note, what);
    } else if (!Files.readString(note).equals(what)) {
      throw new IllegalArgumentException(
          folder
              + " holds results of "
              + Files.readString(note, StandardCharsets.UTF_8).strip()
              + "; these are of "
              + what.strip()
              + ": name another --folder");
    }
  }

  private Path file(Task task) {
    return folder.resolve(task.name() + ".json");
  }

  boolean has(Task task) {
    return Files.exists(file(task));
  }

  /**
   * Runs JMH.
   *
   * @throws RunnerException if the run fails
   * @throws IOException if its file cannot be kept
   */
  Measurement run(Task task) throws RunnerException, IOException {
    Path unfinished = folder.resolve("unfinished.json");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + task.className().replace(".", "\\.") + "$")
            .jvm(task.setting().jdk().java())
            .jvmArgsAppend(task.arguments().toArray(String[]::new))
            .timeUnit(TimeUnit.NANOSECONDS)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(unfinished.toString());
    task.parameters().forEach((name, value) -> options.param(name, value));
    switch (task.section()) {
      case COLD, COLD_TOTALS -> inFreshProcesses(options, task);
      case TOTALS -> {
        options.mode(Mode.SampleTime).forks(1);
        effort.applyToTotals(options, task.setting().lane());
      }
      default -> {
        options.mode(Mode.SampleTime).forks(1);
        if (task.isOurs()) {
          effort.apply(options, task.setting().lane());
        } else {
          effort.apply(options);
        }
      }
    }
    try (PrintStream log =
        new PrintStream(
            new FileOutputStream(folder.resolve("jmh.log").toFile(), true),
            false,
            StandardCharsets.UTF_8)) {
      new Runner(options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
          .run();
    }
    Measurement measured = Measurement.read(unfinished);
    Files.move(unfinished, file(task), StandardCopyOption.REPLACE_EXISTING);
    return measured;
  }

  private void inFreshProcesses(ChainedOptionsBuilder options, Task task) {
    boolean isLarge = Integer.parseInt(task.parameters().getOrDefault("size", "0")) >= LARGE;
    int processes = isLarge ? FEW_COLD_PROCESSES : COLD_PROCESSES;
    options
        .mode(Mode.SingleShotTime)
        .forks(effort.processes(processes))
        .warmupIterations(0)
        .measurementIterations(1);
  }

  /**
   * What a run measured.
   *
   * @throws IOException if its file cannot be read
   */
  Measurement read(Task task) throws IOException {
    return Measurement.read(file(task));
  }

  /**
   * The commands whose figures lie in the folder, in the order in which they were first given.
   *
   * @param latest the one that ends now
   * @throws IOException if they cannot be kept
   */
  List<String> commands(String latest) throws IOException {
    Path file = folder.resolve("commands.txt");
    Set<String> all = new LinkedHashSet<>();
    if (Files.exists(file)) {
      all.addAll(Files.readAllLines(file));
    }
    if (all.add(latest)) {
      Files.write(file, all);
    }
    return List.copyOf(all);
  }
}
