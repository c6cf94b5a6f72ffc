package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.BackendProvider;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Component;
import io.tensorinit.backend.Fill;
import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.memory.Destination;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    assertEquals(
        List.of("name", "available", "reason", "device", "components"), List.copyOf(cpu.keySet()));
    assertEquals(List.of(), cpu.get("components"));
    assertEquals(true, cpu.get("available"));
    assertEquals(null, cpu.get("reason"));
  }

  /** A backend whose device cannot be opened. */
  private static class TakenProvider implements BackendProvider {
    @Override
    public String name() {
      return "cuda";
    }

    @Override
    public int rank() {
      return 10;
    }

    @Override
    public Availability availability() {
      return new Availability.Available("a device");
    }

    @Override
    public List<Component> components() {
      return List.of(
          new Component("driver", true, "12.4"), new Component("cuBLAS", false, "install it"));
    }

    @Override
    public Backend open(BackendOptions options) {
      throw new BackendException("the device is taken");
    }
  }

  @Test
  void aDeviceThatCannotBeOpenedIsAFault() {
    Diagnosis diagnosis = Diagnosis.of(Backends.of(List.of(new TakenProvider(), provider("cpu"))));
    assertEquals(Optional.of("cpu"), diagnosis.backend());
    assertEquals("backend cpu serves: cuda: the device is taken", diagnosis.selfTest());
    Map<?, ?> cuda = (Map<?, ?>) ((List<?>) diagnosis.toTree().get("backends")).get(0);
    assertEquals(
        List.of(
            Map.of("name", "driver", "found", true, "detail", "12.4"),
            Map.of("name", "cuBLAS", "found", false, "detail", "install it")),
        cuda.get("components"));
    assertEquals(
        "no backend can serve; cuda: the device is taken",
        Diagnosis.of(Backends.of(List.of(new TakenProvider()))).selfTest());
  }

  /** The CPU, with a fault of its own to report. */
  @Test
  void theBackendsOwnTestCounts() {
    Backend cpu = provider("cpu").open(BackendOptions.DEFAULT);
    Backend faulty =
        new Backend() {
          @Override
          public String name() {
            return "cuda";
          }

          @Override
          public String device() {
            return cpu.device();
          }

          @Override
          public void fill(Fill fill, Destination destination) {
            cpu.fill(fill, destination);
          }

          @Override
          public List<String> selfTest() {
            return List.of("word 3 of cuRAND is wrong");
          }

          @Override
          public void close() {
            cpu.close();
          }
        };
    BackendProvider provider =
        new TakenProvider() {
          @Override
          public Backend open(BackendOptions options) {
            return faulty;
          }
        };
    Diagnosis diagnosis = Diagnosis.of(Backends.of(List.of(provider)));
    assertEquals(Optional.of("cuda"), diagnosis.backend());
    assertEquals("word 3 of cuRAND is wrong", diagnosis.selfTest());
  }

  private static BackendProvider provider(String name) {
    return Backends.installed().choose(name).provider();
  }

  @Test
  void anUnknownBackendIsBadInput() throws Exception {
    ProcessBuilder child =
        ChildCommand.of(List.of(), List.of("-Dtensorinit.backend=nonsense"), "doctor");
    ChildCommand.run(child)
        .assertFails(
            2, "property tensorinit.backend must be one of auto, cpu, cuda, was \"nonsense\"");
  }
}
