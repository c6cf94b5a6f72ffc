package io.tensorinit.checkpoint;

import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the statistics of a file's tensors are what a model's plan makes likely, whatever the
 * seed. A file that was filled by the plan is found to disagree with a probability of at most
 * {@value #FALSE_ALARM_RATE}, all its tensors together; the same share of it is every test's
 * (Bonferroni). A test of numbers alone: it finds a wrong law, scale or dtype and damaged values,
 * not another seed.
 *
 * @param tensors the file's tensors in its order, then those it lacks
 */
public record PlanAgreement(List<PlannedTensor> tensors) {
  /** The probability that a file as planned is found to disagree, at most. */
  public static final double FALSE_ALARM_RATE = 1e-6;

  /** The ends of the intervals that chance can pass: two of the mean, two of the std. */
  private static final int ENDS = 4;

  /** Copies the list. */
  public PlanAgreement {
    tensors = List.copyOf(tensors);
  }

  static PlanAgreement of(Model model, List<TensorStatistics> found) {
    Map<String, Parameter> missing = new HashMap<>();
    model.parameters().forEach(parameter -> missing.put(parameter.name(), parameter));
    double probability = FALSE_ALARM_RATE / (ENDS * Math.max(1, found.size()));
    List<PlannedTensor> tensors = new ArrayList<>();
    for (TensorStatistics tensor : found) {
      String name = tensor.tensor().name();
      String stored = model.ties().getOrDefault(name, name);
      Optional<Parameter> planned = model.parameter(stored);
      missing.remove(name);
      List<String> outside =
          planned
              .map(parameter -> outside(parameter, tensor, probability))
              .orElse(tensor.tensor().type().dtype().isPresent() ? List.of("extra") : List.of());
      tensors.add(new PlannedTensor(name, Optional.of(tensor), planned, outside));
    }
    for (Parameter parameter : model.parameters()) {
      if (missing.containsKey(parameter.name())) {
        tensors.add(
            new PlannedTensor(
                parameter.name(), Optional.empty(), Optional.of(parameter), List.of("missing")));
      }
    }
    return new PlanAgreement(tensors);
  }

  private static List<String> outside(
      Parameter parameter, TensorStatistics found, double probability) {
    TensorInfo tensor = found.tensor();
    List<String> other = new ArrayList<>();
    if (!tensor.type().dtype().equals(Optional.of(parameter.dtype()))) {
      other.add("dtype");
    }
    if (!tensor.shape().equals(parameter.shape())) {
      other.add("shape");
    }
    return other.isEmpty() ? new SamplingError(parameter, found, probability).outside() : other;
  }

  /**
   * The tensors that are not as planned.
   *
   * @return those with something {@linkplain PlannedTensor#outside outside}, none if all is well
   */
  public List<PlannedTensor> outside() {
    return tensors.stream().filter(tensor -> !tensor.outside().isEmpty()).toList();
  }

  /**
   * The statistics of the file's tensors.
   *
   * @return the statistics, in the file's order
   */
  public List<TensorStatistics> found() {
    return tensors.stream().flatMap(tensor -> tensor.found().stream()).toList();
  }

  /**
   * This as a tree for JSON, as the command prints it: {@code tensors} and {@code
   * false_alarm_rate}.
   *
   * @return a fresh map, see {@link PlannedTensor#toTree}
   */
  public Map<String, Object> toTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("tensors", tensors.stream().map(PlannedTensor::toTree).toList());
    tree.put("false_alarm_rate", FALSE_ALARM_RATE);
    return tree;
  }
}
