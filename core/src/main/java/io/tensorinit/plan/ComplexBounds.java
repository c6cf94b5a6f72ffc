package io.tensorinit.plan;

/** What the bounds of a real distribution mean for the two parts of a complex element. */
public enum ComplexBounds {
  /** The user gave the bounds: they hold for each part as they are. */
  PER_PART {
    @Override
    double ofPart(double bound, double middle) {
      return bound;
    }
  },
  /**
   * The bounds follow from a variance that was promised, or were given in units of the standard
   * deviation: each part has half of the variance, so their distance from the mean is multiplied by
   * sqrt(1/2).
   */
  BY_VARIANCE {
    @Override
    double ofPart(double bound, double middle) {
      return middle + (bound - middle) * PART_OF_STD;
    }
  };

  /** The standard deviation of a part, given that of the element: each has half of the variance. */
  static final double PART_OF_STD = Math.sqrt(0.5);

  /** The bound of a part, given the element's bound and the middle of the distribution. */
  abstract double ofPart(double bound, double middle);
}
