package io.tensorinit.testkit;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.Entries;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.NameEntry;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A name that {@code list} prints, asked for: every parameter given, of a shape that it can fill.
 *
 * @param name the name with its prefix
 * @param config its parameters
 * @param initializer what they make
 * @param shape a shape it fills
 * @param plan the plan for that shape
 */
public record NamedSample(
    String name, Map<String, Object> config, Initializer initializer, Shape shape, FillPlan plan) {

  /** One of them suits every initializer there is. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(8, 4),
          Shape.of(8, 8),
          Shape.of(8),
          Shape.of(8, 1, 5),
          Shape.of(8, 8, 3, 3),
          Shape.of(3, 3, 8, 8),
          Shape.of(1),
          Shape.of(1, 1),
          Shape.of(16), // an LSTM of one unit and one input, fused
          Shape.of(12), // a GRU
          Shape.of(2, 3),
          Shape.scalar());

  /**
   * Every name, once with its defaults and once with each word that a parameter offers.
   *
   * @return the samples, in the order of {@code list}
   */
  public static List<NamedSample> all() {
    return names().flatMap(entry -> configs(entry).stream().map(c -> of(entry, c))).toList();
  }

  /**
   * The names that ship; those that other tests registered are left out.
   *
   * @return the entries, in the order of {@code list}
   */
  public static Stream<NameEntry> names() {
    return Entries.all().stream()
        .filter(entry -> !entry.formula().equals("registered by the program"));
  }

  /**
   * A config with a value for each required parameter and the default for each other.
   *
   * @param entry the name
   * @return the config; may be changed
   */
  public static Map<String, Object> complete(NameEntry entry) {
    Map<String, Object> config = new HashMap<>();
    for (ConfigParameter parameter : entry.parameters()) {
      if (!parameter.required()) {
        config.put(parameter.name(), parameter.fallback());
        continue;
      }
      switch (parameter.kind()) {
        case INITIALIZER -> config.put(parameter.name(), "random_normal");
        case INITIALIZERS -> config.put(parameter.name(), List.of("zeros", 1));
        case NUMBERS -> config.put(parameter.name(), List.of(0.5, 0.5));
        case WORD -> config.put(parameter.name(), parameter.choices().get(0));
        case NUMBER -> config.put(parameter.name(), 1.0);
        case VALUE ->
            config.put(
                parameter.name(),
                parameter.name().equals("embeddings") ? List.of(List.of(1.0)) : (Object) 1L);
        case PROBABILITY -> config.put(parameter.name(), 0.5);
        default -> config.put(parameter.name(), 1L);
      }
    }
    return config;
  }

  private static List<Map<String, Object>> configs(NameEntry entry) {
    Map<String, Object> usual = complete(entry);
    List<Map<String, Object>> configs = new ArrayList<>(List.of(usual));
    for (ConfigParameter parameter : entry.parameters()) {
      for (String word : parameter.choices()) {
        Map<String, Object> config = new LinkedHashMap<>(usual);
        if (!word.equals(config.put(parameter.name(), word))) {
          configs.add(accepted(entry, config, parameter));
        }
      }
    }
    return configs;
  }

  /** A config, with another parameter's word changed where the one that was chosen needs it. */
  private static Map<String, Object> accepted(
      NameEntry entry, Map<String, Object> config, ConfigParameter chosen) {
    if (isAccepted(entry, config)) {
      return config;
    }
    for (ConfigParameter other : entry.parameters()) {
      for (String word : other.equals(chosen) ? List.<String>of() : other.choices()) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        changed.put(other.name(), word);
        if (isAccepted(entry, changed)) {
          return changed;
        }
      }
    }
    return config;
  }

  private static boolean isAccepted(NameEntry entry, Map<String, Object> config) {
    try {
      return Initializers.get(entry.toString(), config) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static NamedSample of(NameEntry entry, Map<String, Object> config) {
    Initializer initializer = Initializers.get(entry.toString(), config);
    IllegalArgumentException refused = null;
    for (Shape shape : SHAPES) {
      try {
        FillPlan plan = initializer.lower(shape, initializer.ownLayout().orElse(Layout.OUT_IN));
        return new NamedSample(entry.toString(), config, initializer, shape, plan);
      } catch (IllegalArgumentException e) {
        refused = e;
      }
    }
    throw new IllegalStateException("no shape suits " + entry + " " + config, refused);
  }

  /**
   * Whether it takes a dtype; this is no backend's decision.
   *
   * @param dtype the type of the elements
   * @return false if the initializer refuses the type, or its bounds overflow it
   */
  public boolean takes(DType dtype) {
    try {
      initializer.requireDType(dtype);
      Moments.of(plan, shape, dtype).requireFits(dtype);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
