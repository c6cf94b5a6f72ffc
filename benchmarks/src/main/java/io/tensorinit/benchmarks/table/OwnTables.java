package io.tensorinit.benchmarks.table;

import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What all fills cost in all types, and what the first one costs. */
final class OwnTables {
  private static final double ALLOWED = 1.1;

  private final Options options;
  private final Figures figures;

  OwnTables(Options options, Figures figures) {
    this.options = options;
    this.figures = figures;
  }

  /** All fills and types. */
  String dtypes() {
    StringBuilder text = new StringBuilder();
    for (Setting setting : options.settings()) {
      List<String> heading = new ArrayList<>(List.of(""));
      Arrays.stream(DType.values()).map(DType::name).forEach(heading::add);
      Markdown table = new Markdown(heading);
      for (Primitive primitive : Primitive.values()) {
        table.row(
            List.of(primitive.name()),
            Arrays.stream(DType.values()).map(it -> cell(primitive, it, setting)).toList());
      }
      if (!table.text().isEmpty()) {
        text.append("### ").append(setting.label()).append("\n\n").append(table.text());
      }
    }
    return text.isEmpty()
        ? ""
        : """
        ## All fills, all types

        Nanoseconds an element, 10^6 of them, one thread. Bold: by more than a tenth slower than float32, where F64
        counts as two of float32, complex types as their parts.

        """
            + text;
  }

  private String cell(Primitive primitive, DType dtype, Setting setting) {
    Optional<Double> figure = element(primitive, dtype, setting);
    Optional<Double> float32 = element(primitive, DType.F32, setting);
    int width = dtype.partCount() * (dtype.isDouble() ? 2 : 1);
    boolean slow =
        figure.isPresent() && float32.isPresent() && figure.get() > ALLOWED * width * float32.get();
    return figure.map(it -> Markdown.bold(Markdown.number(it), slow)).orElse("");
  }

  private Optional<Double> element(Primitive primitive, DType dtype, Setting setting) {
    return figures
        .of(Section.THROUGHPUT, Section.throughput(primitive, dtype), setting)
        .map(it -> it.median() / Section.ELEMENTS);
  }

  /** The first fill. */
  String cold() {
    List<String> heading = new ArrayList<>(List.of(""));
    options.settings().forEach(setting -> heading.add(setting.label()));
    Markdown table = new Markdown(heading);
    for (Primitive primitive : Section.COLD_FILLS) {
      Map<String, String> parameters = Section.cold(primitive, options.mostThreads());
      table.row(
          List.of(primitive.name()),
          options.settings().stream()
              .map(
                  setting ->
                      figures
                          .of(Section.COLD_START, parameters, setting)
                          .map(it -> milliseconds(it, setting))
                          .orElse(""))
              .toList());
    }
    String text = table.text();
    return text.isEmpty()
        ? ""
        : String.format(
                Locale.ROOT,
                """
        ## The first fill of a fresh Java machine

        Milliseconds from the first call to 10^6 float32 elements in new memory, %s: median (least
        to most) of %d processes. Bold: above the %.0f ms that are aimed at on the plain lane.

        """,
                Markdown.threads(options.mostThreads()),
                Store.COLD_PROCESSES,
                Target.COLD)
            + text;
  }

  private static String milliseconds(Measurement measured, Setting setting) {
    double median = measured.median() / 1e6;
    boolean late = median > Target.COLD && setting.lane() == Setting.Lane.PLAIN;
    return Markdown.bold(Markdown.number(median), late)
        + " ("
        + Markdown.number(measured.least() / 1e6)
        + " to "
        + Markdown.number(measured.most() / 1e6)
        + ")";
  }

  /** Orthogonal matrices. */
  String orthogonal() {
    List<String> heading = new ArrayList<>(List.of("", "threads"));
    options.settings().forEach(setting -> heading.add("ours, " + setting.label()));
    heading.addAll(List.of("PyTorch", "EJML"));
    Markdown table = new Markdown(heading);
    for (String shape : Section.SHAPES) {
      for (String threads : options.threads()) {
        Map<String, String> parameters = Map.of("shape", shape, "threads", threads);
        List<String> cells = new ArrayList<>();
        for (Setting setting : options.settings()) {
          cells.add(matrix("tensorinit", parameters, setting));
        }
        cells.add(matrix("torch", parameters, options.forPeers()));
        cells.add(
            threads.equals("1") ? matrix("ejml", Map.of("shape", shape), options.forPeers()) : "");
        table.row(List.of(shape, threads), cells);
      }
    }
    String text = table.text();
    return text.isEmpty()
        ? ""
        : "## Orthogonal matrices\n\nMilliseconds a float32 matrix, from nothing, medians.\n\n"
            + text;
  }

  private String matrix(String method, Map<String, String> parameters, Setting setting) {
    return figures
        .of(Section.ORTHOGONAL_PEERS + method, parameters, setting)
        .map(it -> Markdown.number(it.median() / 1e6))
        .orElse("");
  }
}
