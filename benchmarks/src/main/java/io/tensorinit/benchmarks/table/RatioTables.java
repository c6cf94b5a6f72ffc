package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** How many times as fast as PyTorch our fills are, a table for each setting. */
final class RatioTables {
  private final Options options;
  private final Figures figures;

  RatioTables(Options options, Figures figures) {
    this.options = options;
    this.figures = figures;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Setting setting : options.settings()) {
      String table = table(setting);
      if (!table.isEmpty()) {
        text.append("### ").append(setting.label()).append("\n\n").append(table);
      }
    }
    return text.isEmpty()
        ? ""
        : """
        ## Beside PyTorch

        PyTorch's time over ours, of medians, hot. Bold: less than the target, which is meant for 10^6 elements and
        more. A constant is set beside `Arrays.fill` of the same JDK instead,
        by as many threads or fewer, whichever is faster.

        """
            + text;
  }

  private String table(Setting setting) {
    List<String> heading = new ArrayList<>(List.of(""));
    for (String threads : options.threads()) {
      for (String size : options.sizes()) {
        heading.add(Markdown.count(size) + ", " + Markdown.threads(threads));
      }
      heading.add("target");
    }
    Markdown table = new Markdown(heading);
    for (String operation : options.operations()) {
      row(table, setting, operation, operation);
    }
    if (options.operations().containsAll(List.of("NORMAL", "BF16_NORMAL"))) {
      row(table, setting, "BF16_NORMAL", "NORMAL");
    }
    return table.text();
  }

  /** Adds a row, unless nothing was measured for it. */
  private void row(Markdown table, Setting setting, String ours, String peers) {
    List<String> cells = new ArrayList<>();
    boolean any = false;
    for (String threads : options.threads()) {
      OptionalDouble target =
          ours.equals("CONSTANT")
              ? OptionalDouble.of(Target.OF_MEMORY_FILL)
              : Target.ratio(setting, ours, threads);
      for (String size : options.sizes()) {
        Optional<Double> ratio =
            peer(setting, peers, size, threads)
                .flatMap(peer -> ours(setting, ours, size, threads).map(it -> peer / it));
        boolean missed =
            ratio.isPresent()
                && target.isPresent()
                && Long.parseLong(size) >= Target.FEWEST
                && ratio.get() < target.getAsDouble();
        cells.add(ratio.map(it -> Markdown.bold(Markdown.number(it), missed)).orElse(""));
        any |= ratio.isPresent();
      }
      cells.add(target.isPresent() ? Double.toString(target.getAsDouble()) : "");
    }
    if (any) {
      table.row(List.of(ours.equals(peers) ? ours : ours + " beside float32"), cells);
    }
  }

  private Optional<Double> ours(Setting setting, String operation, String size, String threads) {
    return figures
        .of(Peer.OURS, Map.of("operation", operation, "size", size, "threads", threads), setting)
        .map(Measurement::median);
  }

  private Optional<Double> peer(Setting setting, String operation, String size, String threads) {
    if (operation.equals("CONSTANT")) {
      Setting plain = new Setting(Setting.Lane.PLAIN, setting.jdk());
      return options.threads().stream()
          .filter(fewer -> Integer.parseInt(fewer) <= Integer.parseInt(threads))
          .map(it -> figures.of(Peer.MEMORY_FILL, Map.of("size", size, "threads", it), plain))
          .flatMap(Optional::stream)
          .map(Measurement::median)
          .min(Comparator.naturalOrder());
    }
    return figures
        .of(
            Peer.TORCH.benchmarks(operation, threads).get(0),
            Map.of("operation", operation, "size", size, "threads", threads),
            options.forPeers())
        .map(Measurement::median);
  }
}
