package io.tensorinit.names;

import io.tensorinit.random.Quantile;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A quantile function with the name and the parameters it was asked for by, so that two of the same
 * are equal.
 */
final class NamedQuantile implements Quantile {
  private final String name;
  private final List<Double> parameters;
  private final Quantile function;

  NamedQuantile(String name, Quantile function, Double... parameters) {
    this.name = name;
    this.function = function;
    this.parameters = List.of(parameters);
  }

  @Override
  public double at(double v, double complement) {
    return function.at(v, complement);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedQuantile quantile
        && name.equals(quantile.name)
        && parameters.equals(quantile.parameters);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + parameters.hashCode();
  }

  @Override
  public String toString() {
    return parameters.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
