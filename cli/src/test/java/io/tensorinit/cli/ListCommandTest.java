package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.LayerKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListCommandTest {
  @Test
  void listsInitializersRecipesAndActivations() {
    String out = CommandRun.of("list").assertDone().out();
    assertTrue(
        out.contains("\ntorch:kaiming_normal_ (a=0.0, mode=fan_in, nonlinearity=leaky_relu)\n"));
    assertTrue(out.contains("\n    also: kaiming_normal\n"));
    assertTrue(
        out.contains(
            """

            keras:HeUniform (input_axes=null, output_axes=null)
                U(-l, l), l = sqrt(6 / fan_in)
                source: keras.initializers, Keras 3.15; He, Zhang, Ren, Sun (2015), Delving deep \
            into rectifiers
            """));
    assertTrue(out.contains("\nRECIPES\n"));
    assertTrue(
        out.contains(
            """

            pytorch
                also: torch
                dense, convolution, depthwise, transposed_convolution: torch:kaiming_uniform_(\
            """));
    assertTrue(out.contains("\n    source: torch.nn 2.13, reset_parameters of each layer\n"));
    assertTrue(out.contains("\nACTIVATIONS\n"));
    assertTrue(out.contains("\njax\n    also: jax_axes, jax_conv\n"));
    String torch = "PyTorch, torch[.]nn[.]init[.]calculate_gain";
    assertTrue(
        out.matches("(?s).*\nrelu +1.414 +" + torch + " +keras:HeNormal +He, Zhang, Ren, Sun.*"));
    assertTrue(
        out.matches("(?s).*\ntanh +1.667 +" + torch + " +keras:GlorotUniform +Glorot, Bengio.*"));
    assertTrue(
        out.matches("(?s).*\ngelu +1.534 +1 / sqrt\\(E\\[f\\(z\\)\\^2\\]\\), z .*"),
        "gain of gelu");
  }

  @Test
  void listsEveryLayout() {
    String out = CommandRun.of("list").assertDone().out();
    String layouts = out.substring(out.indexOf("\nLAYOUTS"), out.indexOf("\nKINDS OF LAYERS"));
    List<String> listed = layouts.lines().skip(2).filter(line -> !line.startsWith(" ")).toList();
    assertEquals(
        Layouts.names(), listed.stream().filter(line -> !line.isEmpty()).toList(), layouts);
  }

  /** Every word that a parameter's kind can say. */
  @Test
  void listsEveryWordOfKinds() {
    String out = CommandRun.of("list").assertDone().out();
    String kinds = out.substring(out.indexOf("\nKINDS OF LAYERS"), out.indexOf("\nACTIVATIONS\n"));
    List<String> listed =
        kinds
            .lines()
            .flatMap(line -> Arrays.stream(line.strip().replace("also: ", "").split(", ")))
            .toList();
    assertTrue(listed.containsAll(LayerKind.words()), kinds);
    for (Kind kind : Kind.values()) {
      assertTrue(listed.containsAll(kind.words()), kinds);
    }
  }

  /** In any spelling, by name, alias or prefix, of everything that has a name. */
  @Test
  void aNameFilters() {
    String kaiming = CommandRun.of("list", "KaimingNormal").assertDone().out();
    assertEquals(
        List.of(
            "torch:kaiming_normal_ (a=0.0, mode=fan_in, nonlinearity=leaky_relu)",
            "jax:he_normal (in_axis=-2, out_axis=-1, batch_axis=[])",
            "lux:kaiming_normal (gain=1.4142135623730951)",
            "flux:kaiming_normal (gain=1.4142135623730951)"),
        kaiming.lines().skip(3).filter(line -> !line.startsWith(" ")).toList());
    assertFalse(kaiming.contains("RECIPES"), kaiming);
    String torch = CommandRun.of("list", "torch:").assertDone().out();
    assertTrue(
        torch
            .lines()
            .skip(3)
            .allMatch(line -> line.startsWith("torch:") || line.startsWith("    ")));
    String recipe = CommandRun.of("list", "gpt_neox").assertDone().out();
    assertTrue(recipe.contains("\nRECIPES\ngpt-neox\n"), recipe);
    String layout = CommandRun.of("list", "jax_conv").assertDone().out();
    assertTrue(layout.startsWith("LAYOUTS "), layout);
    assertTrue(layout.endsWith("\njax\n    also: jax_axes, jax_conv\n"), layout);
    String kind = CommandRun.of("list", "running_var").assertDone().out();
    assertTrue(kind.startsWith("KINDS OF PARAMETERS "), kind);
    assertTrue(kind.contains("\nrunning_variance\n    also: running_var, "), kind);
    String layer = CommandRun.of("list", "torch.nn.BatchNorm2d").assertDone().out();
    assertTrue(layer.startsWith("KINDS OF LAYERS "), layer);
    assertTrue(layer.contains(", batchnorm, "), layer);
    String activation = CommandRun.of("list", "gelu").assertDone().out();
    assertTrue(activation.startsWith("ACTIVATIONS\nactivation  "), activation);
  }

  @Test
  void aNameOfNothingIsRefused() {
    CommandRun.of("list", "he_norml")
        .assertFails(2, "nothing has a name that holds \"he_norml\"; did you mean 'HeNormal'?");
    CommandRun.of("list", "qqqqqqqq").assertFails(2, "nothing has a name that holds \"qqqqqqqq\"");
    CommandRun.of("list", " _").assertFails(2, "NAME must be a name or a part of one, was \" _\"");
  }

  /** What can be asked for has one line that says where it comes from. */
  @Test
  void everyNameHasOneSource() {
    String out = CommandRun.of("list").assertDone().out();
    String listed = out.substring(0, out.indexOf("\nACTIVATIONS\n"));
    int names = InitializerNames.list().size() + Recipes.list().size();
    assertEquals(names, listed.lines().filter(line -> line.startsWith("    source: ")).count());
  }
}
