package io.tensorinit.conformance;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One peer's behaviour: a row of {@code conformance.json}, in TensorInit's terms.
 *
 * @param id the row's id
 * @param peer whose behaviour it is
 * @param name the initializer in the peer's words
 * @param params the peer's parameters
 * @param layout the layout's name
 * @param shape the tensor's shape
 * @param expect what the peer makes
 * @param note what the row says beside
 */
public record ConformanceCase(
    String id,
    String peer,
    String name,
    Map<String, Object> params,
    String layout,
    Shape shape,
    Map<String, Object> expect,
    String note) {

  static ConformanceCase of(Map<?, ?> row) {
    return new ConformanceCase(
        text(row, "id"),
        text(row, "peer"),
        text(row, "initializer"),
        map(row.get("params")),
        text(row, "layout"),
        Shape.of(((List<?>) row.get("shape")).stream().mapToLong(s -> (Long) s).toArray()),
        map(row.get("expect")),
        row.containsKey("note") ? text(row, "note") : "");
  }

  private static String text(Map<?, ?> row, String key) {
    return (String) row.get(key);
  }

  private static Map<String, Object> map(Object value) {
    Map<String, Object> map = new HashMap<>();
    ((Map<?, ?>) value).forEach((key, entry) -> map.put((String) key, entry));
    return map;
  }

  ConformanceCase expecting(Map<String, Object> other) {
    return new ConformanceCase(id, peer, name, params, layout, shape, other, note);
  }

  /** The initializer by the peer's prefix; two peers that are texts are said in our own names. */
  public Initializer initializer() {
    switch (peer) {
      case "d2l":
        return InitializerNames.resolve("mixture", d2lMixture()).initializer();
      case "stackoverflow":
        return InitializerNames.resolve("fan_in_" + name, params).initializer();
      default:
        return InitializerNames.resolve(peer + ":" + name, params).initializer();
    }
  }

  private static Map<String, Object> d2lMixture() {
    return Map.of(
        "probabilities", List.of(0.25, 0.5, 0.25),
        "initializers", List.of(uniform(5, 10), "zeros", uniform(-10, -5)));
  }

  private static Map<String, Object> uniform(double low, double high) {
    return Map.of("class_name", "RandomUniform", "config", Map.of("minval", low, "maxval", high));
  }

  /** The layout by its name. */
  public Layout namedLayout() {
    return Layouts.named(layout);
  }

  /** The type of the elements: float32 where the row names none. */
  public DType dtype() {
    String type = params.getOrDefault("dtype", name.endsWith("C32") ? "complex64" : "float32") + "";
    switch (type) {
      case "float16":
        return DType.F16;
      case "bfloat16":
        return DType.BF16;
      case "complex64":
      case "ComplexF32":
        return DType.C64;
      default:
        return DType.F32;
    }
  }

  /** The plan, after everything that may be refused was asked. */
  public FillPlan plan() {
    Initializer initializer = initializer();
    initializer.requireDType(dtype());
    return initializer.lower(shape, namedLayout());
  }

  /** An expected number; empty where the row has none or null. */
  public OptionalDouble number(String key) {
    return expect.get(key) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  @Override
  public String toString() {
    return id;
  }
}
