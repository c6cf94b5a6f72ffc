package io.tensorinit.model;

import io.tensorinit.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody sets of a recipe, read with types. */
final class RecipeConfig {
  private final String recipe;
  private final Map<String, Object> values;

  /**
   * Checks that each key is one of the recipe's.
   *
   * @throws IllegalArgumentException if one is not; the message lists all
   */
  RecipeConfig(String recipe, Map<String, Object> values, Map<String, String> keys) {
    this.recipe = recipe;
    this.values = values;
    for (String key : values.keySet()) {
      if (!keys.containsKey(key)) {
        throw new IllegalArgumentException(
            "recipe \""
                + recipe
                + "\" has no config key "
                + OneLine.quoted(key)
                + (keys.isEmpty() ? "" : "; it has " + String.join(", ", keys.keySet())));
      }
    }
  }

  double number(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw refused(key, "a finite number", value);
  }

  Optional<Long> count(String key) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return Optional.empty();
    }
    if (value instanceof Long count && count > 0) {
      return Optional.of(count);
    }
    if (value instanceof Integer count && count > 0) {
      return Optional.of(count.longValue());
    }
    throw refused(key, "an integer above 0", value);
  }

  boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(key, "true or false", value);
  }

  String text(String key, String otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw refused(key, "a text", value);
  }

  /** One of the words; the first where none is given. */
  String word(String key, String... words) {
    String word = text(key, words[0]);
    if (!List.of(words).contains(word)) {
      throw refused(key, "one of " + String.join(", ", words), word);
    }
    return word;
  }

  /** All that was set, for an initializer that checks it. */
  Map<String, Object> values() {
    return values;
  }

  /** The error of a value that is not allowed. */
  IllegalArgumentException refused(String key, String allowed, Object value) {
    return new IllegalArgumentException(
        "recipe \""
            + recipe
            + "\": "
            + key
            + " must be "
            + allowed
            + ", was "
            + JsonWriter.compact(value));
  }
}
