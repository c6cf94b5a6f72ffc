package io.tensorinit.cli;

import io.tensorinit.checkpoint.Finding;
import io.tensorinit.checkpoint.Findings;
import io.tensorinit.checkpoint.PlanAgreement;
import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page of a checkpoint, with or without its plan. */
final class FilePage {
  private FilePage() {}

  /** Of a checkpoint of which no plan is known. */
  static TensorPage of(Path file, List<TensorStatistics> tensors) throws IOException {
    List<Finding> findings = Findings.ofFile(file, tensors);
    return new TensorPage(
        name(file),
        List.of(
            size(tensors),
            "No plan was given (--against MANIFEST): the pictures show what was found."),
        PageColumn.ofFile(),
        tensors.stream()
            .map(
                found ->
                    new PlannedTensor(
                        found.tensor().name(), Optional.of(found), Optional.empty(), List.of()))
            .toList(),
        findings,
        "None: no NaN, no infinite, dead, saturated or equal tensors.",
        List.of());
  }

  /** Of a checkpoint beside its plan. */
  static TensorPage of(Path file, Model model, String source, PlanAgreement agreement)
      throws IOException {
    int outside = agreement.outside().size();
    return new TensorPage(
        name(file),
        List.of(
            size(agreement.found()),
            "Set beside the plan of "
                + source
                + ": "
                + (outside == 0
                    ? "all as planned, whatever the seed."
                    : NumberText.count(outside)
                        + " of "
                        + NumberText.counted(agreement.tensors().size(), "tensor")
                        + " not as planned.")),
        PageColumn.ofFileAndPlan(),
        agreement.tensors(),
        Findings.ofFile(file, model, agreement),
        "None: mean, std and bounds of every tensor are as planned.",
        ties(model));
  }

  /** A line each that a tied parameter is. */
  static List<String> ties(Model model) {
    List<String> ties = new ArrayList<>();
    model.ties().forEach((name, of) -> ties.add("tied: " + name + " is " + of));
    return ties;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String size(List<TensorStatistics> tensors) {
    long elements = tensors.stream().mapToLong(TensorStatistics::count).sum();
    long bytes = tensors.stream().mapToLong(tensor -> tensor.tensor().byteCount()).sum();
    return NumberText.counted(tensors.size(), "tensor")
        + ", "
        + NumberText.counted(elements, "element")
        + ", "
        + NumberText.counted(bytes, "byte");
  }
}
