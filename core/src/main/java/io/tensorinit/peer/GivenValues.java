package io.tensorinit.peer;

import io.tensorinit.spec.Constant;
import io.tensorinit.spec.GivenTensor;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values written out in a config: a number, or numbers nested in lists, as NumPy's {@code tolist}
 * gives them; also inside of the object in which Keras 3 wraps an array.
 *
 * @param values the values, row-major
 * @param shape their shape
 */
public record GivenValues(double[] values, Shape shape) {
  /** One line for a constant of this parameter. */
  public static final String FORMULA = "value; an array is repeated along axes to the shape";

  private static final List<String> KERAS_ARRAYS = List.of("__numpy__", "__tensor__");

  /**
   * Reads a parameter's values.
   *
   * @param config the config
   * @param name the parameter
   * @return the values
   * @throws IllegalArgumentException if an element is no number or NaN, or the lists are ragged
   */
  public static GivenValues read(Config config, String name) {
    Object value = unwrapped(config.raw(name));
    List<Long> sizes = new ArrayList<>();
    Object first = value;
    while (first instanceof List<?> list) {
      sizes.add((long) list.size());
      first = list.isEmpty() ? null : list.get(0);
    }
    List<Double> flat = new ArrayList<>();
    if (!collect(value, sizes, 0, flat)) {
      throw config.refused(
          name, config.raw(name), "a number, or numbers in lists of equal lengths");
    }
    return new GivenValues(
        flat.stream().mapToDouble(Double::doubleValue).toArray(),
        Shape.of(sizes.stream().mapToLong(Long::longValue).toArray()));
  }

  private static @Nullable Object unwrapped(@Nullable Object value) {
    if (value instanceof Map<?, ?> object
        && object.get("class_name") instanceof String name
        && KERAS_ARRAYS.contains(name)
        && object.get("config") instanceof Map<?, ?> config) {
      return config.get("value");
    }
    return value;
  }

  private static boolean collect(
      @Nullable Object value, List<Long> sizes, int depth, List<Double> flat) {
    if (depth == sizes.size()) {
      return ConfigValues.number(value)
          .filter(number -> !number.isNaN())
          .map(flat::add)
          .orElse(false);
    }
    if (!(value instanceof List<?> list) || list.size() != sizes.get(depth)) {
      return false;
    }
    for (Object element : list) {
      if (!collect(element, sizes, depth + 1, flat)) {
        return false;
      }
    }
    return true;
  }

  /**
   * A parameter's number, or its array repeated along axes where the tensor is larger.
   *
   * @param config the config
   * @param name the parameter
   * @return the initializer
   * @throws IllegalArgumentException as {@link #read}
   */
  public static Initializer constant(Config config, String name) {
    return config.raw(name) instanceof Number
        ? new Constant(config.number(name))
        : read(config, name).broadcast();
  }

  /** The values, repeated along axes where the tensor is larger. */
  Initializer broadcast() {
    return GivenTensor.broadcast(values, shape);
  }

  /**
   * The values for a tensor of exactly their shape.
   *
   * @return the initializer
   */
  public Initializer exact() {
    return GivenTensor.exact(values, shape);
  }
}
