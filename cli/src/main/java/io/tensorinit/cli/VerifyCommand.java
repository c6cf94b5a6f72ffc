package io.tensorinit.cli;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Comparison;
import io.tensorinit.checkpoint.Difference;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tensorinit verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Makes a model's values again and compares them with a checkpoint, bit for bit (orthogonal"
            + " matrices by method qr that another device made: within their tolerance). Prints \"equal\", or the"
            + " first difference (exit code 1).")
final class VerifyCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The checkpoint: a .safetensors or .npz file, or a folder.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MANIFEST",
      description = "The model it should hold; - is stdin.")
  private @Nullable Path manifest;

  @Mixin private ModelOptions modelOptions;
  @Mixin private FillOptions fillOptions;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    modelOptions.requireOne(manifest);
    InputFiles.requireCheckpoint(file);
    Model model = modelOptions.read(manifest);
    if (model.seedIsFresh()) {
      throw new IllegalArgumentException(
          modelOptions.sourceName(manifest) + ": seed is null: give --seed S");
    }
    Backends.Choice choice = fillOptions.choose();
    Backends.Opened opened = fillOptions.open(choice, model);
    Comparison comparison;
    try (Backend backend = opened.backend();
        WorkProgress progress = new WorkProgress("verify", console, false)) {
      comparison = Checkpoints.verify(model, modelOptions.leftOut(), file, backend, progress);
    }
    Optional<Difference> difference = comparison.difference();
    if (difference.isEmpty()) {
      FillOptions.noteFallback(opened.choice(), console);
      noteRounded(comparison.rounded().size(), model.parameters().size());
      console.out().println("equal");
      return ExitCode.DONE;
    }
    console.out().println("different: " + Printable.of(difference.get().toString()));
    console
        .err()
        .println(
            "tensorinit: "
                + Printable.of(file + " differs from " + modelOptions.sourceName(manifest)));
    return ExitCode.NO;
  }

  private void noteRounded(int rounded, int all) {
    if (rounded > 0) {
      console
          .err()
          .println(
              "tensorinit: "
                  + rounded
                  + " of "
                  + all
                  + " tensors: equal within the tolerance of orthogonal matrices by method qr, made"
                  + " on another device");
    }
  }
}
