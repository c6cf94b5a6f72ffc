package io.tensorinit.benchmarks.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is measured.
 *
 * @param folder where JMH's files and the page are kept
 * @param sections the tables that are wanted
 * @param settings what runs our fills
 * @param effort how long each run takes
 * @param rounds how often everything is run
 * @param operations the fills beside peers
 * @param peers who does them, besides ours
 * @param sizes the numbers of elements
 * @param totals the numbers of elements for which the choice of a lane is checked
 * @param threads the numbers of threads
 */
record Options(
    Path folder,
    List<Section> sections,
    List<Setting> settings,
    Effort effort,
    int rounds,
    List<String> operations,
    List<Peer> peers,
    List<String> sizes,
    List<String> totals,
    List<String> threads) {

  static final String USAGE =
      """
      Table [OPTION VALUE]... [SECTION]...    measures and writes FOLDER/fills.md; runs that are there are kept
        SECTION        fills, dtypes, cold (these where none is named), orthogonal; cold_totals, totals
                       (the last two: all lanes of each JDK, UNIFORM, NORMAL and TRUNCATED_NORMAL alone)
        --folder       where results lie (target/table)
        --jdk          a JDK's home; may come several times (the JDK that runs this)
        --settings     lanes and JDKs, such as plain-17,vector-25,auto-25
        --effort       quick, short or long (short)
        --rounds       how often everything is run, in turn (1)
        --operations   of the fills beside peers (all)
        --peers        torch,nd4j,commonsRng,splittableRandom,ejml,memory, or none (all)
        --sizes        numbers of elements (10000,1000000,16777216)
        --totals       numbers of elements in cold_totals and totals (10000,100000, ... 1000000000)
        --threads      numbers of threads (1,2)
      """;

  private static final List<String> OPERATIONS =
      List.of("UNIFORM", "NORMAL", "TRUNCATED_NORMAL", "SPARSE", "BF16_NORMAL", "CONSTANT");
  private static final List<String> NAMES =
      List.of(
          "folder",
          "jdk",
          "settings",
          "effort",
          "rounds",
          "operations",
          "peers",
          "sizes",
          "totals",
          "threads");

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException if one is not known, and with which are
   */
  static Options of(List<String> arguments) {
    Map<String, String> given = new TreeMap<>();
    List<Setting.Jdk> jdks = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      if (!argument.startsWith("--")) {
        sections.add(oneOf("a section", Section.class, argument));
        continue;
      }
      String name = argument.substring(2);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("unknown: " + argument + "\n" + USAGE);
      }
      if (!rest.hasNext()) {
        throw new IllegalArgumentException(argument + " needs a value\n" + USAGE);
      }
      if (name.equals("jdk")) {
        jdks.add(Setting.Jdk.at(Path.of(rest.next())));
      } else {
        given.put(name, rest.next());
      }
    }
    if (jdks.isEmpty()) {
      jdks.add(Setting.Jdk.at(Path.of(System.getProperty("java.home"))));
    }
    return new Options(
        Path.of(given.getOrDefault("folder", "target/table")),
        sections.isEmpty()
            ? List.of(Section.FILLS, Section.DTYPES, Section.COLD)
            : List.copyOf(sections),
        given.containsKey("settings")
            ? Setting.of(list(given.get("settings")), jdks)
            : Setting.usual(jdks),
        oneOf("--effort", Effort.class, given.getOrDefault("effort", "short")),
        number("--rounds", given.getOrDefault("rounds", "1")),
        operations(given.getOrDefault("operations", String.join(",", OPERATIONS))),
        Peer.of(given.getOrDefault("peers", "all")),
        numbers("--sizes", given.getOrDefault("sizes", "10000,1000000,16777216")),
        numbers(
            "--totals",
            given.getOrDefault("totals", "10000,100000,1000000,10000000,100000000,1000000000")),
        numbers("--threads", given.getOrDefault("threads", "1,2")));
  }

  /** The last number of threads. */
  String mostThreads() {
    return threads.get(threads.size() - 1);
  }

  /** Where peers run that are not of Java: on the first JDK. */
  Setting forPeers() {
    return new Setting(Setting.Lane.PLAIN, settings.get(0).jdk());
  }

  private static List<String> list(String value) {
    return Arrays.asList(value.split(",", -1));
  }

  private static List<String> operations(String value) {
    List<String> operations = list(value);
    if (!OPERATIONS.containsAll(operations)) {
      throw new IllegalArgumentException(
          "--operations takes some of " + OPERATIONS + ", was " + value);
    }
    return operations;
  }

  private static List<String> numbers(String name, String value) {
    return list(value).stream().map(it -> Integer.toString(number(name, it))).toList();
  }

  private static int number(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(name + " takes a number of 1 or more, was " + value);
  }

  private static <E extends Enum<E>> E oneOf(String what, Class<E> type, String value) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        what
            + " must be one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ", was "
            + value);
  }
}
