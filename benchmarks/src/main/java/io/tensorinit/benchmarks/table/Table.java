package io.tensorinit.benchmarks.table;

import io.tensorinit.benchmarks.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the fills beside peers, in all types and cold, and writes the page of tables. Each run's
 * figures are kept when it ends: started again, the command goes on where it was.
 */
public final class Table {
  private Table() {}

  /**
   * Does what the arguments say. The exit status is 1 if a run failed, 2 if an argument is wrong.
   *
   * @param arguments see {@code benchmarks/README.md}
   * @throws IOException if the folder cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    int status = run(List.of(arguments));
    if (status > 0) {
      System.exit(status);
    }
  }

  /** Does what the arguments say and returns the exit status. */
  static int run(List<String> arguments) throws IOException {
    if (arguments.contains("--help")) {
      System.out.print(Options.USAGE);
      return 0;
    }
    try {
      int failed = measure(Options.of(arguments), arguments);
      if (failed > 0) {
        System.err.println(failed + " runs failed: FOLDER/jmh.log says how");
      }
      return failed > 0 ? 1 : 0;
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    }
  }

  /** The command with its arguments, but for those that say where things lie. */
  private static String command(List<String> arguments) {
    List<String> kept = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (argument.equals("--folder") || argument.equals("--jdk")) {
        rest.next();
      } else {
        kept.add(argument);
      }
    }
    return ("benchmarks/table.sh " + String.join(" ", kept)).strip();
  }

  private static int measure(Options options, List<String> arguments) throws IOException {
    // JMH's files would hold every single time.
    System.setProperty("jmh.json.rawData", "false");
    List<Task> tasks = tasks(options, options.sections());
    requireBenchmarks(tasks);
    Store store = new Store(options.folder(), options.effort());
    Figures figures = new Figures();
    int failed = 0;
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      String label = "[" + (i + 1) + "/" + tasks.size() + "] " + task.name() + ": ";
      try {
        boolean isThere = store.has(task);
        Measurement measured = isThere ? store.read(task) : store.run(task);
        figures.add(task, measured);
        if (!isThere) {
          System.out.println(label + Markdown.number(measured.median() / 1e3) + " us");
        }
      } catch (RunnerException e) {
        System.err.println(label + "failed, " + e);
        failed++;
      }
    }
    addOthers(options, store, figures, tasks);
    Path page = options.folder().resolve("fills.md");
    Files.writeString(page, page(options, figures, store.commands(command(arguments))));
    System.out.println(page);
    return failed;
  }

  /** Adds what lies in the folder of sections that this command does not measure. */
  private static void addOthers(Options options, Store store, Figures figures, List<Task> measured)
      throws IOException {
    Set<Task> known = new HashSet<>(measured);
    for (Task task : tasks(options, List.of(Section.values()))) {
      if (!known.contains(task) && store.has(task)) {
        figures.add(task, store.read(task));
      }
    }
  }

  private static List<Task> tasks(Options options, List<Section> sections) {
    List<Task> tasks = new ArrayList<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (Section section : sections) {
        tasks.addAll(section.tasks(options, round));
      }
    }
    return tasks;
  }

  /** Peers are compiled in their profile alone. */
  private static void requireBenchmarks(List<Task> tasks) {
    var silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    Set<String> compiled =
        BenchmarkList.defaultList().getAll(silent, List.of()).stream()
            .map(BenchmarkListEntry::getUsername)
            .collect(Collectors.toSet());
    for (Task task : tasks) {
      if (!compiled.contains(task.className())) {
        throw new IllegalArgumentException(
            task.className() + " is not in this build: it needs the profile peers");
      }
    }
  }

  private static String page(Options options, Figures figures, List<String> commands) {
    OwnTables own = new OwnTables(options, figures);
    return heading(options, figures, commands)
        + new RatioTables(options, figures).text()
        + new PeersTable(options, figures).text()
        + own.dtypes()
        + own.cold()
        + own.orthogonal()
        + new ChoiceTables(options, figures).text();
  }

  private static String rounds(Options options, Figures figures) {
    return figures
        .spread()
        .map(
            spread ->
                String.format(
                    Locale.ROOT,
                    "%d rounds in turn, of which the median; they differ by %.0f %% for half of"
                        + " the figures, by up to %.0f %%",
                    options.rounds(),
                    100 * spread.usual(),
                    100 * spread.most()))
        .orElse("one round, so that a disturbance of seconds is not seen");
  }

  private static String heading(Options options, Figures figures, List<String> commands) {
    return String.format(
        Locale.ROOT,
        """
        # Fills of the CPU, %s

        %s (%s); %s. Revision %s.

            %s

        Each run is a Java machine of its own: %s; %s. A setting is a lane (`tensorinit.cpu.lane`) and a JDK.

        """,
        LocalDate.now(ZoneId.systemDefault()),
        Machine.description(),
        Machine.vectorInstructions(),
        String.join("; ", figures.javas()),
        Machine.revision(),
        String.join("\n    ", commands),
        options.effort().description(),
        rounds(options, figures));
  }
}
