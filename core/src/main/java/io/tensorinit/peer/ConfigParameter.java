package io.tensorinit.peer;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A parameter that an initializer's config may hold, as its owner spells it. Immutable.
 *
 * @param name the key in the config
 * @param kind what its value may be
 * @param required whether it has no default
 * @param fallback the value where the config does not hold it, may be null; null if required
 * @param choices the words allowed, in the owner's spelling; empty unless the kind is {@link
 *     Kind#WORD}
 */
public record ConfigParameter(
    String name, Kind kind, boolean required, @Nullable Object fallback, List<String> choices) {

  /** What a parameter's value may be. */
  public enum Kind {
    /** A finite number. */
    NUMBER("a finite number"),
    /** A finite number that is 0 or more, as a standard deviation may be. */
    NOT_NEGATIVE("a finite number, 0 or more"),
    /** A finite number above 0. */
    POSITIVE("a finite number above 0"),
    /** A number in 0..1. */
    PROBABILITY("a number from 0 to 1"),
    /** A number, or an infinity: as a number or one of the texts "inf" and "-inf". */
    BOUND("a number, \"inf\" or \"-inf\""),
    /** An integer; a fraction is refused. */
    INTEGER("an integer"),
    /** True or false. */
    FLAG("true or false"),
    /** Any text. */
    TEXT("a text"),
    /** One of a few words, in any letter case. */
    WORD("a word"),
    /** An integer or a list of integers. */
    INTEGERS("an integer or a list of integers"),
    /** A list of numbers. */
    NUMBERS("a list of finite numbers"),
    /** An initializer: a name, a config object, or a number s for N(0, s). */
    INITIALIZER("an initializer"),
    /** A list of initializers. */
    INITIALIZERS("a list of initializers"),
    /** Anything the owner understands; see its documentation. */
    VALUE("a value");

    /**
     * Whether a number lies in the range of the kind.
     *
     * @param number a number
     * @return true for kinds without a range
     */
    boolean holds(double number) {
      switch (this) {
        case NOT_NEGATIVE:
          return number >= 0;
        case POSITIVE:
          return number > 0;
        case PROBABILITY:
          return number >= 0 && number <= 1;
        default:
          return true;
      }
    }

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    /**
     * What is allowed, as refusals say it.
     *
     * @return for instance "a finite number"
     */
    public String description() {
      return description;
    }
  }

  /** Copies the list. */
  public ConfigParameter {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    choices = List.copyOf(choices);
  }

  /**
   * A finite number with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter number(String name, double fallback) {
    return optional(name, Kind.NUMBER, fallback);
  }

  /**
   * A finite number that is 0 or more, with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter notNegative(String name, double fallback) {
    return optional(name, Kind.NOT_NEGATIVE, fallback);
  }

  /**
   * A finite number above 0, with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter positive(String name, double fallback) {
    return optional(name, Kind.POSITIVE, fallback);
  }

  /**
   * A number that may be infinite, with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter bound(String name, double fallback) {
    return optional(name, Kind.BOUND, fallback);
  }

  /**
   * An integer with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter integer(String name, long fallback) {
    return optional(name, Kind.INTEGER, fallback);
  }

  /**
   * True or false, with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter flag(String name, boolean fallback) {
    return optional(name, Kind.FLAG, fallback);
  }

  /**
   * One of a few words, with a default.
   *
   * @param name the key in the config
   * @param fallback the default
   * @param choices the words allowed, in the owner's spelling
   * @return the parameter
   */
  public static ConfigParameter word(String name, String fallback, String... choices) {
    return new ConfigParameter(name, Kind.WORD, false, fallback, List.of(choices));
  }

  /**
   * A value of a kind that may be left out and has no default: it is null there.
   *
   * @param name the key in the config
   * @param kind what its value may be
   * @return the parameter
   */
  public static ConfigParameter optional(String name, Kind kind) {
    return new ConfigParameter(name, kind, false, null, List.of());
  }

  /**
   * A value of a kind, with a default.
   *
   * @param name the key in the config
   * @param kind what its value may be
   * @param fallback the default
   * @return the parameter
   */
  public static ConfigParameter optional(String name, Kind kind, Object fallback) {
    return new ConfigParameter(name, kind, false, fallback, List.of());
  }

  /**
   * A value of a kind, without a default.
   *
   * @param name the key in the config
   * @param kind what its value may be
   * @return the parameter
   */
  public static ConfigParameter required(String name, Kind kind) {
    return new ConfigParameter(name, kind, true, null, List.of());
  }

  /**
   * One of a few words, without a default.
   *
   * @param name the key in the config
   * @param choices the words allowed, in the owner's spelling
   * @return the parameter
   */
  public static ConfigParameter requiredWord(String name, String... choices) {
    return new ConfigParameter(name, Kind.WORD, true, null, List.of(choices));
  }

  /**
   * What is allowed, the words spelled out.
   *
   * @return for instance {@code one of fan_in, fan_out}
   */
  public String allowed() {
    return kind == Kind.WORD ? "one of " + String.join(", ", choices) : kind.description();
  }

  /**
   * The parameter as a call would show it.
   *
   * @return {@code gain=1.0}, or the name alone if it is required
   */
  @Override
  public String toString() {
    return required ? name : name + "=" + fallback;
  }
}
