package io.tensorinit.cli;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tensorinit init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = "Writes a checkpoint with the initial values of a model's parameters.",
    footer = {
      "",
      "The file appears whole or not at all; an older OUT is replaced in one step. Memory does not"
          + " grow with the model."
    })
final class InitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ManifestArgument manifest;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description =
          "The checkpoint: a name that ends in .safetensors, or in .npz (NumPy; without BF16 and F8).")
  private Path output;

  @Mixin private FillOptions fillOptions;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print a line for each parameter as it is set.")
  private boolean verbose;

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    requireCheckpointName();
    Model model = manifest.read();
    manifest.noteLeftOut(console);
    Backends.Choice choice = fillOptions.choose();
    Backends.Opened opened = fillOptions.open(choice, model);
    try (Backend backend = opened.backend();
        WorkProgress progress = new WorkProgress("init", console, verbose)) {
      Checkpoints.write(model, output, backend, progress);
    }
    FillOptions.noteFallback(opened.choice(), console);
    if (model.seedIsFresh()) { // drawn, not given: unknown, the model could not be made again
      console.notice("seed: " + model.seed());
    }
    return ExitCode.DONE;
  }

  private void requireCheckpointName() {
    try {
      CheckpointFormat.of(output);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "OUT must be NAME.safetensors or NAME.npz (a folder is not there yet), was \""
              + output
              + "\"",
          e);
    }
  }
}
