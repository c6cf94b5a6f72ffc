package io.tensorinit.checkpoint;

import io.tensorinit.checkpoint.Finding.Kind;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is worth a look in a model's plan, or in a checkpoint, with or without its plan. */
public final class Findings {
  private Findings() {}

  /**
   * Looks at a plan: types that overflow, parameters that draw the same values, rules that match
   * nothing.
   *
   * @param model the model
   * @return what was found, by kind, then in the model's order
   * @throws IllegalStateException if a parameter is {@linkplain Model#undecided not decided} yet
   */
  public static List<Finding> ofPlan(Model model) {
    List<Finding> findings = new ArrayList<>();
    Map<Object, String> drawn = new HashMap<>();
    for (Parameter parameter : model.parameters()) {
      for (String warning : parameter.warnings()) {
        findings.add(new Finding(Kind.OVERFLOW, List.of(parameter.name()), warning));
      }
      if (Lookalikes.isDrawn(parameter.plan()) && parameter.shape().elementCount() > 0) {
        Object source = List.of(parameter.key(), parameter.plan());
        String first = drawn.putIfAbsent(source, parameter.name());
        if (first != null) {
          String text = "same key " + parameter.key() + " and same initializer";
          findings.add(new Finding(Kind.EQUAL, List.of(parameter.name(), first), text));
        }
      }
    }
    for (String rule : model.idleRules()) {
      findings.add(new Finding(Kind.IDLE_RULE, List.of(), rule));
    }
    return byKind(findings);
  }

  /**
   * Looks at a checkpoint of which no plan is known.
   *
   * @param file the file or folder; tensors whose statistics are equal are read once more
   * @param tensors its statistics
   * @return what was found, by kind, then in the file's order
   * @throws IOException if it cannot be read
   */
  public static List<Finding> ofFile(Path file, List<TensorStatistics> tensors) throws IOException {
    return of(
        file,
        Map.of(),
        tensors.stream()
            .map(
                found ->
                    new PlannedTensor(
                        found.tensor().name(), Optional.of(found), Optional.empty(), List.of()))
            .toList());
  }

  /**
   * Looks at a checkpoint and its plan.
   *
   * @param file the file or folder; tensors whose statistics are equal are read once more
   * @param model what it should hold
   * @param agreement its statistics, set beside the plan
   * @return what was found, by kind, then in the file's order
   * @throws IOException if it cannot be read
   */
  public static List<Finding> ofFile(Path file, Model model, PlanAgreement agreement)
      throws IOException {
    return of(file, model.ties(), agreement.tensors());
  }

  private static List<Finding> of(Path file, Map<String, String> ties, List<PlannedTensor> tensors)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    tensors.forEach(tensor -> findings.addAll(new TensorFindings(tensor).list()));
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      findings.addAll(Lookalikes.of(reader, ties, tensors));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return byKind(findings);
  }

  private static List<Finding> byKind(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::kind)).toList();
  }
}
