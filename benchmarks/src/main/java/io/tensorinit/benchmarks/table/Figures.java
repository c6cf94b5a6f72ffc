package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that was measured, by what was run. */
final class Figures {
  /** What is looked up: a run, but for its round. */
  private record Key(String benchmark, Map<String, String> parameters, String setting) {}

  private final Map<Key, List<Measurement>> all = new HashMap<>();
  private final Set<String> javas = new TreeSet<>();

  void add(Task task, Measurement measured) {
    Key key = new Key(task.benchmark(), task.parameters(), task.setting().label());
    all.computeIfAbsent(key, it -> new ArrayList<>()).add(measured);
    javas.add(measured.java());
  }

  /** The Java machines that measured. */
  Set<String> javas() {
    return javas;
  }

  /**
   * How far the rounds' medians of one thing lie apart, in parts of the least: the median, the
   * most.
   */
  Optional<Spread> spread() {
    double[] spreads =
        all.values().stream()
            .filter(rounds -> rounds.size() > 1)
            .map(rounds -> rounds.stream().mapToDouble(Measurement::median).summaryStatistics())
            .mapToDouble(medians -> medians.getMax() / medians.getMin() - 1)
            .sorted()
            .toArray();
    return spreads.length == 0
        ? Optional.empty()
        : Optional.of(new Spread(spreads[spreads.length / 2], spreads[spreads.length - 1]));
  }

  /**
   * How much repetitions differ.
   *
   * @param usual for half of what is measured
   * @param most for the worst of it
   */
  record Spread(double usual, double most) {}

  /** What was measured for a benchmark; of several rounds the median of medians. */
  Optional<Measurement> of(String benchmark, Map<String, String> parameters, Setting setting) {
    Key key = new Key(benchmark, new TreeMap<>(parameters), setting.label());
    return Measurement.together(all.getOrDefault(key, List.of()));
  }
}
