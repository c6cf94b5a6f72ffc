package io.tensorinit.cli;

import io.tensorinit.checkpoint.PlanAgreement;
import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.Moments;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Statistics of tensors beside those of a plan, as {@code inspect --against} prints them. */
final class PlannedTable {
  private PlannedTable() {}

  static Table of(PlanAgreement agreement) {
    Table table =
        new Table(
            "name",
            "shape",
            "dtype",
            ">mean",
            ">planned",
            ">std",
            ">planned",
            ">min",
            ">planned",
            ">max",
            ">planned",
            ">NaN",
            "outside");
    agreement.tensors().forEach(tensor -> add(tensor, table));
    return table;
  }

  private static void add(PlannedTensor tensor, Table table) {
    Optional<TensorStatistics> found = tensor.found();
    table.add(
        tensor.name(),
        found
            .map(f -> f.tensor().shape())
            .or(() -> tensor.planned().map(Parameter::shape))
            .map(NumberText::shape)
            .orElse(NumberText.NONE),
        found
            .map(f -> f.tensor().dtype())
            .or(() -> tensor.planned().map(planned -> planned.dtype().name()))
            .orElse(NumberText.NONE),
        value(found, TensorStatistics::mean),
        law(tensor, Moments::mean),
        value(found, TensorStatistics::std),
        law(tensor, Moments::std),
        value(found, TensorStatistics::min),
        law(tensor, Moments::min),
        value(found, TensorStatistics::max),
        law(tensor, Moments::max),
        found
            .filter(TensorStatistics::hasValues)
            .map(f -> NumberText.count(f.nan()))
            .orElse(NumberText.NONE),
        String.join(", ", tensor.outside()));
  }

  private static String value(
      Optional<TensorStatistics> found, Function<TensorStatistics, Double> which) {
    return NumberText.value(found.map(which).orElse(Double.NaN));
  }

  private static String law(PlannedTensor tensor, Function<Moments, OptionalDouble> which) {
    return NumberText.value(
        tensor
            .planned()
            .map(Parameter::moments)
            .map(which)
            .orElse(OptionalDouble.empty())
            .orElse(Double.NaN));
  }
}
