package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From living modules of PyTorch to manifests, by {@code init} to checkpoints, and back into the
 * modules: {@code torch_models.py} compares what they then hold with the file's bytes, and with
 * what torch's own layers draw. Skipped where no Python with torch 1.13 or newer is found: in the
 * environment variable TENSORINIT_TEST_PYTHON, as python3, as /usr/bin/python3.
 */
class TorchModuleTest {
  private static final Path SCRIPTS = Path.of("src", "test", "python");
  private static Optional<String> python = Optional.empty();

  @TempDir Path folder;

  @BeforeAll
  static void findPython() throws InterruptedException {
    List<String> candidates = new ArrayList<>();
    Optional.ofNullable(System.getenv("TENSORINIT_TEST_PYTHON")).ifPresent(candidates::add);
    candidates.addAll(List.of("python3", "/usr/bin/python3"));
    for (String candidate : candidates) {
      try {
        if (run(candidate, "torch_models.py", "manifest", "layer").exitCode() == 0) {
          python = Optional.of(candidate);
          return;
        }
      } catch (IOException e) {
        // there is no such program
      }
    }
  }

  private static CommandRun run(String program, String script, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(program, "-B", SCRIPTS.resolve(script).toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return ChildCommand.run(new ProcessBuilder(command));
  }

  private static CommandRun python(String script, Object... arguments) throws Exception {
    assumeTrue(
        python.isPresent(),
        "no Python with torch 1.13 or newer: modules of PyTorch are not walked and not loaded");
    CommandRun run = run(python.get(), script, arguments);
    assertEquals(0, run.exitCode(), run.err());
    return run;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cnn", "lstm", "layer", "encoder", "transformer", "tied", "dtypes"})
  void aModuleHoldsTheFilesValuesWhichAreOfTorchsOwnLaw(String name) throws Exception {
    String json = python("torch_models.py", "manifest", name).out();
    assertEquals(json, python("torch_models.py", "manifest", name, "meta").out());
    Path manifest = Files.writeString(folder.resolve("module.json"), json);
    Path file = folder.resolve("module.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    python("torch_models.py", "check", name, file);
    python("torch_models.py", "check", name, file, "meta");
  }

  /** Three ranks that cut every parameter along its first axis. */
  @Test
  void aModuleIsLoadedFromRanksPieces() throws Exception {
    String json = python("torch_models.py", "manifest", "lstm").out();
    Path manifest =
        Files.writeString(
            folder.resolve("module.json"),
            json.replace("\"recipe\": \"pytorch\"", "\"recipe\": \"pytorch\", \"shard\": 0"));
    Path whole = folder.resolve("module.safetensors");
    CommandRun.of("init", manifest, "-o", whole).assertDone();
    Path pieces = folder.resolve("pieces");
    for (int rank = 0; rank < 3; rank++) {
      CommandRun.of("init", manifest, "-o", pieces, "--shard", rank + "/3").assertDone();
    }
    python("torch_models.py", "check", "lstm", whole, pieces);
  }

  @Test
  void whatDoesNotFitIsRefusedAndTheRestIsNoted() throws Exception {
    CommandRun run = python("tensorinit_torch_test.py");
    assertTrue(run.err().strip().endsWith("OK"), run.err());
  }
}
