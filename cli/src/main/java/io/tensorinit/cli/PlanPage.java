package io.tensorinit.cli;

import io.tensorinit.checkpoint.Findings;
import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.model.Model;
import io.tensorinit.plan.HostWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page of a plan. */
final class PlanPage {
  private PlanPage() {}

  /**
   * Writes the page.
   *
   * @param page its file; it appears whole or not at all
   * @param source what the model comes from
   * @param model the model
   * @throws IOException if it cannot be written
   */
  static void write(Path page, String source, Model model) throws IOException {
    List<String> notes = new ArrayList<>(FilePage.ties(model));
    model.parameters().stream()
        .filter(parameter -> HostWork.isNeeded(parameter.plan()))
        .forEach(parameter -> notes.add("filled through the host: " + parameter.name()));
    new TensorPage(
            "Plan of " + source,
            List.of(
                NumberText.counted(model.parameters().size(), "parameter")
                    + ", "
                    + NumberText.counted(model.elementCount(), "element")
                    + ", "
                    + NumberText.counted(model.bytes(), "byte"),
                "Seed " + model.seed()),
            PageColumn.ofPlan(),
            model.parameters().parallelStream()
                .map(
                    parameter ->
                        new PlannedTensor(
                            parameter.name(), Optional.empty(), Optional.of(parameter), List.of()))
                .toList(),
            Findings.ofPlan(model),
            "None: no type overflows, no two parameters draw the same values.",
            notes)
        .write(page);
  }
}
