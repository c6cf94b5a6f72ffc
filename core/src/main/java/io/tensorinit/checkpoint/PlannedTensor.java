package io.tensorinit.checkpoint;

import io.tensorinit.model.Parameter;
import io.tensorinit.plan.Moments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A tensor's statistics beside its plan's.
 *
 * @param name the tensor's name
 * @param found its statistics; empty where the file lacks it
 * @param planned its plan; empty where the model lacks it
 * @param outside what is not as planned: {@code missing} (in the file), {@code extra} (not in the
 *     model, though of a type that a model can have), {@code dtype}, {@code shape}, or those of
 *     {@code mean}, {@code std}, {@code min}, {@code max} and {@code nan} that lie outside of what
 *     sampling can explain
 */
public record PlannedTensor(
    String name,
    Optional<TensorStatistics> found,
    Optional<Parameter> planned,
    List<String> outside) {
  /** Copies the list. */
  public PlannedTensor {
    outside = List.copyOf(outside);
  }

  /**
   * The tensor in a line.
   *
   * @return its name and what is outside, with what was found and planned where these are numbers
   */
  @Override
  public String toString() {
    return outside.isEmpty()
        ? name + ": as planned"
        : name + ": " + outside.stream().map(this::described).collect(Collectors.joining(", "));
  }

  private String described(String what) {
    Optional<Object> was = found.map(TensorStatistics::toTree).map(tree -> tree.get(what));
    Optional<Object> expected = planned.map(PlannedTensor::law).map(law -> law.get(what));
    return was.isPresent() && expected.isPresent()
        ? what + " " + was.get() + ", planned " + expected.get()
        : what;
  }

  /**
   * This as a tree for JSON, as the command prints it: that of the {@linkplain
   * TensorStatistics#toTree statistics}, or the name alone where there are none, with {@code plan}
   * (mean, std, min and max of the law) and {@code outside}.
   *
   * @return a fresh map; a number that does not exist is NaN in it, which JSON writes as null
   */
  public Map<String, Object> toTree() {
    Map<String, Object> tree =
        found
            .map(TensorStatistics::toTree)
            .orElseGet(() -> new LinkedHashMap<>(Map.of("name", name)));
    tree.put("plan", planned.<Object>map(PlannedTensor::law).orElse(Double.NaN));
    tree.put("outside", outside);
    return tree;
  }

  private static Map<String, Object> law(Parameter parameter) {
    Moments moments = parameter.moments();
    Map<String, Object> law = new LinkedHashMap<>();
    law.put("mean", orNaN(moments.mean()));
    law.put("std", orNaN(moments.std()));
    law.put("min", orNaN(moments.min()));
    law.put("max", orNaN(moments.max()));
    return law;
  }

  private static double orNaN(OptionalDouble number) {
    return number.orElse(Double.NaN);
  }
}
