package io.tensorinit.peer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reading and spelling the values of a config's tree. */
public final class ConfigValues {
  private static final int LONGEST_SPELLING = 60;

  private ConfigValues() {}

  /**
   * A number of any Java type as a double; empty for anything else.
   *
   * @param value a value of the tree
   * @return the number
   */
  public static Optional<Double> number(@Nullable Object value) {
    return value instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
  }

  /**
   * A number of an integer type; empty for anything else, doubles without a fraction included.
   *
   * @param value a value of the tree
   * @return the integer
   */
  public static Optional<BigInteger> integer(@Nullable Object value) {
    if (value instanceof BigInteger big) {
      return Optional.of(big);
    }
    boolean integral =
        value instanceof Long
            || value instanceof Integer
            || value instanceof Short
            || value instanceof Byte;
    return integral && value instanceof Number number
        ? Optional.of(BigInteger.valueOf(number.longValue()))
        : Optional.empty();
  }

  /**
   * The value as a message shows it: texts quoted, long ones cut.
   *
   * @param value a value of the tree
   * @return one line of at most {@value #LONGEST_SPELLING} characters
   */
  public static String spelled(@Nullable Object value) {
    String text = whole(value);
    return text.length() <= LONGEST_SPELLING
        ? text
        : text.substring(0, LONGEST_SPELLING - 3) + "...";
  }

  private static String whole(@Nullable Object value) {
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .limit(LONGEST_SPELLING)
          .map(ConfigValues::whole)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .limit(LONGEST_SPELLING)
          .map(entry -> whole(entry.getKey()) + ": " + whole(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return String.valueOf(value);
  }
}
