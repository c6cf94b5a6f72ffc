package io.tensorinit.plan;

import java.util.List;

/**
 * The distribution of one number, by its distribution function. Where a value has a probability of
 * its own the function is taken from both sides.
 */
sealed interface Law permits Law.Uniform, Law.Affine, Law.Held, Law.Mixed, PointsLaw, QuantileLaw {
  /** The probability of what is less than x. */
  double below(double x);

  /** The probability of what is x or less. */
  double upTo(double x);

  /** The least value, as far as one is known; finite. */
  double least();

  /** The greatest value, as far as one is known; finite. */
  double most();

  /** Uniform between two different ends. */
  record Uniform(double least, double most) implements Law {
    @Override
    public double below(double x) {
      return Math.min(Math.max((x - least) / (most - least), 0), 1);
    }

    @Override
    public double upTo(double x) {
      return below(x);
    }
  }

  /** {@code scale y + shift}, scale not 0. */
  record Affine(Law inner, double scale, double shift) implements Law {
    @Override
    public double below(double x) {
      double y = (x - shift) / scale;
      return scale > 0 ? inner.below(y) : 1 - inner.upTo(y);
    }

    @Override
    public double upTo(double x) {
      double y = (x - shift) / scale;
      return scale > 0 ? inner.upTo(y) : 1 - inner.below(y);
    }

    @Override
    public double least() {
      return (scale > 0 ? inner.least() : inner.most()) * scale + shift;
    }

    @Override
    public double most() {
      return (scale > 0 ? inner.most() : inner.least()) * scale + shift;
    }
  }

  /** Values beyond two ends are moved to them. */
  record Held(Law inner, Clamp clamp) implements Law {
    @Override
    public double below(double x) {
      return x <= clamp.low() ? 0 : x > clamp.high() ? 1 : inner.below(x);
    }

    @Override
    public double upTo(double x) {
      return x < clamp.low() ? 0 : x >= clamp.high() ? 1 : inner.upTo(x);
    }

    @Override
    public double least() {
      return clamp.of(inner.least());
    }

    @Override
    public double most() {
      return clamp.of(inner.most());
    }
  }

  /** One of several, with probabilities that add up to 1. */
  record Mixed(List<Law> laws, List<Double> probabilities) implements Law {
    @Override
    public double below(double x) {
      double sum = 0;
      for (int k = 0; k < laws.size(); k++) {
        sum += probabilities.get(k) * laws.get(k).below(x);
      }
      return Math.min(sum, 1);
    }

    @Override
    public double upTo(double x) {
      double sum = 0;
      for (int k = 0; k < laws.size(); k++) {
        sum += probabilities.get(k) * laws.get(k).upTo(x);
      }
      return Math.min(sum, 1);
    }

    @Override
    public double least() {
      return laws.stream().mapToDouble(Law::least).min().orElseThrow();
    }

    @Override
    public double most() {
      return laws.stream().mapToDouble(Law::most).max().orElseThrow();
    }
  }
}
