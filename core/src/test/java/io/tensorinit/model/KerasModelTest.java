package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.plan.TruncatedNormalFill;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Models as real software describes them, and the variables it makes of them. */
class KerasModelTest {
  /** Below this many values a spread says little. */
  private static final int FEW = 30;

  /** The std of a standard normal cut at 2, which Keras divides by and TensorFlow.js does not. */
  private static final double UNCORRECTED = 0.87962566103423978;

  /** keras/tfjs-models.json, written by make-models.mjs beside it. */
  @TestFactory
  Stream<DynamicTest> aModelOfTensorFlowJsHasItsVariables() {
    return models("tfjs-models.json")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    (String) row.get("name"),
                    () -> {
                      Model model = read((Map<?, ?>) row.get("model"));
                      Map<String, String> shapes = new TreeMap<>();
                      model
                          .parameters()
                          .forEach(
                              parameter ->
                                  shapes.put(parameter.name(), parameter.shape().toString()));
                      assertEquals(weights(row), shapes);
                      ((List<?>) row.get("weights"))
                          .forEach(weight -> checkMoments((Map<?, ?>) weight, model));
                    }));
  }

  /** keras/keras-2-models.json, written by take-model.mjs beside it. */
  @TestFactory
  Stream<DynamicTest> aModelOfKeras2HasItsVariables() {
    return models("keras-2-models.json")
        .map(
            row ->
                DynamicTest.dynamicTest(
                    (String) row.get("name"),
                    () -> {
                      Map<String, String> shapes = new TreeMap<>();
                      for (Parameter parameter : read((Map<?, ?>) row.get("model")).parameters()) {
                        assertTrue(parameter.name().endsWith(":0"), parameter.name());
                        shapes.put(
                            parameter.name().substring(0, parameter.name().length() - 2),
                            parameter.shape().toString());
                      }
                      assertEquals(weights(row), shapes);
                    }));
  }

  /** The mean and spread of the values TensorFlow.js drew lie where ours are to lie. */
  private static void checkMoments(Map<?, ?> weight, Model model) {
    Parameter parameter = model.parameter((String) weight.get("name")).orElseThrow();
    double mean = ((Number) weight.get("mean")).doubleValue();
    double std = ((Number) weight.get("std")).doubleValue();
    boolean cut = parameter.plan() instanceof TruncatedNormalFill;
    double lawful = parameter.moments().std().getAsDouble() * (cut ? UNCORRECTED : 1);
    long count = parameter.shape().elementCount();
    String said = parameter.name() + ": " + parameter.initializerLabel();
    assertEquals(
        parameter.moments().mean().getAsDouble(), mean, 1e-6 + 5 * lawful / Math.sqrt(count), said);
    if (count >= FEW) {
      assertEquals(lawful, std, 1e-6 + 5 * lawful / Math.sqrt(2.0 * count), said);
    }
  }

  private static Map<String, String> weights(Map<?, ?> row) {
    Map<String, String> shapes = new TreeMap<>();
    for (Object weight : (List<?>) row.get("weights")) {
      Map<?, ?> fields = (Map<?, ?>) weight;
      shapes.put((String) fields.get("name"), fields.get("shape").toString());
    }
    assertTrue(!shapes.isEmpty());
    return shapes;
  }

  private static Model read(Map<?, ?> tree) {
    return Manifest.parse(JsonWriter.compact(tree).getBytes(StandardCharsets.UTF_8)).model();
  }

  private static Stream<Map<?, ?>> models(String file) {
    String name = "/keras/" + file;
    try (InputStream in = Objects.requireNonNull(KerasModelTest.class.getResourceAsStream(name))) {
      Map<?, ?> document = (Map<?, ?>) JsonReader.read(in.readAllBytes());
      List<?> rows = (List<?>) Objects.requireNonNull(document).get("models");
      assertTrue(!rows.isEmpty());
      return rows.stream().map(row -> (Map<?, ?>) row);
    } catch (IOException | JsonException e) {
      throw new AssertionError(e);
    }
  }
}
