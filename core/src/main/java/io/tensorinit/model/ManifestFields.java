package io.tensorinit.model;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object in a manifest, read with types: an integer is what JSON writes without
 * fraction or exponent, a truth is no number, and null is a value like any other.
 */
final class ManifestFields {
  private static final int LONGEST_VALUE = 100;

  private final String place;
  private final Map<?, ?> fields;

  /**
   * Takes an object apart.
   *
   * @param place where it stands, for messages
   * @param node what stands there
   * @param allowed the fields it may have
   * @throws ManifestException if it is no object, or has another field
   */
  ManifestFields(String place, @Nullable Object node, List<String> allowed) {
    if (!(node instanceof Map<?, ?> map)) {
      throw new ManifestException(place + " must be an object, was " + spelled(node));
    }
    this.place = place;
    this.fields = map;
    for (Object name : map.keySet()) {
      if (!allowed.contains(name)) {
        throw new ManifestException(
            place
                + ": unknown field "
                + MessageText.quoted((String) name)
                + "; it may have "
                + String.join(", ", allowed));
      }
    }
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The field as it is, null where it is absent or null. */
  @Nullable Object raw(String name) {
    return fields.get(name);
  }

  Optional<String> text(String name) {
    return has(name) ? Optional.of(text(name, raw(name))) : Optional.empty();
  }

  String requiredText(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  private String text(String name, @Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw refused(name, "a text", value);
  }

  /** An integer from {@code least} to 2^63 - 1. */
  Optional<Long> integer(String name, long least) {
    return has(name) ? Optional.of(integer(name, raw(name), least)) : Optional.empty();
  }

  private long integer(String what, @Nullable Object value, long least) {
    if (value instanceof Long integer && integer >= least) {
      return integer;
    }
    String range = least == Long.MIN_VALUE ? "" : " of " + least + " or more";
    String tooLarge = value instanceof BigInteger ? ", at most 2^63 - 1" : "";
    throw refused(what, "an integer" + range + tooLarge, value);
  }

  /** An axis, which the shape checks. */
  Optional<Integer> axis(String name) {
    return has(name) ? Optional.of(axis(name, raw(name))) : Optional.empty();
  }

  private int axis(String what, @Nullable Object value) {
    long axis = integer(what, value, Long.MIN_VALUE);
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, axis));
  }

  Optional<List<Integer>> axes(String name) {
    return has(name) ? Optional.of(each(name, this::axis)) : Optional.empty();
  }

  /** Sizes of 0 or more. */
  long[] sizes(String name) {
    if (!has(name)) {
      throw missing(name);
    }
    return each(name, (what, value) -> integer(what, value, 0)).stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  OptionalDouble number(String name) {
    if (!has(name)) {
      return OptionalDouble.empty();
    }
    if (raw(name) instanceof Number number) {
      return OptionalDouble.of(number.doubleValue());
    }
    throw refused(name, "a number", raw(name));
  }

  /** The elements of an array. */
  List<?> list(String name) {
    if (!has(name)) {
      throw missing(name);
    }
    if (raw(name) instanceof List<?> list) {
      return list;
    }
    throw refused(name, "an array", raw(name));
  }

  /** The fields of an object of any fields; none where it is absent. */
  Map<String, @Nullable Object> object(String name) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (!has(name)) {
      return object;
    }
    if (raw(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> object.put((String) key, value));
      return object;
    }
    throw refused(name, "an object", raw(name));
  }

  private <T> List<T> each(String name, Element<T> reader) {
    List<T> read = new ArrayList<>();
    for (Object element : list(name)) {
      read.add(reader.read(name + "[" + read.size() + "]", element));
    }
    return read;
  }

  /** Reads a text by a function that refuses with an IllegalArgumentException. */
  <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return text(name).map(text -> located(() -> parser.apply(text)));
  }

  /** Runs a step; what it refuses is said to be at this place. */
  <T> T located(Supplier<T> step) {
    try {
      return step.get();
    } catch (ManifestException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new ManifestException(place + ": " + e.getMessage(), e);
    }
  }

  ManifestException missing(String name) {
    return new ManifestException(place + ": field \"" + name + "\" is missing");
  }

  ManifestException refused(String what, String allowed, @Nullable Object value) {
    return new ManifestException(
        place + ": " + what + " must be " + allowed + ", was " + spelled(value));
  }

  static String spelled(@Nullable Object value) {
    if (value instanceof List<?> list && list.size() > LONGEST_VALUE) {
      return "an array of " + list.size() + " elements";
    }
    if (value instanceof Map<?, ?> map && map.size() > LONGEST_VALUE) {
      return "an object of " + map.size() + " fields";
    }
    String json = JsonWriter.compact(value);
    return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...";
  }

  /** Reads an element of an array. */
  private interface Element<T> {
    T read(String what, @Nullable Object value);
  }
}
