package io.tensorinit.cli;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Comparison;
import io.tensorinit.checkpoint.Difference;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit verify}. */
final class VerifyCommand implements Subcommand {
  private final Console console;

  private final Setting<Path> file =
      Setting.argument(
          Path.class, "0", "FILE", "The checkpoint: a .safetensors or .npz file, or a folder.");

  private final Setting<Path> manifest =
      Setting.optionalArgument(
          Path.class, "1", "MANIFEST", "The model it should hold; - is stdin.");

  private final ModelOptions modelOptions = new ModelOptions();
  private final FillOptions fillOptions = new FillOptions();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String name) {
    List<Setting<?>> settings = new ArrayList<>(List.of(file, manifest));
    settings.addAll(modelOptions.settings());
    settings.addAll(fillOptions.settings());
    return Subcommand.description(
        name,
        this,
        "Makes a model's values again and compares them with a checkpoint, bit for bit (any NaN as"
            + " any other; orthogonal matrices by method qr that another device made: within their"
            + " tolerance). Prints \"equal\", or the"
            + " first difference (exit code 1).",
        settings);
  }

  @Override
  public Integer call() throws IOException {
    return verify(file.required(), manifest.orNull());
  }

  private int verify(Path checkpoint, @Nullable Path against) throws IOException {
    modelOptions.requireOne(against);
    InputFiles.requireCheckpoint(checkpoint);
    Model model = modelOptions.read(against);
    if (model.seedIsFresh()) {
      throw new IllegalArgumentException(
          modelOptions.sourceName(against) + ": seed is null: give --seed S");
    }
    Backends.Choice choice = fillOptions.choose();
    Backends.Opened opened = fillOptions.open(choice, model);
    Comparison comparison;
    try (Backend backend = opened.backend();
        WorkProgress progress = new WorkProgress("verify", console, false)) {
      comparison = Checkpoints.verify(model, modelOptions.leftOut(), checkpoint, backend, progress);
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
                + Printable.of(checkpoint + " differs from " + modelOptions.sourceName(against)));
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
