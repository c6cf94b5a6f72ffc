package io.tensorinit.cli.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.Region;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The values of GPT-2 small, all 124 million of them, measured against its plan.
 *
 * <p>False alarms: the 148 tensors make 50 means and 50 standard deviations (the others are
 * constants, compared exactly), each refused beyond 6 of its own standard errors: 2e-9, so over
 * other seeds the test would fail perfect values once in 5 million.
 */
class Gpt2ValuesTest {
  private static final double SIGMAS = 6;
  private static final Path MANIFEST = Path.of("examples", "gpt2-small.json");
  private static final String HEAD =
      "    {\"name\": \"lm_head.weight\", \"shape\": [50257, 768], \"tied_to\": \"wte.weight\"},\n";

  /** The manifest as it is, and with the head that GPT2LMHeadModel ties to the embedding. */
  private static Model model(boolean withHead) throws IOException {
    String json = Files.readString(MANIFEST);
    String list = "\"parameters\": [\n";
    String whole = withHead ? json.replace(list, list + HEAD) : json;
    return Manifest.parse(whole.getBytes(StandardCharsets.UTF_8)).model();
  }

  @Test
  void everyParametersMeanAndStdAreThePlans() throws IOException {
    Model model = model(true);
    int normals = 0;
    try (Backend backend = Backends.installed().open("cpu", BackendOptions.DEFAULT)) {
      for (Parameter parameter : model.parameters()) {
        float[] values = new float[Math.toIntExact(parameter.shape().elementCount())];
        backend.fill(parameter.fill(Region.whole()), Destination.of(values));
        if (parameter.plan() instanceof NormalFill) {
          normals++;
        }
        check(parameter, values);
      }
    }
    assertEquals(50, normals);
  }

  private static void check(Parameter parameter, float[] values) {
    double mean = parameter.moments().mean().getAsDouble();
    double std = parameter.moments().std().getAsDouble();
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value - mean;
      squares += (value - mean) * (value - mean);
    }
    double count = values.length;
    String name = parameter.toString();
    if (std == 0) {
      assertEquals(0, squares, name);
      return;
    }
    assertEquals(0, sum / count, SIGMAS * std / Math.sqrt(count), name);
    double error = std / Math.sqrt(2 * count); // of a normal's standard deviation
    assertEquals(std, Math.sqrt(squares / count), SIGMAS * error, name);
  }

  @Test
  void residualProjectionsAreSmaller() throws IOException {
    int projections = 0;
    for (Parameter parameter : model(true).parameters()) {
      if (parameter.plan() instanceof NormalFill normal) {
        boolean residual = parameter.name().endsWith("c_proj.weight");
        projections += residual ? 1 : 0;
        double std = residual ? 0.02 / Math.sqrt(24) : 0.02; // conformance recipe.gpt2.*
        assertEquals(std, normal.std(), 1e-16, parameter.name());
      }
    }
    assertEquals(24, projections);
  }

  @Test
  void theTiedHeadIsNotDrawnTwice() throws IOException {
    Model tied = model(true);
    Model alone = model(false);
    assertEquals(Map.of("lm_head.weight", "wte.weight"), tied.ties());
    assertTrue(tied.parameter("lm_head.weight").isEmpty());
    assertEquals(124_439_808, tied.elementCount());
    assertEquals(alone.bytes(), tied.bytes());
    for (Parameter parameter : alone.parameters()) {
      Parameter same = tied.parameter(parameter.name()).orElseThrow();
      assertEquals(parameter.fill(Region.whole()), same.fill(Region.whole()));
    }
  }
}
