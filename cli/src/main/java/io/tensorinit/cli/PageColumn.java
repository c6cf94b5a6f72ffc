package io.tensorinit.cli;

import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.layout.Fans;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A column of a page's table.
 *
 * @param title its heading
 * @param form what stands in it
 * @param rank when it is seen at first: 0 always, 1 unless the window is narrow, 2 only where it is
 *     wide, 3 where all columns are asked for
 * @param cell its text
 */
record PageColumn(String title, Form form, int rank, Function<PlannedTensor, String> cell) {
  /** What stands in a column. */
  enum Form {
    /** A word. */
    TEXT,
    /** Text of any length. */
    PHRASE,
    NUMBER,
    /** A picture, which the page's script draws. */
    PICTURE
  }

  /** Of a checkpoint. */
  static List<PageColumn> ofFile() {
    List<PageColumn> columns = start("values");
    columns.add(found("std", 0, TensorStatistics::std));
    columns.add(found("mean", 1, TensorStatistics::mean));
    columns.add(found("min", 1, TensorStatistics::min));
    columns.add(found("max", 1, TensorStatistics::max));
    columns.addAll(counts(2));
    columns.addAll(sizes(2));
    return columns;
  }

  /** Of a checkpoint beside its plan. */
  static List<PageColumn> ofFileAndPlan() {
    List<PageColumn> columns = start("values");
    columns.add(found("std", 0, TensorStatistics::std));
    columns.add(law("planned std", 0, Moments::std));
    columns.add(found("mean", 1, TensorStatistics::mean));
    columns.add(law("planned mean", 2, Moments::mean));
    columns.add(found("min", 1, TensorStatistics::min));
    columns.add(found("max", 1, TensorStatistics::max));
    columns.add(planned("initializer", 2, Parameter::initializerLabel));
    columns.add(fan("fan in", 3, Fans::in));
    columns.add(fan("fan out", 3, Fans::out));
    columns.add(law("planned min", 3, Moments::min));
    columns.add(law("planned max", 3, Moments::max));
    columns.addAll(counts(3));
    columns.addAll(sizes(3));
    columns.addAll(decisions(3));
    return columns;
  }

  /** Of a plan. */
  static List<PageColumn> ofPlan() {
    List<PageColumn> columns = start("density");
    columns.add(law("std", 0, Moments::std));
    columns.add(law("mean", 1, Moments::mean));
    columns.add(law("min", 1, Moments::min));
    columns.add(law("max", 1, Moments::max));
    columns.add(fan("fan in", 2, Fans::in));
    columns.add(fan("fan out", 2, Fans::out));
    columns.add(planned("initializer", 1, Parameter::initializerLabel));
    columns.addAll(sizes(3));
    columns.addAll(decisions(2));
    return columns;
  }

  private static List<PageColumn> start(String picture) {
    return new ArrayList<>(
        List.of(
            new PageColumn("tensor", Form.TEXT, 0, PlannedTensor::name),
            new PageColumn(
                "shape",
                Form.TEXT,
                1,
                tensor ->
                    tensor
                        .found()
                        .map(found -> found.tensor().shape())
                        .or(() -> tensor.planned().map(Parameter::shape))
                        .map(NumberText::shape)
                        .orElse(NumberText.NONE)),
            new PageColumn(
                "dtype",
                Form.TEXT,
                1,
                tensor ->
                    tensor
                        .found()
                        .map(found -> found.tensor().dtype())
                        .or(() -> tensor.planned().map(planned -> planned.dtype().name()))
                        .orElse(NumberText.NONE)),
            new PageColumn(picture, Form.PICTURE, 0, tensor -> "")));
  }

  /** Elements and bytes. */
  private static List<PageColumn> sizes(int rank) {
    return List.of(
        size("elements", rank, TensorStatistics::count, p -> p.shape().elementCount()),
        size("bytes", 3, found -> found.tensor().byteCount(), Parameter::bytes));
  }

  private static List<PageColumn> counts(int rank) {
    return List.of(
        count("zeros", rank, TensorStatistics::zeros),
        count("NaN", rank, TensorStatistics::nan),
        count("infinite", rank, TensorStatistics::infinite));
  }

  private static List<PageColumn> decisions(int rank) {
    return List.of(
        planned("given by", rank, parameter -> parameter.origin().toString()),
        planned("layout", 3, parameter -> parameter.layout().toString()),
        planned("key", 3, parameter -> parameter.key().toString()));
  }

  private static PageColumn found(
      String title, int rank, Function<TensorStatistics, Double> number) {
    return new PageColumn(
        title,
        Form.NUMBER,
        rank,
        tensor -> NumberText.value(tensor.found().map(number).orElse(Double.NaN)));
  }

  private static PageColumn count(String title, int rank, Function<TensorStatistics, Long> number) {
    return new PageColumn(
        title,
        Form.NUMBER,
        rank,
        tensor ->
            tensor
                .found()
                .filter(TensorStatistics::hasValues)
                .map(number)
                .map(NumberText::count)
                .orElse(NumberText.NONE));
  }

  private static PageColumn law(String title, int rank, Function<Moments, OptionalDouble> number) {
    return new PageColumn(
        title,
        Form.NUMBER,
        rank,
        tensor ->
            NumberText.value(
                tensor
                    .planned()
                    .map(Parameter::moments)
                    .map(number)
                    .orElse(OptionalDouble.empty())
                    .orElse(Double.NaN)));
  }

  private static PageColumn fan(String title, int rank, Function<Fans, Double> which) {
    return new PageColumn(
        title,
        Form.NUMBER,
        rank,
        tensor ->
            tensor
                .planned()
                .flatMap(Parameter::fans)
                .map(which)
                .map(NumberText::fan)
                .orElse(NumberText.NONE));
  }

  private static PageColumn planned(String title, int rank, Function<Parameter, String> text) {
    return new PageColumn(
        title, Form.PHRASE, rank, tensor -> tensor.planned().map(text).orElse(NumberText.NONE));
  }

  private static PageColumn size(
      String title,
      int rank,
      Function<TensorStatistics, Long> found,
      Function<Parameter, Long> planned) {
    return new PageColumn(
        title,
        Form.NUMBER,
        rank,
        tensor ->
            tensor
                .found()
                .map(found)
                .or(() -> tensor.planned().map(planned))
                .map(NumberText::count)
                .orElse(NumberText.NONE));
  }
}
