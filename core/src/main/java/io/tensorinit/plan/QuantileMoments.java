package io.tensorinit.plan;

import io.tensorinit.function.Quantile;

/**
 * Mean and variance of a quantile function over (0, 1), {@code integral of q(v) dv} and so on, by
 * Gauss-Legendre quadrature of 8 points on every quarter of an octave of both tails down to 2^-60;
 * what lies beyond counts as its edge.
 */
final class QuantileMoments {
  private static final double[] NODES = {
    0.18343464249564980494, 0.52553240991632898582, 0.79666647741362673959, 0.96028985649753623168
  };
  private static final double[] WEIGHTS = {
    0.36268378337836198297, 0.31370664587788728734, 0.22238103445337447054, 0.10122853629037625915
  };
  private static final int OCTAVES = 60;

  /** Each octave is halved this often, for functions that bend. */
  private static final int PANELS = 4;

  private static final int DEEPEST_SPLIT = 40;

  /** An integral whose outermost octave has this share of it is taken to diverge. */
  private static final double DIVERGES_FROM = 1e-3;

  /** Two places in a tail; a function that has come to rest between them is bounded. */
  private static final double DEEP = 1e-150;

  private static final double DEEPER = 1e-300;
  private static final double AT_REST = 1e-9;

  private final Quantile quantile;
  private final Clamp clamp;
  private final double centre;
  private double mass;
  private double first;
  private double absolute;
  private double second;

  QuantileMoments(Quantile quantile, Clamp clamp) {
    this.quantile = quantile;
    this.clamp = clamp;
    this.centre = clamp.of(quantile.at(0.5, 0.5));
  }

  PartMoments moments() {
    double edge = Math.scalb(1.0, -OCTAVES);
    for (boolean upper : new boolean[] {false, true}) {
      add(value(edge, upper), edge);
      octave(edge, upper);
    }
    double edgeAbsolute = absolute;
    double edgeSecond = second;
    for (boolean upper : new boolean[] {false, true}) {
      for (double from = 2 * edge; from < 0.5; from *= 2) {
        octave(from, upper);
      }
    }
    boolean hasMean = edgeAbsolute <= DIVERGES_FROM * absolute;
    boolean hasVariance = edgeSecond <= DIVERGES_FROM * second;
    boolean isCentred = quantile.isOdd() && clamp.low() == -clamp.high();
    double mean = isCentred ? 0 : first / mass;
    double variance = Math.max(0, second / mass - mean * mean);
    double spread = Math.abs(quantile.at(0.75, 0.25) - quantile.at(0.25, 0.75));
    return PartMoments.of(
        hasMean ? centre + mean : Double.NaN,
        hasVariance ? variance : Double.NaN,
        clamp.of(end(false, spread)),
        clamp.of(end(true, spread)));
  }

  /** The probabilities from {@code from} to twice that, counted from an end. */
  private void octave(double from, boolean upper) {
    double width = from / PANELS;
    for (int panel = 0; panel < PANELS; panel++) {
      panel(from + panel * width, width, upper, DEEPEST_SPLIT);
    }
  }

  /** One panel; halved where the clamp sets in, so that no rule runs over a bend. */
  private void panel(double from, double width, boolean upper, int splits) {
    if (splits > 0 && clamped(from, upper) != clamped(from + width, upper)) {
      panel(from, width / 2, upper, splits - 1);
      panel(from + width / 2, width / 2, upper, splits - 1);
      return;
    }
    double middle = from + width / 2;
    for (int i = 0; i < NODES.length; i++) {
      double offset = NODES[i] * width / 2;
      double weight = WEIGHTS[i] * width / 2;
      add(value(middle - offset, upper), weight);
      add(value(middle + offset, upper), weight);
    }
  }

  /**
   * Which clamp holds at this distance from an end: below 0 the upper, above 0 the lower, or none.
   */
  private double clamped(double tail, boolean upper) {
    double free = at(tail, upper);
    return Math.signum(clamp.of(free) - free);
  }

  private void add(double value, double weight) {
    double fromCentre = value - centre;
    mass += weight;
    first += weight * fromCentre;
    absolute += weight * Math.abs(fromCentre);
    second += weight * fromCentre * fromCentre;
  }

  /** The value at this distance from an end, held within the clamp. */
  private double value(double tail, boolean upper) {
    return clamp.of(at(tail, upper));
  }

  private double at(double tail, boolean upper) {
    return upper ? quantile.at(1 - tail, tail) : quantile.at(tail, 1 - tail);
  }

  /** The bound at an end, infinite where the function does not come to rest. */
  private double end(boolean upper, double spread) {
    double deepest = at(DEEPER, upper);
    if (Math.abs(deepest - at(DEEP, upper)) <= AT_REST * spread) {
      return Math.abs(deepest) <= AT_REST * spread ? 0 : deepest;
    }
    return upper ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
