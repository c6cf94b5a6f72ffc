package io.tensorinit.plan;

/**
 * What values are held within, as far as the moments of a plan are concerned.
 *
 * @param low the least value, may be -infinity
 * @param high the largest value, may be +infinity
 */
record Clamp(double low, double high) {
  static final Clamp NONE = new Clamp(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  double of(double value) {
    return Math.min(Math.max(value, low), high);
  }

  /** Whether nothing between these two is changed. */
  boolean spares(double least, double largest) {
    return low <= least && largest <= high;
  }

  /** First that clamp, then this. */
  Clamp after(double innerLow, double innerHigh) {
    return new Clamp(of(innerLow), of(innerHigh));
  }

  /** What x must be held within so that {@code scale x + shift} is held within this. */
  Clamp before(double scale, double shift) {
    double first = (low - shift) / scale;
    double second = (high - shift) / scale;
    return scale > 0 ? new Clamp(first, second) : new Clamp(second, first);
  }

  /** Moments of what cannot be followed: only the bounds. */
  PartMoments boundsOf(PartMoments inner) {
    return spares(inner.min(), inner.max())
        ? inner
        : new PartMoments(
            Double.NaN, Double.NaN, of(inner.min()), of(inner.max()), inner.uniformly());
  }
}
