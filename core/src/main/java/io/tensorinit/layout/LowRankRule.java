package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.Objects;

/**
 * How a convention reads the fans of a tensor of rank 0 or 1. With n the number of its elements,
 * which is 1 for a scalar:
 *
 * <ul>
 *   <li>{@link #BOTH}: fans (n, n);
 *   <li>{@link #OUT_ONLY}: fans (1, n);
 *   <li>{@link #refused}: none.
 * </ul>
 */
public final class LowRankRule {
  /** Fans (n, n): Keras, Deeplearning4j. */
  public static final LowRankRule BOTH = new LowRankRule(Reading.BOTH, "");

  /** Fans (1, n): Lux, Flux. */
  public static final LowRankRule OUT_ONLY = new LowRankRule(Reading.OUT_ONLY, "");

  private enum Reading {
    BOTH,
    OUT_ONLY,
    REFUSED
  }

  private final Reading reading;
  private final String owner;

  private LowRankRule(Reading reading, String owner) {
    this.reading = reading;
    this.owner = owner;
  }

  /**
   * No fans, since a library's fans need two axes: PyTorch, JAX, MXNet, DJL.
   *
   * @param owner the library, for messages
   * @return the rule
   */
  public static LowRankRule refused(String owner) {
    return new LowRankRule(Reading.REFUSED, Objects.requireNonNull(owner, "owner"));
  }

  FanReading read(Shape shape) {
    double n = shape.elementCount();
    switch (reading) {
      case BOTH:
        return FanReading.of(n, n);
      case OUT_ONLY:
        return FanReading.of(1, n);
      default:
        return FanReading.refused(
            "its rank must be at least 2 for "
                + owner
                + ", whose fans need two axes, was "
                + shape.rank());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LowRankRule rule && reading == rule.reading && owner.equals(rule.owner);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reading, owner);
  }

  /**
   * The fans in and out of a vector of n elements.
   *
   * @return for instance {@code (n, n)}
   */
  @Override
  public String toString() {
    switch (reading) {
      case BOTH:
        return "(n, n)";
      case OUT_ONLY:
        return "(1, n)";
      default:
        return "none, as " + owner;
    }
  }
}
