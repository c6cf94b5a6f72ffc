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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      paramLabel = "OUT",
      description =
          "The checkpoint: a name that ends in .safetensors, or in .npz (NumPy; without BF16 and F8);"
              + " a folder: safetensors files and their index; - or a pipe: a safetensors file.")
  private @Nullable String output;

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

  @Option(
      names = "--digest",
      description =
          "Print a line with the digest of each tensor and, last, of the model; without OUT nothing"
              + " else is done. A rank prints its share of the tensors' lines.")
  private boolean digest;

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Output> out = Optional.ofNullable(output).map(Output::of);
    Optional<Launch> launch = shardOptions.launch();
    requireAgreement(out);
    Model model = manifest.read();
    if (onlyMissing && out.isPresent()) {
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
        WorkProgress progress = new WorkProgress("init", console, verbose)) {
      digests = write(model, out, launch, backend, progress);
    }
    if (digest) {
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
    if (out.isEmpty() && !digest) {
      throw new IllegalArgumentException("Missing required option: '--output=OUT'");
    }
    Output.Kind kind = out.map(Output::kind).orElse(Output.Kind.FILE);
    if (kind != Output.Kind.FOLDER && shardOptions.isGiven()) {
      throw new IllegalArgumentException(
          out.isEmpty()
              ? "OUT must be given where the model is divided"
              : "OUT must be a folder where the model is divided, was \"" + output + "\"");
    }
    if (kind == Output.Kind.STDOUT && digest) {
      throw new IllegalArgumentException(
          "--digest prints on stdout, where -o - writes the checkpoint: choose one");
    }
    if (kind == Output.Kind.STREAM && digest) {
      throw new IllegalArgumentException("--digest is not for a pipe, was -o " + output);
    }
    if (onlyMissing) {
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
    Optional<Digests> wanted = digest ? Optional.of(digests) : Optional.empty();
    Output out = output.get();
    if (onlyMissing) {
      if (digest) { // before anything is written
        Checkpoints.requireDigests(out.path());
      }
      Checkpoints.write(model, out.path(), FillScope.ONLY_UNINITIALIZED, backend, progress);
      return digest ? Checkpoints.digests(out.path(), Progress.NONE) : digests;
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
