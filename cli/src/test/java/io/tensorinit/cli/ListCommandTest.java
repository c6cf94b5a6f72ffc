package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ListCommandTest {
  @Test
  void listsInitializersRecipesAndActivations() {
    String out = CommandRun.of("list").assertDone().out();
    assertTrue(
        out.contains("\ntorch:kaiming_normal_ (a=0.0, mode=fan_in, nonlinearity=leaky_relu)\n"));
    assertTrue(out.contains("\n    also: kaiming_normal\n"));
    assertTrue(out.contains("\nRECIPES\n"));
    assertTrue(out.contains("\npytorch  "));
    assertTrue(out.contains("\nACTIVATIONS\n"));
    String torch = "PyTorch, torch[.]nn[.]init[.]calculate_gain";
    assertTrue(
        out.matches("(?s).*\nrelu +1.414 +" + torch + " +keras:HeNormal +He, Zhang, Ren, Sun.*"));
    assertTrue(
        out.matches("(?s).*\ntanh +1.667 +" + torch + " +keras:GlorotUniform +Glorot, Bengio.*"));
    assertTrue(
        out.matches("(?s).*\ngelu +1.534 +1 / sqrt\\(E\\[f\\(z\\)\\^2\\]\\), z .*"),
        "gain of gelu");
  }
}
