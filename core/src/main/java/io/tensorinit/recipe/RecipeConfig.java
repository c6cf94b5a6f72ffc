package io.tensorinit.recipe;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of a recipe that are given, read with types. */
@SuppressWarnings("exports") // of JSpecify's annotations only tools make use
public final class RecipeConfig {
  private final String recipe;
  private final Map<String, @Nullable Object> values;
  private final InitializerLookup lookup;

  /**
   * Checks that each key is one of the recipe's.
   *
   * @param recipe the recipe's name, for messages
   * @param values what is set
   * @param keys what can be set, and what it means
   * @param lookup finds initializers by name
   * @throws IllegalArgumentException if one is not; the message lists all
   */
  public RecipeConfig(
      String recipe,
      Map<String, @Nullable Object> values,
      Map<String, String> keys,
      InitializerLookup lookup) {
    this.recipe = recipe;
    this.values = values;
    this.lookup = lookup;
    for (String key : values.keySet()) {
      if (!keys.containsKey(key)) {
        throw new IllegalArgumentException(
            "recipe \""
                + recipe
                + "\" has no config key "
                + MessageText.quoted(key)
                + (keys.isEmpty() ? "" : "; it has " + String.join(", ", keys.keySet())));
      }
    }
  }

  /**
   * Whether a setting is given.
   *
   * @param key the setting
   * @return whether it is
   */
  public boolean isSet(String key) {
    return values.containsKey(key);
  }

  /**
   * A finite number.
   *
   * @param key the setting
   * @param otherwise the value where it is not set
   * @return the number
   * @throws IllegalArgumentException if it is no finite number
   */
  public double number(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw refused(key, "a finite number", value);
  }

  /**
   * An integer above 0.
   *
   * @param key the setting
   * @return the integer; empty where it is not set
   * @throws IllegalArgumentException if it is no integer above 0
   */
  public Optional<Long> count(String key) {
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

  /**
   * True or false.
   *
   * @param key the setting
   * @param otherwise the value where it is not set
   * @return the value
   * @throws IllegalArgumentException if it is neither true nor false
   */
  public boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(key, "true or false", value);
  }

  /**
   * Any text.
   *
   * @param key the setting
   * @param otherwise the value where it is not set
   * @return the text
   * @throws IllegalArgumentException if it is no text
   */
  public String text(String key, String otherwise) {
    Object value = values.get(key);
    if (value == null && !values.containsKey(key)) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw refused(key, "a text", value);
  }

  /**
   * One of the words; the first where none is given.
   *
   * @param key the setting
   * @param words the words allowed
   * @return the word
   * @throws IllegalArgumentException if it is none of them
   */
  public String word(String key, String... words) {
    String word = text(key, words[0]);
    if (!List.of(words).contains(word)) {
      throw refused(key, "one of " + String.join(", ", words), word);
    }
    return word;
  }

  /**
   * All that was set, for an initializer that checks it.
   *
   * @return the values by key
   */
  public Map<String, @Nullable Object> values() {
    return values;
  }

  /**
   * The initializer of a name with parameters.
   *
   * @param name the name, with or without a peer's prefix
   * @param config its parameters
   * @return the initializer
   * @throws IllegalArgumentException if there is none, or a parameter is not allowed
   */
  public NamedInitializer initializer(String name, Map<String, @Nullable Object> config) {
    return lookup.find(name, config);
  }

  /**
   * The error of a value that is not allowed.
   *
   * @param key the setting
   * @param allowed what is allowed
   * @param value what was set
   * @return the error, to be thrown
   */
  public IllegalArgumentException refused(String key, String allowed, @Nullable Object value) {
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
