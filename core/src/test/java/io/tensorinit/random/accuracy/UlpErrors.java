package io.tensorinit.random.accuracy;

import java.util.Locale;

/** The largest and the mean error of a series of results, in units in the last place. */
public final class UlpErrors {
  private double largest;
  private double sum;
  private long count;
  private String place = "-";

  /**
   * Counts one result.
   *
   * @param error its error in ulp, of either sign; NaN counts as infinite
   * @param where the input, for the report
   */
  public void add(double error, double where) {
    double size = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.abs(error);
    if (size > largest) {
      largest = size;
      place = Double.toString(where);
    }
    sum += size;
    count++;
  }

  /**
   * Counts what another has counted.
   *
   * @param other the other
   */
  public void add(UlpErrors other) {
    if (other.largest > largest) {
      largest = other.largest;
      place = other.place;
    }
    sum += other.sum;
    count += other.count;
  }

  /**
   * The largest error.
   *
   * @return in ulp; 0 if nothing was counted
   */
  public double largest() {
    return largest;
  }

  /**
   * How many results were counted.
   *
   * @return the count
   */
  public long count() {
    return count;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "largest %.3f ulp (at %s), mean %.3f ulp, %d tried",
        largest,
        place,
        sum / count,
        count);
  }
}
