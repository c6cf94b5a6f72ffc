package io.tensorinit.model;

import io.tensorinit.layout.Fans;
import io.tensorinit.plan.Moments;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.KnownKind;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What {@code plan --json} prints, as a tree; null where a number does not exist. */
final class PlanReport {
  private PlanReport() {}

  static Map<String, @Nullable Object> of(Model model) {
    List<Parameter> parameters = model.parameters();
    Map<String, @Nullable Object> total = new LinkedHashMap<>();
    total.put("parameters", parameters.size());
    total.put("elements", model.elementCount());
    total.put("bytes", model.bytes());
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("seed", new BigInteger(model.seed().toString()));
    report.put("parameters", new Rows(parameters));
    report.put("total", total);
    return report;
  }

  /**
   * A row a parameter, made when it is asked for: a large model's take more room than the model.
   */
  private static final class Rows extends AbstractList<Map<String, @Nullable Object>> {
    private final List<Parameter> parameters;

    Rows(List<Parameter> parameters) {
      this.parameters = parameters;
    }

    @Override
    public Map<String, @Nullable Object> get(int index) {
      return row(parameters.get(index));
    }

    @Override
    public int size() {
      return parameters.size();
    }
  }

  private static Map<String, @Nullable Object> row(Parameter parameter) {
    Moments moments = parameter.moments();
    Map<String, @Nullable Object> row = new LinkedHashMap<>(32);
    row.put("name", parameter.name());
    List<Object> shape = new ArrayList<>();
    for (long size : parameter.shape().sizes()) {
      shape.add(size);
    }
    row.put("shape", shape);
    row.put("dtype", parameter.dtype().name());
    row.put("initializer", parameter.initializerLabel());
    row.put("fan_in", fan(parameter.fans(), Fans::in));
    row.put("fan_out", fan(parameter.fans(), Fans::out));
    row.put("mean", orNull(moments.mean()));
    row.put("std", orNull(moments.std()));
    row.put("min", orNull(moments.min()));
    row.put("max", orNull(moments.max()));
    row.put("bytes", parameter.bytes());
    row.put("layout", parameter.layout().toString());
    Origin origin = parameter.origin();
    row.put("rule", origin.rule());
    row.put("kind", origin.kind().flatMap(KnownKind::kind).map(Kind::label).orElse(null));
    row.put("kind_guessed", origin.isGuessed());
    row.put("key", parameter.key().toString());
    return row;
  }

  /** A fan is a whole number except under a peer's convention that divides. */
  private static @Nullable Object fan(Optional<Fans> fans, ToDoubleFunction<Fans> which) {
    double fan = fans.map(which::applyAsDouble).orElse(Double.NaN);
    if (fan == (long) fan) {
      return (long) fan;
    }
    return Double.isNaN(fan) ? null : fan;
  }

  private static @Nullable Double orNull(OptionalDouble number) {
    return number.isPresent() ? Double.valueOf(number.getAsDouble()) : null;
  }
}
