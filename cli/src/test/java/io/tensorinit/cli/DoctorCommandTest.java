package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  @Test
  void findsTheCpuInGoodHealth() {
    String out = CommandRun.of("doctor").assertDone().out();
    assertTrue(out.contains("\ncpu      yes        "), out);
    assertTrue(out.endsWith("self-test: ok\n"), out);
  }

  @Test
  void printsTheContractsJson() throws JsonException {
    String out = CommandRun.of("doctor", "--json").assertDone().out();
    Map<?, ?> tree = (Map<?, ?>) JsonReader.read(out.getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("backend", "backends", "selfTest"), List.copyOf(tree.keySet()));
    assertEquals("ok", tree.get("selfTest"));
    Map<?, ?> cpu =
        ((List<?>) tree.get("backends"))
            .stream()
                .map(backend -> (Map<?, ?>) backend)
                .filter(backend -> backend.get("name").equals("cpu"))
                .findFirst()
                .orElseThrow();
    assertEquals(List.of("name", "available", "reason", "device"), List.copyOf(cpu.keySet()));
    assertEquals(true, cpu.get("available"));
    assertEquals(null, cpu.get("reason"));
  }

  @Test
  void aBackendNobodyKnowsIsBadInput() throws Exception {
    ProcessBuilder child =
        ChildCommand.of(List.of(), List.of("-Dtensorinit.backend=nonsense"), "doctor");
    ChildCommand.run(child)
        .assertFails(
            2, "property tensorinit.backend must be one of auto, cpu, cuda, was \"nonsense\"");
  }
}
