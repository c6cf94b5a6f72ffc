package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.NameEntry;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.NamedSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A parameter that a config may hold changes something: for one of the tensors below another plan
 * follows from another value, whatever the other words of the config say. Those that do not are
 * listed, each with its reason.
 */
class ParametersThatCountTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(8, 4),
          Shape.of(4, 8),
          Shape.of(8, 8),
          Shape.of(8),
          Shape.of(16), // an LSTM of one unit and one input, fused
          Shape.of(8, 1, 5),
          Shape.of(8, 8, 3, 3),
          Shape.of(3, 3, 8, 8),
          Shape.of(2, 3));

  private static final String HAAR =
      "the owner's matrix is close to Haar distributed by one choice and Haar distributed by the"
          + " other; here it is Haar distributed by both, as the formula says";

  /** What is accepted and decides no value. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "mxnet:Orthogonal rand_type",
          HAAR,
          "jax:delta_orthogonal column_axis",
          "the owner's is the same distribution for both axes, as the formula says");

  @Test
  void everyParameterChangesSomething() {
    Set<String> idle = new TreeSet<>();
    NamedSample.names()
        .forEach(
            entry -> {
              for (ConfigParameter parameter : entry.parameters()) {
                if (!counts(entry, parameter)) {
                  idle.add(entry + " " + parameter.name());
                }
              }
            });
    assertEquals(EXCEPTIONS.keySet().stream().sorted().toList(), List.copyOf(idle));
  }

  /** Whether another value makes another plan, or every other value is refused. */
  private static boolean counts(NameEntry entry, ConfigParameter parameter) {
    boolean refused = true;
    for (Map<String, Object> config : configs(entry)) {
      Object before = outcome(entry, config);
      for (Object value : values(parameter)) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        changed.put(parameter.name(), value);
        Object after = outcome(entry, changed);
        if (!after.equals(before) && !after.equals("refused")) {
          return true;
        }
        refused &= after.equals("refused") || value.equals(config.get(parameter.name()));
      }
    }
    return refused;
  }

  /** The usual config, and those with one word changed: a parameter may count under one only. */
  private static List<Map<String, Object>> configs(NameEntry entry) {
    Map<String, Object> usual = NamedSample.complete(entry);
    List<Map<String, Object>> configs = new ArrayList<>(List.of(usual));
    if (usual.containsKey("input_axes")) { // only both together
      Map<String, Object> config = new LinkedHashMap<>(usual);
      config.put("input_axes", 0);
      config.put("output_axes", 1);
      configs.add(config);
    }
    for (ConfigParameter parameter : entry.parameters()) {
      for (Object word : parameter.choices()) {
        Map<String, Object> config = new LinkedHashMap<>(usual);
        config.put(parameter.name(), word);
        configs.add(config);
      }
    }
    return configs;
  }

  private static List<Object> values(ConfigParameter parameter) {
    switch (parameter.kind()) {
      case NUMBER, NOT_NEGATIVE, POSITIVE, BOUND:
        return List.of(0.01, 0.25, 1.5, 3.0, -0.5, 0);
      case PROBABILITY:
        return List.of(0.25, 0.75);
      case INTEGER:
        return List.of(1, 2, 3, -2, 0);
      case FLAG:
        return List.of(true, false);
      case TEXT:
        return List.of("ifco", "ifgo", "iofg", "i", "o");
      case WORD:
        return List.copyOf(parameter.choices());
      case INTEGERS:
        return List.of(1, 2, List.of(0), List.of(1), List.of(2, 2), List.of(4, 4), List.of(1, 7));
      case NUMBERS:
        return List.of(List.of(0.25, 0.75));
      case INITIALIZER:
        return List.of("ones", "zeros", "normal_");
      case INITIALIZERS:
        return List.of(List.of("ones", "normal_"));
      default:
        return List.of(
            0.5,
            "Uniform",
            "UniformDistribution[{-1, 1}]",
            "hamming",
            7,
            List.of(1, 2, 3, 4, 5, 6, 7, 8));
    }
  }

  /** The plans for all shapes, and the seed; refused where there is no initializer. */
  private static Object outcome(NameEntry entry, Map<String, Object> config) {
    Initializer initializer;
    try {
      initializer = Initializers.get(entry.toString(), config);
    } catch (IllegalArgumentException e) {
      return "refused";
    }
    List<Object> outcomes = new ArrayList<>(List.of(initializer.ownSeed()));
    for (Shape shape : SHAPES) {
      Object outcome;
      try {
        outcome = initializer.lower(shape, initializer.ownLayout().orElse(Layout.OUT_IN));
      } catch (IllegalArgumentException e) {
        outcome = "refused for the shape";
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }
}
