package io.tensorinit.cli;

import io.tensorinit.Keras;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.ListedInitializer;
import io.tensorinit.names.NameFilter;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.LayerKind;
import io.tensorinit.recipe.NamedRecipe;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.spec.Activation;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit list}. */
final class ListCommand implements Subcommand {
  private final Console console;

  private final Setting<String> name =
      Setting.optionalArgument(
          String.class,
          "0",
          "NAME",
          "Only what has a name or an alias that holds this, in any spelling; with a prefix"
              + " (torch:) of that peer.");

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String command) {
    return Subcommand.description(
        command,
        this,
        "Lists the initializers of every peer with their aliases, parameters, formulas and"
            + " sources; the recipes with their rules; the layouts with their aliases; the words"
            + " that kind takes; and what is recommended for each activation.",
        List.of(name));
  }

  @Override
  public Integer call() {
    NameFilter filter = name.value().map(NameFilter::of).orElse(NameFilter.ALL);
    List<Section> sections =
        List.of(
            initializers(filter),
            recipes(filter),
            layouts(filter),
            layers(filter),
            kinds(filter),
            activations(filter));
    List<Section> found = sections.stream().filter(section -> section.size > 0).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(filter.nothingFound(names()));
    }
    String gap = "";
    for (Section section : found) {
      console.out().print(gap);
      section.headings.forEach(console.out()::println);
      section.print.run();
      gap = System.lineSeparator();
    }
    return ExitCode.DONE;
  }

  /** One kind of things that have names, as far as they were asked for. */
  private record Section(List<String> headings, int size, Runnable print) {
    static <T> Section of(List<T> things, Consumer<T> print, String... headings) {
      return new Section(List.of(headings), things.size(), () -> things.forEach(print));
    }
  }

  private Section initializers(NameFilter filter) {
    return Section.of(
        InitializerNames.list().stream()
            .filter(entry -> filter.accepts(entry.name(), entry.aliases()))
            .toList(),
        this::print,
        "INITIALIZERS (a name without prefix means the first that has it)",
        "U(a, b): uniform from a to b; N(m, v): normal of mean m and variance v;",
        "cut at a and b: without the values outside; [i, i]: equal indices of in and out");
  }

  private Section recipes(NameFilter filter) {
    return Section.of(
        Recipes.list().stream()
            .filter(recipe -> filter.accepts(recipe.name(), recipe.aliases()))
            .toList(),
        this::print,
        "RECIPES");
  }

  private Section layouts(NameFilter filter) {
    return Section.of(
        Layouts.list().stream()
            .filter(named -> filter.accepts(named.layout().name(), named.aliases()))
            .toList(),
        this::print,
        "LAYOUTS (what the axes of weights mean, of which fans follow)");
  }

  private Section layers(NameFilter filter) {
    return Section.of(
        Arrays.stream(LayerKind.values())
            .filter(layer -> filter.accepts(first(layer.names()), layer.names()) || isNamed(layer))
            .toList(),
        layer -> printNames(layer.names()),
        "KINDS OF LAYERS (what a parameter's kind can say: in any letter case, with or without a",
        "path before it, underscores, hyphens and the number of spatial axes: nn.BatchNorm2d)");
  }

  /** Whether the name that was asked for is a kind of this layer, with what a kind may add. */
  private boolean isNamed(LayerKind layer) {
    return name.value().flatMap(LayerKind::named).equals(Optional.of(layer));
  }

  private Section kinds(NameFilter filter) {
    return Section.of(
        Arrays.stream(Kind.values())
            .filter(kind -> filter.accepts(kind.label(), kind.words()))
            .toList(),
        kind -> printNames(kind.words()),
        "KINDS OF PARAMETERS (or it says what the parameter is in its layer)");
  }

  private Section activations(NameFilter filter) {
    List<Activation> found =
        Activation.all().stream()
            .filter(activation -> filter.accepts(activation.name(), List.of()))
            .toList();
    return new Section(
        List.of("ACTIVATIONS"), found.size(), () -> table(found).print(console.out()));
  }

  private static Stream<String> names(String name, List<String> aliases) {
    return Stream.concat(Stream.of(name), aliases.stream());
  }

  private static String unprefixed(ListedInitializer entry) {
    return entry.name().substring(entry.name().indexOf(':') + 1);
  }

  private static List<String> names() {
    return Stream.of(
            InitializerNames.list().stream().flatMap(i -> names(unprefixed(i), i.aliases())),
            Recipes.list().stream().flatMap(r -> names(r.name(), r.aliases())),
            Layouts.list().stream().flatMap(l -> names(l.layout().name(), l.aliases())),
            LayerKind.words().stream(),
            Arrays.stream(Kind.values()).flatMap(kind -> kind.words().stream()),
            Activation.all().stream().map(Activation::name))
        .flatMap(stream -> stream)
        .toList();
  }

  private void printNames(List<String> names) {
    console.out().println(first(names));
    printAliases(names.subList(1, names.size()));
  }

  private static String first(List<String> names) {
    return names.get(0);
  }

  private void print(ListedInitializer entry) {
    PrintWriter out = console.out();
    String parameters = joined(entry.parameters());
    out.println(entry.name() + (parameters.isEmpty() ? "" : " (" + parameters + ")"));
    printAliases(entry.aliases());
    out.println("    " + entry.formula());
    out.println("    source: " + entry.source());
  }

  private void print(NamedRecipe named) {
    PrintWriter out = console.out();
    Recipe recipe = Recipes.get(named.name());
    out.println(named.name());
    printAliases(named.aliases());
    named.config().forEach((name, meaning) -> out.println("    sets " + name + ": " + meaning));
    recipe.rules().forEach(rule -> out.println("    " + rule));
    out.println("    source: " + recipe.source());
  }

  private void print(NamedLayout named) {
    console.out().println(named.layout().name());
    printAliases(named.aliases());
  }

  private void printAliases(List<String> aliases) {
    if (!aliases.isEmpty()) {
      console.out().println("    also: " + joined(aliases));
    }
  }

  private static Table table(List<Activation> activations) {
    Table table = new Table("activation", ">gain", "gain from", "recommended", "recommended by");
    for (Activation activation : activations) {
      table.add(
          activation.name(),
          NumberText.value(activation.gain()),
          activation.gainSource(),
          recommended(activation),
          activation.recommendationSource());
    }
    return table;
  }

  private static String recommended(Activation activation) {
    return "keras:" + Keras.className(activation.recommended());
  }

  private static String joined(List<String> names) {
    return String.join(", ", names);
  }
}
