package io.tensorinit.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Deeplearning4j's own weight initializations, under the names TensorInit has them by. */
final class WeightInits {
  private static final String PREFIX = "dl4j:";
  private static final String CONSTANT = "WeightInitConstant";

  private WeightInits() {}

  /**
   * A weight initialization as a config object: its name there, and the fields that its JSON has,
   * which are the parameters here.
   *
   * @return empty where Deeplearning4j has no name for it
   */
  static Optional<Map<String, Object>> config(IWeightInit init) {
    JsonNode fields = NeuralNetConfiguration.mapper().valueToTree(init);
    if (fields.has("distribution")) {
      JsonNode distribution = fields.get("distribution");
      String type = distribution.path("type").asText();
      return Optional.of(object(type.substring(type.lastIndexOf('.') + 1), distribution));
    }
    if (fields.has("value")) {
      return Optional.of(object(CONSTANT, fields));
    }
    return nameOf(init).map(name -> object(name, fields));
  }

  /** The config object of a number that all elements have. */
  static Map<String, Object> constant(double value) {
    return Map.of("class_name", PREFIX + CONSTANT, "config", Map.of("value", value));
  }

  /** Whether a config object is a constant's. */
  static boolean isConstant(Map<String, Object> config) {
    return (PREFIX + CONSTANT).equals(config.get("class_name"));
  }

  /** Which constant of the enumeration makes the same class, by Deeplearning4j's own word. */
  private static Optional<String> nameOf(IWeightInit init) {
    for (WeightInit each : WeightInit.values()) {
      if (each != WeightInit.DISTRIBUTION
          && each.getWeightInitFunction().getClass() == init.getClass()) {
        return Optional.of(each.name());
      }
    }
    return Optional.empty();
  }

  private static Map<String, Object> object(String name, JsonNode fields) {
    Map<String, Object> config = new LinkedHashMap<>();
    fields
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isIntegralNumber()) {
                config.put(field.getKey(), field.getValue().longValue());
              } else if (field.getValue().isNumber()) {
                config.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return Map.of("class_name", PREFIX + name, "config", config);
  }
}
