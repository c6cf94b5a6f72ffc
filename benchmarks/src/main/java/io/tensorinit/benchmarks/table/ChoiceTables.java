package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far the automatic choice of a lane is behind the best lane, by the total that is filled. */
final class ChoiceTables {
  /** What the choice may take of the best lane's time. */
  static final double ALLOWED = 1.1;

  private static final String READ =
      "*Behind*: the choice's time (auto) over that of the faster lane; bold: more than "
          + ALLOWED
          + ".\n\n";

  private final Options options;
  private final Figures figures;

  ChoiceTables(Options options, Figures figures) {
    this.options = options;
    this.figures = figures;
  }

  String text() {
    String cold = tables(Section.FIRST_TOTAL, 1e6);
    String hot = tables(Section.TOTAL_AGAIN, 1e3);
    return (cold.isEmpty()
            ? ""
            : "## The choice of a lane, cold\n\nMilliseconds for the first fill of a fresh Java"
                + " machine, of memory that was touched before: medians of "
                + options.effort().processes(Store.COLD_PROCESSES)
                + " processes, from 10^8 elements on of "
                + options.effort().processes(Store.FEW_COLD_PROCESSES)
                + ". "
                + READ
                + cold)
        + (hot.isEmpty()
            ? ""
            : "## The choice of a lane, hot\n\nMicroseconds for a fill, medians. " + READ + hot);
  }

  private String tables(String benchmark, double nanos) {
    StringBuilder text = new StringBuilder();
    for (Setting.Jdk jdk : Section.jdks(options)) {
      Markdown table =
          new Markdown(
              List.of(
                  "JDK " + jdk.feature(),
                  "elements",
                  "threads",
                  "plain",
                  "vector",
                  "auto",
                  "behind"));
      for (String operation : Section.TOTALED) {
        for (String total : options.totals()) {
          for (String threads : options.threads()) {
            Map<String, String> parameters = Section.total(operation, total, threads);
            table.row(
                List.of(operation, Markdown.count(total), threads),
                cells(benchmark, parameters, jdk, nanos));
          }
        }
      }
      text.append(table.text());
    }
    return text.toString();
  }

  private List<String> cells(
      String benchmark, Map<String, String> parameters, Setting.Jdk jdk, double nanos) {
    List<Optional<Double>> medians = new ArrayList<>();
    for (Setting.Lane lane : List.of(Setting.Lane.PLAIN, Setting.Lane.VECTOR, Setting.Lane.AUTO)) {
      medians.add(
          figures.of(benchmark, parameters, new Setting(lane, jdk)).map(it -> it.median() / nanos));
    }
    List<String> cells = new ArrayList<>();
    medians.forEach(it -> cells.add(it.map(Markdown::number).orElse("")));
    cells.add(behind(medians.subList(0, 2), medians.get(2)));
    return cells;
  }

  private static String behind(List<Optional<Double>> lanes, Optional<Double> choice) {
    Optional<Double> best = lanes.stream().flatMap(Optional::stream).min(Double::compare);
    if (best.isEmpty() || choice.isEmpty()) {
      return "";
    }
    double ratio = choice.get() / best.get();
    return Markdown.bold(String.format(Locale.ROOT, "%.2f", ratio), ratio > ALLOWED);
  }
}
