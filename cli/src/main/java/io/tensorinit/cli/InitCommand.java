package io.tensorinit.cli;

import io.tensorinit.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.model.Model;
import io.tensorinit.spi.Backend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "MANIFEST",
      description = "The model: a JSON file with its parameters and how to initialize them.")
  private Path manifest;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description =
          "The checkpoint: a name that ends in .safetensors, or in .npz (NumPy; without BF16 and F8).")
  private Path output;

  @Mixin private ModelOptions modelOptions;
  @Mixin private FillOptions fillOptions;

  @Option(
      names = {"-v", "--verbose"},
      description = "Print a line for each parameter as it is set.")
  private boolean verbose;

  @Option(names = "--only-missing", hidden = true)
  private boolean onlyMissing;

  @Option(names = "--shard", paramLabel = "K/N", hidden = true)
  private String shard;

  @Option(names = "--rank-from-env", hidden = true)
  private boolean rankFromEnv;

  @Option(names = "--ranks", paramLabel = "N", hidden = true)
  private String ranks;

  @Option(names = "--digest", hidden = true)
  private boolean digest;

  InitCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Inputs.refuse("--only-missing", onlyMissing);
    Inputs.refuse("--shard", shard != null);
    Inputs.refuse("--rank-from-env", rankFromEnv);
    Inputs.refuse("--ranks", ranks != null);
    Inputs.refuse("--digest", digest);
    requireCheckpointName();
    Model model = modelOptions.read(manifest);
    Backends.Choice choice = fillOptions.choose();
    try (Backend backend = fillOptions.open(choice, session.err());
        WorkProgress progress = new WorkProgress("init", session, verbose)) {
      ModelOptions.reportFreshSeed(model, session.err());
      Checkpoints.initialize(model, output, backend, progress);
    }
    return ExitCode.DONE;
  }

  private void requireCheckpointName() {
    try {
      CheckpointFormat.of(output);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "OUT must end in .safetensors or .npz (a folder is not there yet), was \""
              + output
              + "\"",
          e);
    }
  }
}
