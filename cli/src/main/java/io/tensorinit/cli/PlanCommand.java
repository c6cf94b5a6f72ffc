package io.tensorinit.cli;

import io.tensorinit.layout.Fans;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.HostWork;
import io.tensorinit.plan.Moments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tensorinit plan}. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Says how each parameter of a model will be initialized, without doing it: the initializer,"
            + " fans and the layout they were read by, mean, std and bounds of the law, bytes, the"
            + " key its values are drawn from, and what gave it the initializer: init, a rule or the"
            + " recipe, with the parameter's kind where that decided, guessed or not.",
    footer = {
      "",
      "min and max are the values that none can lie beyond, - where there are none. Of a complex"
          + " tensor mean is that of the real parts, std the root of the total variance, min and max"
          + " bound all real and imaginary parts."
    })
final class PlanCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ManifestArgument manifest;

  @Option(names = "--json", description = "Print JSON in the place of a table.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "PAGE",
      description =
          "Write a page with the density of each parameter and warnings into this file, in the place"
              + " of the table: one file that needs no network, for any browser.")
  private @Nullable Path page;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      description =
          "Say what each of N ranks writes (init --shard), in the place of what each parameter is.")
  private @Nullable Integer ranks;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (page != null) {
      if (ranks != null) {
        throw new IllegalArgumentException("--ranks has no page: no --html");
      }
      manifest.requireOther(page);
    }
    Model model = manifest.read();
    manifest.noteLeftOut(console);
    model.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (ranks != null) {
      printRanks(model, ranks);
    } else if (json) {
      model.writePlanJson(console.out());
    } else if (page == null) {
      print(model);
    }
    if (page != null) {
      PlanPage.write(page, manifest.title(), model);
    }
    return ExitCode.DONE;
  }

  private void printRanks(Model model, int number) throws IOException {
    if (number < 1) {
      throw new IllegalArgumentException("--ranks must be 1 or more, was " + number);
    }
    RankReport report = new RankReport(model, number);
    if (json) {
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
