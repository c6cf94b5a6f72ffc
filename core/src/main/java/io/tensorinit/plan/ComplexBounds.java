package io.tensorinit.plan;

/** What the bounds of a real distribution mean for the two parts of a complex element. */
public enum ComplexBounds {
  /** The user gave the bounds: they hold for each part as they are. */
  PER_PART,
  /**
   * The bounds follow from a variance that was promised, or were given in units of the standard
   * deviation: each part has half of the variance, so their distance from the mean is multiplied by
   * sqrt(1/2).
   */
  BY_VARIANCE
}
