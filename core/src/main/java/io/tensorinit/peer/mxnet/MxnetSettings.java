package io.tensorinit.peer.mxnet;

import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.RecipeConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code net.initialize} is given: an initializer, MXNet's {@code Mixed} of patterns and
 * initializers, or its {@code Load} of arrays.
 */
final class MxnetSettings {
  private static final List<String> SAVED_PREFIXES = List.of("arg:", "aux:");

  /** An initializer and the names that it is for, which begin with what the pattern matches. */
  record Pair(Pattern pattern, NamedInitializer initializer) {}

  private final RecipeConfig config;

  MxnetSettings(RecipeConfig config) {
    this.config = config;
  }

  /** The initializer of all weights. */
  NamedInitializer init() {
    Object value = config.values().get("init");
    return value == null
        ? config.initializer("mxnet:Uniform", Map.of("scale", 0.07))
        : initializer("init", value);
  }

  /** Mixed's pairs, in order; none if there are no patterns. */
  List<Pair> mixed() {
    List<?> patterns = list("patterns");
    List<?> initializers = list("initializers");
    if (patterns.size() != initializers.size()) {
      throw config.refused("patterns", "as many as initializers", patterns);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < patterns.size(); k++) {
      if (!(patterns.get(k) instanceof String pattern)) {
        throw config.refused("patterns", "a list of regular expressions", patterns);
      }
      try {
        pairs.add(
            new Pair(Pattern.compile(pattern), initializer("initializers", initializers.get(k))));
      } catch (PatternSyntaxException e) {
        throw config.refused("patterns", "a list of regular expressions", pattern);
      }
    }
    return pairs;
  }

  private List<?> list(String key) {
    Object value = config.values().get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw config.refused(key, "a list", value);
  }

  /** Load's arrays by the parameter's name, without {@code arg:} and {@code aux:}. */
  Map<String, NamedInitializer> loaded() {
    Object value = config.values().get("param");
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> arrays)) {
      throw config.refused(
          "param", "an object of names and arrays (init --only-missing keeps a file's)", value);
    }
    Map<String, NamedInitializer> loaded = new LinkedHashMap<>();
    arrays.forEach(
        (key, array) -> {
          String name = String.valueOf(key);
          boolean saved = SAVED_PREFIXES.stream().anyMatch(name::startsWith);
          Map<String, @Nullable Object> tensor = new HashMap<>();
          tensor.put("value", array);
          NamedInitializer given = config.initializer("tensor", tensor);
          loaded.put(
              saved ? name.substring(SAVED_PREFIXES.get(0).length()) : name,
              new NamedInitializer("loaded", given.initializer(), given.seed()));
        });
    return loaded;
  }

  /** A name, MXNet's unless it has a prefix, a config object, or the std of a normal. */
  private NamedInitializer initializer(String key, @Nullable Object value) {
    if (value instanceof String name) {
      return config.initializer(owned(name), Map.of());
    }
    if (value instanceof Number) {
      return config.initializer("mxnet:Normal", Map.of("sigma", value));
    }
    if (value instanceof Map<?, ?> object && object.get("class_name") instanceof String name) {
      Map<String, @Nullable Object> its = new LinkedHashMap<>();
      if (object.get("config") instanceof Map<?, ?> given) {
        given.forEach((parameter, element) -> its.put(String.valueOf(parameter), element));
      }
      return config.initializer(owned(name), its);
    }
    throw config.refused(key, "an initializer: a name, a config object or a number", value);
  }

  private static String owned(String name) {
    return name.indexOf(':') >= 0 || name.indexOf('.') >= 0 ? name : "mxnet:" + name;
  }
}
