package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an element costs, ours and everybody's. */
final class PeersTable {
  private final Options options;
  private final Figures figures;

  PeersTable(Options options, Figures figures) {
    this.options = options;
    this.figures = figures;
  }

  String text() {
    List<String> heading = new ArrayList<>(List.of("", "elements", "threads"));
    options.settings().forEach(setting -> heading.add("ours, " + setting.label()));
    for (Peer peer : options.peers()) {
      heading.addAll(
          peer == Peer.MEMORY ? List.of("`Arrays.fill`", "`arraycopy`") : List.of(peer.title()));
    }
    Markdown table = new Markdown(heading);
    for (String operation : options.operations()) {
      for (String size : options.sizes()) {
        for (String threads : options.threads()) {
          table.row(
              List.of(operation, Markdown.count(size), threads), cells(operation, size, threads));
        }
      }
    }
    String text = table.text();
    return text.isEmpty()
        ? ""
        : """
        ## Nanoseconds an element

        Medians, hot. Bold: a peer that is faster than ours in every setting. Java peers ran on each JDK; given is
        the faster.

        """
            + text;
  }

  private List<String> cells(String operation, String size, String threads) {
    List<String> cells = new ArrayList<>();
    double best = Double.MAX_VALUE;
    Map<String, String> parameters =
        new TreeMap<>(Map.of("operation", operation, "size", size, "threads", threads));
    for (Setting setting : options.settings()) {
      Optional<Double> figure = element(Peer.OURS, parameters, setting, size);
      cells.add(figure.map(Markdown::number).orElse(""));
      best = Math.min(best, figure.orElse(Double.MAX_VALUE));
    }
    for (Peer peer : options.peers()) {
      List<String> benchmarks = peer.benchmarks(operation, threads);
      Map<String, String> own = new TreeMap<>(parameters);
      own.keySet().removeAll(peer.parametersLacking());
      for (String benchmark : benchmarks) {
        double ours = best;
        cells.add(
            options.settings().stream()
                .map(Setting::jdk)
                .distinct()
                .map(jdk -> new Setting(Setting.Lane.PLAIN, jdk))
                .map(setting -> element(benchmark, own, setting, size))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(it -> Markdown.bold(Markdown.number(it), it < ours && peer != Peer.MEMORY))
                .orElse(""));
      }
      for (int i = benchmarks.size(); i < (peer == Peer.MEMORY ? 2 : 1); i++) {
        cells.add("");
      }
    }
    return cells;
  }

  private Optional<Double> element(
      String benchmark, Map<String, String> parameters, Setting setting, String size) {
    return figures
        .of(benchmark, parameters, setting)
        .map(it -> it.median() / Double.parseDouble(size));
  }
}
