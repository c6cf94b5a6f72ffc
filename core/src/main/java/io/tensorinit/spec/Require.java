package io.tensorinit.spec;

import io.tensorinit.tensor.Shape;

/** The checks that several initializers share; each names the parameter and the value. */
final class Require {
  private Require() {}

  static void number(String parameter, double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(parameter + " must be a number, was NaN");
    }
  }

  static double finite(String parameter, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(parameter + " must be finite, was " + value);
    }
    return value;
  }

  static double notNegative(String parameter, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(parameter + " must be 0 or more and finite, was " + value);
    }
    return value;
  }

  static double positive(String parameter, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(parameter + " must be above 0 and finite, was " + value);
    }
    return value;
  }

  static void probability(String parameter, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(parameter + " must lie in 0..1, was " + value);
    }
  }

  static void ascending(String what, double low, double high) {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          what + " needs low <= high, was low " + low + ", high " + high);
    }
  }

  /** Refuses a shape whose rank lies outside {@code least..most}. */
  static void rank(String initializer, Shape shape, int least, int most) {
    if (shape.rank() < least || shape.rank() > most) {
      String allowed =
          most == Integer.MAX_VALUE
              ? "at least " + least
              : least == most ? "" + least : least + " to " + most;
      throw new IllegalArgumentException(
          initializer
              + ": rank must be "
              + allowed
              + ", was "
              + shape.rank()
              + " for shape "
              + shape);
    }
  }
}
