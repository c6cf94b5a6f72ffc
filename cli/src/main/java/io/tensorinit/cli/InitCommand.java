package io.tensorinit.cli;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Launch;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.checkpoint.ShardPlan;
import io.tensorinit.checkpoint.ShardedCheckpoints;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
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
      "A file appears whole or not at all; an older OUT is replaced in one step, or, of a folder,"
          + " when all of its files are ready. Memory does not grow with the model."
    })
final class InitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private ManifestArgument manifest;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description =
          "The checkpoint: a name that ends in .safetensors, or in .npz (NumPy; without BF16 and F8);"
              + " or a folder: safetensors files and their index.")
  private String output;

  @Mixin private ShardOptions shardOptions;

  @Option(
      names = "--only-missing",
      description =
          "OUT exists: fill in what it lacks of the model, and keep everything else byte for byte.")
  private boolean onlyMissing;

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
    Output out = Output.of(output);
    Optional<Launch> launch = shardOptions.launch();
    if (!out.isFolder() && shardOptions.isGiven()) {
      throw new IllegalArgumentException(
          "OUT must be a folder where the model is divided, was \"" + output + "\"");
    }
    if (onlyMissing) {
      requireCompletable(out);
    }
    Model model = manifest.read();
    if (onlyMissing) {
      manifest.noteLeftOut(console, out.path());
    } else {
      manifest.noteLeftOut(console);
    }
    Backends.Choice choice = fillOptions.choose();
    Backends.Opened opened = fillOptions.open(choice, model);
    try (Backend backend = opened.backend();
        WorkProgress progress = new WorkProgress("init", console, verbose)) {
      write(model, out, launch, backend, progress);
    }
    FillOptions.noteFallback(opened.choice(), console);
    model.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (model.seedIsFresh()) { // drawn, not given: unknown, the model could not be made again
      console.notice("seed: " + model.seed());
    }
    return ExitCode.DONE;
  }

  private void write(
      Model model, Output out, Optional<Launch> launch, Backend backend, Progress progress)
      throws IOException {
    if (onlyMissing) {
      Checkpoints.write(model, out.path(), FillScope.ONLY_UNINITIALIZED, backend, progress);
    } else if (launch.isPresent()) {
      ShardPlan plan = ShardPlan.byRank(model, launch.get().ranks());
      ShardedCheckpoints.writeRank(plan, launch.get(), out.path(), backend, progress);
    } else if (out.isFolder()) {
      ShardPlan plan = ShardPlan.bySize(model, shardOptions.mostBytes());
      ShardedCheckpoints.write(plan, out.path(), backend, progress);
    } else {
      Checkpoints.write(model, out.path(), backend, progress);
    }
  }

  private void requireCompletable(Output out) {
    if (shardOptions.isGiven()) {
      throw new IllegalArgumentException(
          "--only-missing keeps the files that are there, so it divides no model among others");
    }
    if (!Files.exists(out.path())) {
      throw new IllegalArgumentException(
          "--only-missing completes an OUT that exists, there is no " + out.path());
    }
  }
}
