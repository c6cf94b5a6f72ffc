package io.tensorinit.random;

/** Refusals shared by the distributions: one sentence that names parameter, value and bound. */
final class Parameters {
  private Parameters() {}

  /** Returns {@code value} if it is a finite number. */
  static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a finite number, but is " + value);
    }
    return value;
  }

  /** Returns {@code value} if it is a finite number above zero. */
  static double positive(String name, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          name + " must be a finite number above 0, but is " + value);
    }
    return value;
  }

  /** Returns {@code value} if it is a finite number, zero or above. */
  static double notNegative(String name, double value) {
    if (!(value >= 0) || value == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          name + " must be a finite number, 0 or above, but is " + value);
    }
    return value;
  }

  /** Refuses a value above the largest one for which a function is worked out. */
  static void atMost(String name, double value, double largest) {
    if (value > largest) {
      throw new IllegalArgumentException(
          name + " must be at most " + (long) largest + ", but is " + value);
    }
  }

  /** Refuses bounds that are not numbers or not in order; infinite ones pass. */
  static void ordered(String lowName, double low, String highName, double high) {
    if (Double.isNaN(low) || Double.isNaN(high)) {
      throw new IllegalArgumentException(
          (Double.isNaN(low) ? lowName : highName) + " must be a number, but is NaN");
    }
    if (low > high) {
      throw new IllegalArgumentException(
          lowName + " must not exceed " + highName + ", but " + low + " > " + high);
    }
  }

  /** Rounds a finite constant to float32, refusing it if it overflows there. */
  static float float32(String name, double value) {
    float rounded = (float) value;
    if (Float.isInfinite(rounded)) {
      throw new IllegalArgumentException(
          name + " must lie within float32 (at most 3.4028235e38), but is " + value);
    }
    return rounded;
  }
}
