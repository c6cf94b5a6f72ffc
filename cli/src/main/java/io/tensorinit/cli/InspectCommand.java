package io.tensorinit.cli;

import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Histogram;
import io.tensorinit.checkpoint.PlanAgreement;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.OtherMember;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** {@code tensorinit inspect}. */
final class InspectCommand implements Subcommand {
  private static final int PICTURE_WIDTH = 16;
  private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";

  private final Console console;

  private final Setting<Path> file =
      Setting.argument(
          Path.class, "0", "FILE", "The checkpoint: a .safetensors or .npz file, or a folder.");

  private final Setting<Boolean> json =
      Setting.flag("Print JSON in the place of a table.", "--json");

  private final Setting<Path> report =
      Setting.option(
          Path.class,
          "REPORT",
          "Write a page with pictures and warnings into this file, in the place of the table: one"
              + " file that needs no network, for any browser.",
          "--html");

  private final Setting<Boolean> digest =
      Setting.flag(
          "Print the digest of each tensor and, last, of the model, as init --digest does, and"
              + " nothing else.",
          "--digest");

  private final Setting<Path> against =
      Setting.option(
          Path.class,
          "MANIFEST",
          "Set the statistics beside those of a model's plan; exit code 1 if one lies outside of what"
              + " sampling can explain, a tensor is missing or is not the model's.",
          "--against");

  private final ModelOptions modelOptions = new ModelOptions();

  InspectCommand(Console console) {
    this.console = console;
  }

  @Override
  public CommandSpec description(String name) {
    List<Setting<?>> settings = new ArrayList<>(List.of(file, json, report, digest, against));
    settings.addAll(modelOptions.settings());
    return Subcommand.description(
        name,
        this,
        "Prints statistics and a histogram of each tensor of a checkpoint.",
        settings,
        "",
        "NaN are counted and left out of everything else. Of a complex tensor count, zeros and NaN"
            + " count elements; mean is that of the real parts and std the root of the total"
            + " variance, as plan prints them; min, max and histogram are those of all real and"
            + " imaginary parts, so that the histogram counts up to twice count.",
        "",
        "--against allows for what a sample of that size can show: a file as planned is taken for"
            + " another one in a million at most, all its tensors together, whatever its seed. Bounds"
            + " and constants must hold to rounding, and nothing may be NaN.");
  }

  @Override
  public Integer call() throws IOException {
    Path checkpoint = InputFiles.requireCheckpoint(file.required());
    Optional<Path> html = report.value();
    if (html.isPresent()) {
      PagePlace.requireOther(html.get(), "FILE", checkpoint);
      PagePlace.requireOther(html.get(), "MANIFEST", against.orNull());
      PagePlace.requireOther(html.get(), "what --like names", modelOptions.like());
      PagePlace.requirePageName(html.get());
    }
    return digest.isSet() ? printDigests(checkpoint) : inspect(checkpoint, html);
  }

  private int inspect(Path checkpoint, Optional<Path> html) throws IOException {
    Optional<Model> model = model();
    PlanAgreement agreement = new PlanAgreement(List.of());
    List<TensorStatistics> tensors;
    try (WorkProgress progress = new WorkProgress("inspect", console, false)) {
      if (model.isPresent()) {
        agreement = Checkpoints.inspect(checkpoint, model.get(), progress);
        tensors = agreement.found();
      } else {
        tensors = Checkpoints.inspect(checkpoint, progress);
      }
    }
    if (html.isPresent()) {
      TensorPage page =
          model.isPresent()
              ? FilePage.of(
                  checkpoint, model.get(), modelOptions.title(against.orNull()), agreement)
              : FilePage.of(checkpoint, tensors);
      page.write(html.get());
    }
    if (json.isSet()) {
      JsonWriter.write(model.isPresent() ? agreement.toTree() : tree(tensors), console.out());
    } else if (html.isEmpty()) {
      (model.isPresent() ? PlannedTable.of(agreement) : table(tensors)).print(console.out());
    }
    int outside = agreement.outside().size();
    if (outside > 0) {
      console
          .err()
          .println(
              Printable.of(
                  "tensorinit: "
                      + NumberText.count(outside)
                      + " of "
                      + NumberText.counted(agreement.tensors().size(), "tensor")
                      + " not as planned, the first: "
                      + agreement.outside().get(0)));
      return ExitCode.NO;
    }
    noteOthers(checkpoint);
    return ExitCode.DONE;
  }

  private int printDigests(Path checkpoint) throws IOException {
    if (json.isSet() || report.value().isPresent() || against.value().isPresent()) {
      throw new IllegalArgumentException(
          "--digest prints nothing else: no --json, --html, --against");
    }
    try (WorkProgress progress = new WorkProgress("inspect", console, false)) {
      DigestLines.print(Checkpoints.digests(checkpoint, progress), true, console.out());
    }
    noteOthers(checkpoint);
    return ExitCode.DONE;
  }

  private static Map<String, Object> tree(List<TensorStatistics> tensors) {
    return Map.of("tensors", tensors.stream().map(TensorStatistics::toTree).toList());
  }

  /** The model to compare with, if one was asked for. */
  private Optional<Model> model() throws IOException {
    Path manifest = against.orNull();
    if (manifest == null && !modelOptions.isGiven()) {
      return Optional.empty();
    }
    if (manifest == null && !modelOptions.isLike()) {
      throw new IllegalArgumentException(
          "--seed and --recipe need a model: --against MANIFEST, or --like FILE");
    }
    Model model = modelOptions.read(manifest);
    modelOptions.noteLeftOut(console, Set.of());
    return Optional.of(model);
  }

  /** Says what the file holds besides the tensors that were listed. */
  private void noteOthers(Path checkpoint) throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(checkpoint)) {
      for (OtherMember other : reader.others()) {
        console.notice(
            checkpoint + ": passed over \"" + other.name() + "\", which " + other.reason());
      }
    }
  }

  private static Table table(List<TensorStatistics> tensors) {
    Table table =
        new Table(
            "name",
            "shape",
            "dtype",
            ">bytes",
            ">count",
            ">mean",
            ">std",
            ">min",
            ">max",
            ">zeros",
            ">NaN",
            "histogram");
    for (TensorStatistics tensor : tensors) {
      table.add(
          tensor.tensor().name(),
          NumberText.shape(tensor.tensor().shape()),
          tensor.tensor().dtype(),
          NumberText.count(tensor.tensor().byteCount()),
          NumberText.count(tensor.count()),
          NumberText.value(tensor.mean()),
          NumberText.value(tensor.std()),
          NumberText.value(tensor.min()),
          NumberText.value(tensor.max()),
          counted(tensor, tensor.zeros()),
          counted(tensor, tensor.nan()),
          picture(tensor.histogram()));
    }
    return table;
  }

  /** A number of values, where there are values. */
  private static String counted(TensorStatistics tensor, long number) {
    return tensor.hasValues() ? NumberText.count(number) : NumberText.NONE;
  }

  /** A histogram in one line, the highest column full. */
  private static String picture(Histogram histogram) {
    long[] counts = histogram.counts();
    int bins = counts.length / PICTURE_WIDTH;
    long[] columns = new long[bins == 0 ? 0 : PICTURE_WIDTH];
    long highest = 1;
    for (int i = 0; i < columns.length * bins; i++) {
      columns[i / bins] += counts[i];
      highest = Math.max(highest, columns[i / bins]);
    }
    StringBuilder picture = new StringBuilder();
    for (long column : columns) {
      double height = (double) column / highest * (HEIGHTS.length() - 1);
      picture.append(HEIGHTS.charAt((int) Math.ceil(height)));
    }
    return picture.toString();
  }
}
