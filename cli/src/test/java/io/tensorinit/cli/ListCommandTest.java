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
    assertTrue(out.matches("(?s).*\nrelu +1.414 +keras:HeNormal +He, Zhang, Ren, Sun.*"));
    assertTrue(out.matches("(?s).*\ntanh +1.667 +keras:GlorotUniform +Glorot, Bengio.*"));
  }
}
