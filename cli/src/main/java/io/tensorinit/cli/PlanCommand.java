package io.tensorinit.cli;

import io.tensorinit.layout.Fans;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.HostWork;
import io.tensorinit.plan.Moments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit plan}. */
final class PlanCommand implements Subcommand {
  private final Console console;

  private final ManifestArgument manifest = new ManifestArgument();

  private final Setting<Boolean> json =
      Setting.flag("Print JSON in the place of a table.", "--json");

  private final Setting<Path> page =
      Setting.option(
          Path.class,
          "PAGE",
          "Write a page with the density of each parameter and warnings into this file, in the place"
              + " of the table: one file that needs no network, for any browser.",
          "--html");

  private final Setting<Integer> ranks =
      Setting.option(
          Integer.class,
          "N",
          "Say what each of N ranks writes (init --shard), in the place of what each parameter is.",
          "--ranks");

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String name) {
    List<Setting<?>> settings = new ArrayList<>(manifest.settings());
    settings.addAll(List.of(json, page, ranks));
    return Subcommand.description(
        name,
        this,
        "Says how each parameter of a model will be initialized, without doing it: the initializer,"
            + " fans and the layout they were read by, mean, std and bounds of the law, bytes, the"
            + " key its values are drawn from, and what gave it the initializer: init, a rule or the"
            + " recipe, with the parameter's kind where that decided, guessed or not.",
        settings,
        "",
        "min and max are the values that none can lie beyond, - where there are none. Of a complex"
            + " tensor mean is that of the real parts, std the root of the total variance, min and max"
            + " bound all real and imaginary parts.");
  }

  @Override
  public Integer call() throws IOException {
    Optional<Path> html = page.value();
    Optional<Integer> number = ranks.value();
    if (html.isPresent()) {
      if (number.isPresent()) {
        throw new IllegalArgumentException("--ranks has no page: no --html");
      }
      manifest.requireOther(html.get());
    }
    Model model = manifest.read();
    manifest.noteLeftOut(console);
    model.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (number.isPresent()) {
      printRanks(model, number.get());
    } else if (json.isSet()) {
      model.writePlanJson(console.out());
    } else if (html.isEmpty()) {
      print(model);
    }
    if (html.isPresent()) {
      PlanPage.write(html.get(), manifest.title(), model);
    }
    return ExitCode.DONE;
  }

  private void printRanks(Model model, int number) throws IOException {
    if (number < 1) {
      throw new IllegalArgumentException("--ranks must be 1 or more, was " + number);
    }
    RankReport report = new RankReport(model, number);
    if (json.isSet()) {
      report.printJson(console.out());
    } else {
      report.print(console.out());
    }
  }

  private void print(Model model) {
    Table table =
        new Table(
            "name",
            "shape",
            "dtype",
            "initializer",
            "layout",
            ">fan in",
            ">fan out",
            ">mean",
            ">std",
            ">min",
            ">max",
            ">bytes",
            "key",
            "given by");
    model.parameters().parallelStream().map(PlanCommand::row).toList().forEach(table::add);
    table.add(
        "total",
        NumberText.counted(model.parameters().size(), "parameter"),
        "",
        NumberText.counted(model.elementCount(), "element"),
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        NumberText.count(model.bytes()));
    table.print(console.out());
    console.out().println();
    console.out().println("seed: " + model.seed());
    model.ties().forEach((name, of) -> printLine("tied: " + name + " is " + of));
    model.parameters().stream()
        .filter(parameter -> HostWork.isNeeded(parameter.plan()))
        .forEach(parameter -> printLine("through the host: " + parameter.name()));
  }

  private void printLine(String line) {
    console.out().println(Printable.of(line));
  }

  private static String[] row(Parameter parameter) {
    Moments moments = parameter.moments();
    Optional<Fans> fans = parameter.fans();
    return new String[] {
      parameter.name(),
      NumberText.shape(parameter.shape()),
      parameter.dtype().name(),
      parameter.initializerLabel(),
      parameter.layout().toString(),
      fan(fans, Fans::in),
      fan(fans, Fans::out),
      value(moments.mean()),
      value(moments.std()),
      value(moments.min()),
      value(moments.max()),
      NumberText.count(parameter.bytes()),
      parameter.key().toString(),
      parameter.origin().toString()
    };
  }

  private static String fan(Optional<Fans> fans, ToDoubleFunction<Fans> which) {
    return fans.isPresent() ? NumberText.fan(which.applyAsDouble(fans.get())) : NumberText.NONE;
  }

  private static String value(OptionalDouble number) {
    return number.isPresent() ? NumberText.value(number.getAsDouble()) : NumberText.NONE;
  }
}
