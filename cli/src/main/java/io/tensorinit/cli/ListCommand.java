package io.tensorinit.cli;

import io.tensorinit.Keras;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.ListedInitializer;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.NamedRecipe;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.spec.Activation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code tensorinit list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "Lists the initializers of every peer with their aliases, parameters, formulas and"
            + " sources; the recipes with their rules; the layouts with their aliases; and what"
            + " is recommended for each activation.")
final class ListCommand implements Callable<Integer> {
  private final Console console;

  ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PrintWriter out = console.out();
    out.println("INITIALIZERS (a name without prefix means the first that has it)");
    out.println("U(a, b): uniform from a to b; N(m, v): normal of mean m and variance v;");
    out.println("cut at a and b: without the values outside; [i, i]: equal indices of in and out");
    InitializerNames.list().forEach(entry -> print(entry, out));
    out.println();
    out.println("RECIPES");
    Recipes.list().forEach(recipe -> print(recipe, out));
    out.println();
    out.println("LAYOUTS (what the axes of weights mean, of which fans follow)");
    Layouts.list().forEach(layout -> print(layout, out));
    out.println();
    out.println("ACTIVATIONS");
    activations().print(out);
    return ExitCode.DONE;
  }

  private static void print(ListedInitializer entry, PrintWriter out) {
    String parameters = joined(entry.parameters());
    out.println(entry.name() + (parameters.isEmpty() ? "" : " (" + parameters + ")"));
    printAliases(entry.aliases(), out);
    out.println("    " + entry.formula());
    out.println("    source: " + entry.source());
  }

  private static void print(NamedRecipe named, PrintWriter out) {
    Recipe recipe = Recipes.get(named.name());
    out.println(named.name());
    printAliases(named.aliases(), out);
    named.config().forEach((name, meaning) -> out.println("    sets " + name + ": " + meaning));
    recipe.rules().forEach(rule -> out.println("    " + rule));
    out.println("    source: " + recipe.source());
  }

  private static void print(NamedLayout named, PrintWriter out) {
    out.println(named.layout().name());
    printAliases(named.aliases(), out);
  }

  private static void printAliases(List<String> aliases, PrintWriter out) {
    if (!aliases.isEmpty()) {
      out.println("    also: " + joined(aliases));
    }
  }

  private static Table activations() {
    Table table = new Table("activation", ">gain", "gain from", "recommended", "recommended by");
    for (Activation activation : Activation.all()) {
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
