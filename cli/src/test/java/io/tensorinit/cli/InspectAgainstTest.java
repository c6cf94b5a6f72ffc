package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect --against}. */
class InspectAgainstTest {
  /** Every kind of law: light and heavy tails, steps, patterns, matrices, compositions, dtypes. */
  private static final String LAWS =
      """
      { "parameters": [
        { "name": "normal", "shape": [30, 20], "init": "random_normal" },
        { "name": "he", "shape": [30, 20], "init": "he_normal", "dtype": "BF16" },
        { "name": "one-sided", "shape": [99], "init":
          { "class_name": "torch:trunc_normal_", "config": { "mean": 1, "std": 2, "a": 0, "b": 5 } } },
        { "name": "uniform", "shape": [64], "init": "glorot_uniform", "dtype": "F16" },
        { "name": "eighth", "shape": [50, 10], "init": "he_uniform", "dtype": "F8_E5M2" },
        { "name": "constant", "shape": [7], "dtype": "F8_E4M3", "init":
          { "class_name": "Constant", "config": { "value": 0.1 } } },
        { "name": "orthogonal", "shape": [64, 32], "init": "orthogonal" },
        { "name": "parts", "shape": [12, 4], "init": "orthogonal", "parts": [4, 4, 4] },
        { "name": "sparse", "shape": [40, 30], "init":
          { "class_name": "torch:sparse_", "config": { "sparsity": 0.3 } } },
        { "name": "log-normal", "shape": [400], "init": "log_normal" },
        { "name": "exponential", "shape": [400], "init": "exponential" },
        { "name": "binomial", "shape": [100], "init":
          { "class_name": "binomial", "config": { "n": 5, "p": 0.2 } } },
        { "name": "tiny", "shape": [2], "init": "he_normal" },
        { "name": "identity", "shape": [5, 5], "init": "identity" },
        { "name": "scaled", "shape": [50, 10], "init": "he_normal", "scale": 0.3 },
        { "name": "double", "shape": [50, 10], "init": "random_normal", "dtype": "F64" },
        { "name": "none", "shape": [0, 3], "init": "ones" },
        { "name": "tied", "shape": [30, 20], "tied_to": "normal" } ] }
      """;

  @TempDir Path folder;

  /**
   * Files as planned, of twenty seeds: each is taken for another with a probability of a millionth
   * at most.
   */
  @Test
  void filesAsPlannedAreFoundSo() throws IOException {
    Path manifest = Manifests.write(folder, "laws.json", LAWS);
    Path file = folder.resolve("w.npz");
    Path halves = Manifests.write(folder, "halves.json", LAWS.replaceAll("BF16|F8_E...", "F16"));
    Path safetensors = folder.resolve("w.safetensors");
    for (int seed = 1; seed <= 20; seed++) {
      CommandRun.of("init", halves, "-o", file, "--seed", seed).assertDone();
      CommandRun.of("init", manifest, "-o", safetensors, "--seed", seed).assertDone();
      CommandRun.of("inspect", file, "--against", halves).assertDone();
      CommandRun.of("inspect", safetensors, "--against", manifest).assertDone();
    }
  }

  @Test
  void setsStatisticsBesideThePlans() throws IOException {
    Path file = folder.resolve("w.npz");
    Path manifest = Manifests.mixed(folder);
    CommandRun.of("init", manifest, "-o", file).assertDone();
    List<String> lines =
        CommandRun.of("inspect", file, "--against", manifest, "--seed", 9)
            .assertDone()
            .out()
            .lines()
            .toList();
    assertTrue(
        lines
            .get(0)
            .matches("name +shape +dtype +mean +planned +std +planned +min +planned .* outside"));
    assertTrue(
        lines
            .get(1)
            .matches(
                "dense.weight +64x48 +F32 +-?[0-9.E-]+ +0 +0\\.20[0-9]+ +0\\.2041 +-0\\.4[0-9]+"
                    + " +-0\\.4641 +0\\.4[0-9]+ +0\\.4641 +0"),
        lines.get(1));
    assertEquals(7, lines.size());
  }

  /** A wrong law, scale, constant, dtype, shape; what is missing and what is too much. */
  @Test
  void namesWhatLiesOutside() throws IOException, JsonException {
    Path file = folder.resolve("w.npz");
    CommandRun.of(
            "init",
            Manifests.write(
                folder,
                "is.json",
                """
                { "parameters": [
                  { "name": "a", "shape": [300, 200], "init": "he_normal" },
                  { "name": "b", "shape": [300], "init": "ones" },
                  { "name": "c", "shape": [30, 40], "init": "he_uniform" },
                  { "name": "d", "shape": [30, 40], "init": "he_uniform" },
                  { "name": "e", "shape": [30, 40], "init": "he_uniform" },
                  { "name": "f", "shape": [30, 40], "init": "he_uniform" } ] }
                """),
            "-o",
            file)
        .assertDone();
    Path planned =
        Manifests.write(
            folder,
            "planned.json",
            """
            { "parameters": [
              { "name": "a", "shape": [300, 200], "init": "he_normal", "scale": 1.1 },
              { "name": "b", "shape": [300], "init": "zeros" },
              { "name": "c", "shape": [30, 40], "init": "he_uniform", "dtype": "F16" },
              { "name": "d", "shape": [40, 30], "init": "he_uniform" },
              { "name": "e", "shape": [30, 40], "init": "he_uniform" },
              { "name": "g", "shape": [30, 40], "init": "he_uniform" } ] }
            """);
    CommandRun run = CommandRun.of("inspect", file, "--against", planned, "--json");
    assertEquals(1, run.exitCode());
    assertEquals(1, run.err().lines().count());
    assertTrue(
        run.err()
            .matches(
                "tensorinit: 6 of 7 tensors not as planned, the first: a: std 0\\.1[0-9]+,"
                    + " planned 0\\.1[0-9]+\n"),
        run.err());
    Map<?, ?> tree = (Map<?, ?>) JsonReader.read(run.out().getBytes(StandardCharsets.UTF_8));
    assertEquals(1e-6, tree.get("false_alarm_rate"));
    List<?> tensors = (List<?>) tree.get("tensors");
    assertEquals(
        List.of(
            List.of("std"),
            List.of("mean", "max"),
            List.of("dtype"),
            List.of("shape"),
            List.of(),
            List.of("extra"),
            List.of("missing")),
        tensors.stream().map(tensor -> ((Map<?, ?>) tensor).get("outside")).toList());
    Map<?, ?> b = (Map<?, ?>) tensors.get(1);
    assertEquals(1.0, b.get("mean"));
    Map<?, ?> law = (Map<?, ?>) b.get("plan");
    assertEquals(List.of("mean", "std", "min", "max"), List.copyOf(law.keySet()));
    assertEquals(Arrays.asList(0.0, 0.0, 0.0, 0.0), List.copyOf(law.values()));
    assertEquals(null, ((Map<?, ?>) tensors.get(5)).get("plan"));
    assertEquals("g", ((Map<?, ?>) tensors.get(6)).get("name"));
  }

  @Test
  void optionsOfAModelNeedOne() throws IOException {
    Path file = folder.resolve("w.npz");
    CommandRun.of("init", Manifests.mixed(folder), "-o", file).assertDone();
    CommandRun.of("inspect", file, "--seed", 3)
        .assertFails(2, "--seed and --recipe need a model: --against MANIFEST, or --like FILE");
    Path missing = folder.resolve("missing.json");
    CommandRun.of("inspect", file, "--against", missing)
        .assertFails(2, "cannot read " + missing + ": no such file");
  }
}
