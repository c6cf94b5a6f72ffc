package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the steps of the workflow in {@code examples/ci}, in a repository as it says. */
class CiRecipeTest {
  private static final Path RECIPE = Path.of("examples", "ci");

  @TempDir Path repository;

  /** The steps of the job {@code cpu} that call the command, in their order. */
  private static List<String> steps() throws IOException {
    String workflow = Files.readString(RECIPE.resolve("weights.yml"));
    String cpu = workflow.substring(workflow.indexOf("\n  cpu:"), workflow.indexOf("\n  gpu:"));
    return Pattern.compile("run: \\|\n((?: {10}.*\n)+)")
        .matcher(cpu)
        .results()
        .map(step -> step.group(1))
        .filter(step -> !step.contains("git clone"))
        .toList();
  }

  @BeforeEach
  void copy() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no /bin/bash to run the steps");
    Path command = Files.createDirectories(repository.resolve("bin")).resolve("tensorinit");
    Files.writeString(
        command,
        String.format(
            "#!/bin/sh%nexec '%s' -cp '%s' %s \"$@\"%n",
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"),
            Main.class.getName()));
    assertTrue(command.toFile().setExecutable(true));
    for (String file : List.of("model.json", "weights.digest")) {
      Files.copy(RECIPE.resolve(file), repository.resolve(file));
    }
  }

  /** GitHub's own default has no pipefail. */
  @Test
  void theShellIsTheOneTriedHere() throws IOException {
    String workflow = Files.readString(RECIPE.resolve("weights.yml"));
    assertTrue(workflow.contains("\ndefaults:\n  run:\n    shell: bash "), workflow);
    assertTrue(!workflow.substring(workflow.indexOf("\njobs:")).contains("shell:"), workflow);
  }

  @Test
  void theWeightsAreTheAgreedOnes() throws IOException, InterruptedException {
    assertEquals(2, steps().size());
    for (String step : steps()) {
      assertEquals("0", run(step));
    }
  }

  @Test
  void aChangedTensorIsNamedAndFailsTheJob() throws IOException, InterruptedException {
    Path model = repository.resolve("model.json");
    Files.writeString(model, Files.readString(model).replace("[10, 128]", "[11, 128]"));
    String said = run(steps().get(0));
    assertTrue(said.contains("  fc2.weight\n") && said.contains("  (model)\n"), said);
    assertTrue(!said.contains("  fc1.weight\n") && said.endsWith("1"), said);
  }

  /**
   * What a step prints, then its exit code; with the options that {@code shell: bash} has there.
   */
  private String run(String step) throws IOException, InterruptedException {
    Path script = Files.writeString(repository.resolve("step.sh"), step);
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", script.toString())
            .directory(repository.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .merge("PATH", repository.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return printed + process.waitFor();
  }
}
