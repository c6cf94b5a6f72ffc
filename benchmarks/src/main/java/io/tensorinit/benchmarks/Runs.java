package io.tensorinit.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Several runs of JMH, one after the other in one Java machine. JMH writes its figures when a run
 * ends: of a program that is killed, those of the runs before are there. The runs share one device
 * context.
 */
public final class Runs {
  private static final String NEXT = "--";

  private Runs() {}

  /**
   * Does the runs. A run that fails is named; those behind it are done.
   *
   * @param arguments a file name's beginning, to which {@code -1.json}, {@code -2.json} and so on
   *     are added, and JMH's arguments of each run, with {@code --} between two runs
   * @throws CommandLineOptionException if JMH does not know an argument
   */
  public static void main(String[] arguments) throws CommandLineOptionException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException(
          "wanted: FILE_NAME_BEGINNING JMH_ARGUMENTS [-- JMH_ARGUMENTS]...");
    }
    List<CommandLineOptions> runs = new ArrayList<>();
    for (List<String> run : split(List.of(arguments).subList(1, arguments.length))) {
      List<String> whole = new ArrayList<>(run);
      whole.addAll(
          List.of("-rf", "json", "-rff", arguments[0] + "-" + (runs.size() + 1) + ".json"));
      runs.add(new CommandLineOptions(whole.toArray(String[]::new)));
    }
    int failed = 0;
    for (CommandLineOptions run : runs) {
      try {
        new Runner(run).run();
      } catch (RunnerException e) {
        System.err.println(run.getIncludes() + " failed: " + e);
        failed++;
      }
    }
    if (failed > 0) {
      System.exit(1);
    }
  }

  /**
   * The arguments of each run.
   *
   * @param arguments all of them
   * @return the parts between the separators, in their order; empty ones are left out
   */
  static List<List<String>> split(List<String> arguments) {
    List<List<String>> parts = new ArrayList<>();
    List<String> part = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.equals(NEXT)) {
        part.add(argument);
      } else if (!part.isEmpty()) {
        parts.add(List.copyOf(part));
        part.clear();
      }
    }
    if (!part.isEmpty()) {
      parts.add(List.copyOf(part));
    }
    return parts;
  }
}
