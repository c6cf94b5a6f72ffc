package io.tensorinit.peer;

import io.tensorinit.spec.Initializer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The values of one initializer's parameters: what its config holds, the declared defaults for the
 * rest. Every refusal names the initializer as it was spelled, the parameter, the value and what is
 * allowed.
 */
public final class Config {
  private final String owner;
  private final Optional<Peer> prefix;
  private final Map<String, ConfigParameter> declared;
  private final Map<String, @Nullable Object> given;
  private final NestedInitializers nested;

  /**
   * Checks the keys.
   *
   * @param owner the initializer's name as it was spelled, for messages
   * @param prefix the peer whose prefix the name had, if any
   * @param parameters what the config may hold
   * @param common the keys it may hold as other initializers' do, for messages
   * @param given the config, without the keys that belong to every initializer
   * @param nested reads initializers inside the config
   * @throws IllegalArgumentException if the config holds another key or lacks a required one
   */
  Config(
      String owner,
      Optional<Peer> prefix,
      List<ConfigParameter> parameters,
      List<String> common,
      Map<String, @Nullable Object> given,
      NestedInitializers nested) {
    this.owner = owner;
    this.prefix = prefix;
    this.declared = new LinkedHashMap<>();
    parameters.forEach(parameter -> declared.put(parameter.name(), parameter));
    this.given = given;
    this.nested = nested;
    for (String key : given.keySet()) {
      if (!declared.containsKey(key)) {
        throw new IllegalArgumentException(unknown(key, common));
      }
    }
    for (ConfigParameter parameter : parameters) {
      if (parameter.required() && !given.containsKey(parameter.name())) {
        throw new IllegalArgumentException(
            owner + " needs parameter '" + parameter.name() + "', " + parameter.allowed());
      }
    }
  }

  private String unknown(String key, List<String> common) {
    Set<String> taken = new LinkedHashSet<>(declared.keySet());
    taken.addAll(common);
    return owner
        + " has no parameter '"
        + key
        + "'; it takes "
        + String.join(", ", taken)
        + Spelling.didYouMean(key, taken);
  }

  /**
   * The peer whose parameters and rules were asked for by prefix.
   *
   * @return the peer; empty for a name without prefix
   */
  public Optional<Peer> prefix() {
    return prefix;
  }

  /**
   * The initializer's name as it was spelled.
   *
   * @return the name, for messages
   */
  public String owner() {
    return owner;
  }

  /**
   * Whether the config holds the parameter, null included.
   *
   * @param name the parameter, one that is declared
   * @return whether it was given
   */
  public boolean has(String name) {
    declaration(name);
    return given.containsKey(name);
  }

  /**
   * Whether the parameter has a value that is not null, given or by default.
   *
   * @param name the parameter, one that is declared
   * @return whether it has one
   */
  public boolean isPresent(String name) {
    return raw(name) != null;
  }

  /**
   * The value as it was given, or the default.
   *
   * @param name the parameter, one that is declared
   * @return the value, which may be null
   */
  public @Nullable Object raw(String name) {
    ConfigParameter parameter = declaration(name);
    return given.containsKey(name) ? given.get(name) : parameter.fallback();
  }

  private ConfigParameter declaration(String name) {
    ConfigParameter parameter = declared.get(name);
    if (parameter == null) {
      throw new IllegalStateException(owner + " reads '" + name + "', which it does not declare");
    }
    return parameter;
  }

  /**
   * A number: finite, or of {@link ConfigParameter.Kind#BOUND} also infinite; in the range of its
   * kind.
   *
   * @param name the parameter, one that is declared
   * @return the number
   * @throws IllegalArgumentException if the value is no such number
   */
  public double number(String name) {
    Object value = raw(name);
    boolean bound = declaration(name).kind() == ConfigParameter.Kind.BOUND;
    if (bound && value instanceof String text) {
      switch (text) {
        case "inf":
        case "Infinity":
          return Double.POSITIVE_INFINITY;
        case "-inf":
        case "-Infinity":
          return Double.NEGATIVE_INFINITY;
        default:
          throw refused(name, value);
      }
    }
    double number = ConfigValues.number(value).orElseThrow(() -> refused(name, value));
    if (Double.isNaN(number)
        || (Double.isInfinite(number) && !bound)
        || !declaration(name).kind().holds(number)) {
      throw refused(name, value);
    }
    return number;
  }

  /**
   * A number above 0, such as a size of the model.
   *
   * @param name the parameter, one that is declared
   * @return the number
   * @throws IllegalArgumentException if the value is no number above 0
   */
  public double positive(String name) {
    double number = number(name);
    if (!(number > 0)) {
      throw refused(name, raw(name), "a number above 0");
    }
    return number;
  }

  /**
   * A number that may be left out or null.
   *
   * @param name the parameter, one that is declared
   * @return the number; empty where it is left out or null
   * @throws IllegalArgumentException if the value is no finite number
   */
  public Optional<Double> optionalNumber(String name) {
    return isPresent(name) ? Optional.of(number(name)) : Optional.empty();
  }

  /**
   * An integer; 2.0 is refused, as a manifest's sizes refuse it.
   *
   * @param name the parameter, one that is declared
   * @return the integer
   * @throws IllegalArgumentException if the value is no integer of 64 bits
   */
  public long integer(String name) {
    return asLong(name, raw(name));
  }

  private long asLong(String name, @Nullable Object value) {
    return ConfigValues.integer(value)
        .filter(integer -> integer.bitLength() < Long.SIZE)
        .map(BigInteger::longValue)
        .orElseThrow(() -> refused(name, value));
  }

  /**
   * An axis, a shift or another small integer.
   *
   * @param name the parameter, one that is declared
   * @return the integer
   * @throws IllegalArgumentException if the value is no integer of 32 bits
   */
  public int smallInteger(String name) {
    return asInt(name, raw(name));
  }

  private int asInt(String name, @Nullable Object value) {
    long integer = asLong(name, value);
    if (integer != (int) integer) {
      throw refused(name, value);
    }
    return (int) integer;
  }

  /**
   * True or false.
   *
   * @param name the parameter, one that is declared
   * @return the value
   * @throws IllegalArgumentException if the value is neither true nor false
   */
  public boolean flag(String name) {
    if (raw(name) instanceof Boolean flag) {
      return flag;
    }
    throw refused(name, raw(name));
  }

  /**
   * Any text.
   *
   * @param name the parameter, one that is declared
   * @return the text
   * @throws IllegalArgumentException if the value is no text
   */
  public String text(String name) {
    if (raw(name) instanceof String text) {
      return text;
    }
    throw refused(name, raw(name));
  }

  /**
   * One of the declared words, in the owner's spelling, whatever its letter case in the config.
   *
   * @param name the parameter, one that is declared
   * @return the word
   * @throws IllegalArgumentException if the value is none of the words
   */
  public String word(String name) {
    return wordOf(name, raw(name));
  }

  /**
   * One of the declared words that a value is.
   *
   * @param name the parameter, one that is declared
   * @param value the value, of which the config holds more
   * @return the word
   * @throws IllegalArgumentException if the value is none of the words
   */
  public String wordOf(String name, @Nullable Object value) {
    if (value instanceof String text) {
      for (String choice : declaration(name).choices()) {
        if (choice.equalsIgnoreCase(text)) {
          return choice;
        }
      }
    }
    throw refused(name, value);
  }

  /**
   * One integer or a list of integers; null is the empty list.
   *
   * @param name the parameter, one that is declared
   * @return the integers
   * @throws IllegalArgumentException if the value is something else than integers of 32 bits
   */
  public List<Integer> integers(String name) {
    Object value = raw(name);
    if (value == null) {
      return List.of();
    }
    List<Integer> integers = new ArrayList<>();
    for (Object element : value instanceof List<?> list ? list : List.of(value)) {
      if (element == null) {
        throw refused(name, value);
      }
      integers.add(asInt(name, element));
    }
    return integers;
  }

  /**
   * A list of finite numbers.
   *
   * @param name the parameter, one that is declared
   * @return the numbers
   * @throws IllegalArgumentException if the value is no list of finite numbers
   */
  public List<Double> numbers(String name) {
    List<Double> numbers = new ArrayList<>();
    for (Object element : list(name)) {
      numbers.add(
          ConfigValues.number(element)
              .filter(Double::isFinite)
              .orElseThrow(() -> refused(name, raw(name))));
    }
    return numbers;
  }

  private List<?> list(String name) {
    if (raw(name) instanceof List<?> list) {
      return list;
    }
    throw refused(name, raw(name));
  }

  /**
   * A nested initializer.
   *
   * @param name the parameter, one that is declared
   * @return the initializer
   * @throws IllegalArgumentException if the value is no initializer, or one with a seed
   */
  public Initializer initializer(String name) {
    return nested(name, raw(name), "");
  }

  private Initializer nested(String name, @Nullable Object description, String place) {
    try {
      return nested.read(owner + " " + name + place, description);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      String parameter = owner + " parameter '" + name + "'" + place;
      throw message.startsWith(owner + " " + name)
          ? e
          : new IllegalArgumentException(parameter + ": " + message, e);
    }
  }

  /**
   * A list of nested initializers.
   *
   * @param name the parameter, one that is declared
   * @return the initializers, in order
   * @throws IllegalArgumentException if the value is no list of initializers without seeds
   */
  public List<Initializer> initializers(String name) {
    List<Initializer> initializers = new ArrayList<>();
    for (Object element : list(name)) {
      initializers.add(nested(name, element, "[" + initializers.size() + "]"));
    }
    return initializers;
  }

  /**
   * Two bounds of which the first must not exceed the second.
   *
   * @param low the parameter of the lower bound
   * @param high the parameter of the upper bound
   * @throws IllegalArgumentException if they are no numbers, or reversed
   */
  public void requireAscending(String low, String high) {
    if (number(low) > number(high)) {
      throw refused(
          has(high) && !has(low) ? high : low,
          has(high) && !has(low) ? raw(high) : raw(low),
          has(high) && !has(low)
              ? low + " or more, which is " + raw(low)
              : "at most " + high + ", which is " + raw(high));
    }
  }

  /**
   * This config with some parameters more.
   *
   * @param more the parameters and their values
   * @return the config with those in it
   * @throws IllegalArgumentException if one is unknown, or was given before
   */
  public Config with(Map<String, ?> more) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(given);
    more.forEach(
        (name, value) -> {
          if (given.containsKey(name)) {
            throw refused(
                name, value, "given once, but is " + ConfigValues.spelled(given.get(name)));
          }
          all.put(name, value);
        });
    return new Config(owner, prefix, List.copyOf(declared.values()), List.of(), all, nested);
  }

  /**
   * The parameters that were given, as a call.
   *
   * @return for instance {@code jax:orthogonal(scale=1.0E300)}
   */
  String call() {
    return owner
        + given.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + ConfigValues.spelled(entry.getValue()))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * The error for a value that is not what the declaration allows.
   *
   * @param name the parameter, one that is declared
   * @param value what was given
   * @return the error, to be thrown
   */
  public IllegalArgumentException refused(String name, @Nullable Object value) {
    return refused(name, value, declaration(name).allowed());
  }

  /**
   * The error for a value that is not what is allowed.
   *
   * @param name the parameter, one that is declared
   * @param value what was given
   * @param allowed what is allowed, for instance {@code 0 or more}
   * @return the error, to be thrown
   */
  public IllegalArgumentException refused(String name, @Nullable Object value, String allowed) {
    return new IllegalArgumentException(
        owner
            + " parameter '"
            + name
            + "' must be "
            + allowed
            + ", was "
            + ConfigValues.spelled(value));
  }
}
