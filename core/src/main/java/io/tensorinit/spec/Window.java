package io.tensorinit.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A window of an {@link Stft}: a SciPy window by name and parameters, or given values. Immutable.
 *
 * @param name the name in SciPy; empty where values are given
 * @param numbers the parameters of the named window, or the values
 */
public record Window(String name, List<Double> numbers) {
  /**
   * Checks name and parameters.
   *
   * @throws IllegalArgumentException if there is no such window, or it has other parameters
   */
  public Window {
    numbers = List.copyOf(numbers);
    if (!name.isEmpty()) {
      double[] parameters = function(name).complete(numbers);
      name = function(name).key();
      boolean bad =
          Arrays.stream(parameters).anyMatch(Double::isInfinite)
              || numbers.stream().skip(name.equals("exponential") ? 1 : 0).anyMatch(n -> n.isNaN());
      if (bad) {
        throw new IllegalArgumentException(
            "window " + name + " needs finite parameters, was " + numbers);
      }
    }
  }

  /**
   * A window of SciPy: {@code boxcar, triang, bartlett, hann, hamming, general_hamming(alpha),
   * blackman, blackmanharris, nuttall, flattop, general_cosine(a...), barthann, bohman, parzen,
   * cosine, lanczos, tukey(alpha), kaiser(beta), gaussian(std), general_gaussian(p, sigma),
   * exponential(centre, tau)}, and SciPy's short names of these.
   *
   * @param name the name, in any letter case
   * @param parameters its parameters; NaN for an exponential's centre in the middle
   * @return the window
   * @throws IllegalArgumentException if there is no such window, or it has other parameters
   */
  public static Window named(String name, double... parameters) {
    if (name.isEmpty()) {
      throw unknown(name);
    }
    return new Window(name, Arrays.stream(parameters).boxed().toList());
  }

  /**
   * Given values.
   *
   * @param values one a point of the frame
   * @return the window
   */
  public static Window of(double... values) {
    return new Window("", Arrays.stream(values).boxed().toList());
  }

  private static WindowFunction function(String name) {
    return WindowFunction.find(name).orElseThrow(() -> unknown(name));
  }

  private static IllegalArgumentException unknown(String name) {
    List<String> known = new ArrayList<>();
    for (WindowFunction function : WindowFunction.values()) {
      known.add(function.key());
    }
    return new IllegalArgumentException(
        "window must be one of " + String.join(", ", known) + ", was \"" + name + "\"");
  }

  /** The values for a frame; a named window of one point is 1. */
  double[] values(int length, boolean periodic) {
    if (name.isEmpty()) {
      if (numbers.size() != length) {
        throw new IllegalArgumentException(
            "window must have one value for each of the "
                + length
                + " points of the frame, was "
                + numbers.size());
      }
      return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }
    WindowFunction function = function(name);
    double[] parameters = function.complete(numbers);
    if (!periodic && function == WindowFunction.EXPONENTIAL && !Double.isNaN(parameters[0])) {
      throw new IllegalArgumentException(
          "window exponential takes a centre in its periodic form only, was " + parameters[0]);
    }
    double[] values = new double[length];
    long points = periodic ? length + 1L : length;
    for (int n = 0; n < length; n++) {
      values[n] = points == 1 || length == 1 ? 1 : function.at(n, points, parameters);
    }
    return values;
  }
}
