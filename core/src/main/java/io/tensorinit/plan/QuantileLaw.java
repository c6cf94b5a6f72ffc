package io.tensorinit.plan;

import io.tensorinit.function.Quantile;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of a quantile function, turned round by a table: quantiles at 32 places of every
 * octave of both tails down to 2^-26, straight lines between them. Probabilities are off by less
 * than 1e-4, and by a thousandth of what lies in a tail.
 */
final class QuantileLaw implements Law {
  private static final int OCTAVES = 25;
  private static final int PIECES = 32;
  private static final int HALF = OCTAVES * PIECES;

  /** Tables that were asked for, each in the place its quantile says: models repeat few. */
  private static final AtomicReferenceArray<@Nullable QuantileLaw> KEPT =
      new AtomicReferenceArray<>(64);

  private final Quantile quantile;
  private final double[] values = new double[2 * HALF + 1];
  private final double[] probabilities = new double[2 * HALF + 1];

  private QuantileLaw(Quantile quantile) {
    this.quantile = quantile;
    for (int i = 0; i <= HALF; i++) {
      double octave = Math.scalb(1.0, i / PIECES - OCTAVES - 1);
      double tail = octave * (1 + (double) (i % PIECES) / PIECES);
      values[i] = quantile.at(tail, 1 - tail);
      probabilities[i] = tail;
      values[2 * HALF - i] = quantile.at(1 - tail, tail);
      probabilities[2 * HALF - i] = 1 - tail;
    }
  }

  static QuantileLaw of(Quantile quantile) {
    int place = (quantile.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - 6);
    QuantileLaw kept = KEPT.get(place);
    if (kept == null || !kept.quantile.equals(quantile)) {
      kept = new QuantileLaw(quantile);
      KEPT.set(place, kept);
    }
    return kept;
  }

  @Override
  public double below(double x) {
    int next = PointsLaw.firstFrom(values, x);
    if (next == 0) {
      return 0;
    }
    if (next == values.length) {
      return 1;
    }
    double share = (x - values[next - 1]) / (values[next] - values[next - 1]);
    return probabilities[next - 1] + share * (probabilities[next] - probabilities[next - 1]);
  }

  @Override
  public double upTo(double x) {
    return below(Math.nextUp(x));
  }

  @Override
  public double least() {
    return values[0];
  }

  @Override
  public double most() {
    return values[values.length - 1];
  }
}
