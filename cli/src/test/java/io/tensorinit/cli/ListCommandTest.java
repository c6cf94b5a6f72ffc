package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.Recipes;
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
                *bias_[kv]: torch:xavier_normal_
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
    String layouts = out.substring(out.indexOf("\nLAYOUTS"), out.indexOf("\nACTIVATIONS\n"));
    List<String> listed = layouts.lines().skip(2).filter(line -> !line.startsWith(" ")).toList();
    assertEquals(
        Layouts.names(), listed.stream().filter(line -> !line.isEmpty()).toList(), layouts);
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
