package io.tensorinit.cli;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Digests;
import io.tensorinit.checkpoint.Launch;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.checkpoint.ShardPlan;
import io.tensorinit.checkpoint.ShardedCheckpoints;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit init}. */
final class InitCommand implements Subcommand {
  private final Console console;

  private final ManifestArgument manifest = new ManifestArgument();
  private final ShardOptions shardOptions = new ShardOptions();
  private final FillOptions fillOptions = new FillOptions();

  private final Setting<String> output =
      Setting.option(
          String.class,
          "OUT",
          "The checkpoint: a name that ends in .safetensors, or in .npz (NumPy; without BF16 and F8);"
              + " a folder: safetensors files and their index; - or a pipe: a safetensors file.",
          "-o",
          "--output");

  private final Setting<Boolean> onlyMissing =
      Setting.flag(
          "OUT exists: fill in what it lacks of the model, and keep everything else byte for byte.",
          "--only-missing");

  private final Setting<Boolean> verbose =
      Setting.flag("Print a line for each parameter as it is set.", "-v", "--verbose");

  private final Setting<Boolean> digest =
      Setting.flag(
          "Print a line with the digest of each tensor and, last, of the model; without OUT nothing"
              + " else is done. A rank prints its share of the tensors' lines.",
          "--digest");

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String name) {
    List<Setting<?>> settings = new ArrayList<>(manifest.settings());
    settings.addAll(shardOptions.settings());
    settings.addAll(fillOptions.settings());
    settings.addAll(List.of(output, onlyMissing, verbose, digest));
    return Subcommand.description(
        name,
        this,
        "Writes a checkpoint with the initial values of a model's parameters.",
        settings,
        "",
        "A file appears whole or not at all; an older OUT is replaced in one step, or, of a folder,"
            + " when all of its files are ready. Memory does not grow with the model.");
  }

  @Override
  public Integer call() throws IOException {
    Optional<Output> out = output.value().map(Output::of);
    Optional<Launch> launch = shardOptions.launch();
    requireAgreement(out);
    Model model = manifest.read();
    if (onlyMissing.isSet() && out.isPresent()) {
      manifest.noteLeftOut(console, out.get().path());
    } else {
      manifest.noteLeftOut(console);
    }
    if (launch.isPresent() && model.seedIsFresh()) {
      throw new IllegalArgumentException(
          "seed is null, so that each rank would draw its own: give --seed S");
    }
    Backends.Choice choice = fillOptions.choose();
    Backends.Opened opened = fillOptions.open(choice, model);
    Digests digests;
    try (Backend backend = opened.backend();
        WorkProgress progress = new WorkProgress("init", console, verbose.isSet())) {
      digests = write(model, out, launch, backend, progress);
    }
    if (digest.isSet()) {
      DigestLines.print(digests, launch.isEmpty(), console.out());
    }
    FillOptions.noteFallback(opened.choice(), console);
    model.warnings().forEach(warning -> console.notice("warning: " + warning));
    if (model.seedIsFresh()) { // drawn, not given: unknown, the model could not be made again
      console.notice("seed: " + model.seed());
    }
    return ExitCode.DONE;
  }

  private void requireAgreement(Optional<Output> out) {
    if (out.isEmpty() && !digest.isSet()) {
      throw new IllegalArgumentException("Missing required option: '--output=OUT'");
    }
    Output.Kind kind = out.map(Output::kind).orElse(Output.Kind.FILE);
    if (kind != Output.Kind.FOLDER && shardOptions.isGiven()) {
      throw new IllegalArgumentException(
          out.isEmpty()
              ? "OUT must be given where the model is divided"
              : "OUT must be a folder where the model is divided, was \"" + output.orNull() + "\"");
    }
    if (kind == Output.Kind.STDOUT && digest.isSet()) {
      throw new IllegalArgumentException(
          "--digest prints on stdout, where -o - writes the checkpoint: choose one");
    }
    if (kind == Output.Kind.STREAM && digest.isSet()) {
      throw new IllegalArgumentException("--digest is not for a pipe, was -o " + output.orNull());
    }
    if (onlyMissing.isSet()) {
      requireCompletable(out, kind);
    }
    if (kind == Output.Kind.STDOUT && console.outIsTerminal()) {
      throw new IllegalArgumentException("-o - writes bytes, but stdout is a terminal");
    }
  }

  private void requireCompletable(Optional<Output> out, Output.Kind kind) {
    if (shardOptions.isGiven()) {
      throw new IllegalArgumentException(
          "--only-missing keeps the files that are there, so it divides no model among others");
    }
    if (kind == Output.Kind.STDOUT || kind == Output.Kind.STREAM || out.isEmpty()) {
      throw new IllegalArgumentException("--only-missing completes a file or a folder OUT");
    }
    if (!Files.exists(out.get().path())) {
      throw new IllegalArgumentException(
          "--only-missing completes an OUT that exists, there is no " + out.get().path());
    }
  }

  /** Does what was asked for; the digests are empty unless they were. */
  private Digests write(
      Model model,
      Optional<Output> output,
      Optional<Launch> launch,
      Backend backend,
      Progress progress)
      throws IOException {
    if (output.isEmpty()) {
      return Checkpoints.digests(model, backend, progress);
    }
    Digests digests = new Digests();
    Optional<Digests> wanted = digest.isSet() ? Optional.of(digests) : Optional.empty();
    Output out = output.get();
    if (onlyMissing.isSet()) {
      if (digest.isSet()) { // before anything is written
        Checkpoints.requireDigests(out.path());
      }
      Checkpoints.write(model, out.path(), FillScope.ONLY_UNINITIALIZED, backend, progress);
      return digest.isSet() ? Checkpoints.digests(out.path(), Progress.NONE) : digests;
    }
    switch (out.kind()) {
      case STDOUT:
        out.stream(console.data(), stream -> Checkpoints.stream(model, stream, backend, progress));
        break;
      case STREAM:
        try (OutputStream pipe = out.open()) {
          out.stream(pipe, stream -> Checkpoints.stream(model, stream, backend, progress));
        }
        break;
      case FOLDER:
        if (launch.isPresent()) {
          ShardPlan plan = ShardPlan.byRank(model, launch.get().ranks());
          ShardedCheckpoints.writeRank(plan, launch.get(), out.path(), backend, progress, wanted);
        } else {
          ShardPlan plan = ShardPlan.bySize(model, shardOptions.mostBytes());
          ShardedCheckpoints.write(plan, out.path(), backend, progress, wanted);
        }
        break;
      case FILE:
        Checkpoints.write(model, out.path(), backend, progress, wanted);
        break;
    }
    return digests;
  }
}
