package io.tensorinit.benchmarks.table;

import java.util.Locale;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long each run of JMH takes. */
enum Effort {
  /** Only shows that everything runs. */
  QUICK(1, 20, 1, 20),
  /** The usual tables within an hour. */
  SHORT(10, 100, 5, 60),
  /** Four times as many measurements. */
  LONG(10, 100, 20, 100);

  private static final int FEWEST_FILLS = 3;

  private final int warmup;
  private final int warmupMillis;
  private final int measured;
  private final int millis;

  Effort(int warmup, int warmupMillis, int measured, int millis) {
    this.warmup = warmup;
    this.warmupMillis = warmupMillis;
    this.measured = measured;
    this.millis = millis;
  }

  /**
   * Sets iterations of our fills: until the choice of a lane is settled and compiled, or the Vector
   * API is.
   */
  void apply(ChainedOptionsBuilder options, Setting.Lane lane) {
    apply(options, warmup(lane));
  }

  /** Sets iterations of peers, and of what has no lane. */
  void apply(ChainedOptionsBuilder options) {
    apply(options, warmup);
  }

  /** How many fresh processes there are of what usually has so many. */
  int processes(int usual) {
    return this == QUICK ? 1 : usual;
  }

  /**
   * Sets few iterations, since a fill of 10^9 elements takes seconds: their number is that of the
   * least fills that are measured.
   */
  void applyToTotals(ChainedOptionsBuilder options, Setting.Lane lane) {
    options
        .warmupIterations(1)
        .warmupTime(TimeValue.milliseconds(warmup(lane) * warmupMillis))
        .measurementIterations(FEWEST_FILLS)
        .measurementTime(TimeValue.milliseconds(2 * measured * millis / FEWEST_FILLS));
  }

  private int warmup(Setting.Lane lane) {
    return switch (lane) {
      case PLAIN -> 4 * warmup;
      case VECTOR -> 3 * warmup;
      case AUTO -> 10 * warmup;
    };
  }

  private void apply(ChainedOptionsBuilder options, int warmupIterations) {
    options
        .warmupIterations(warmupIterations)
        .warmupTime(TimeValue.milliseconds(warmupMillis))
        .measurementIterations(measured)
        .measurementTime(TimeValue.milliseconds(millis));
  }

  /** The times, for the page. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%d ms of warm-up in plain lanes, %d where the Vector API serves, %d where it may be chosen,"
            + " %d of peers; then %d ms",
        warmup(Setting.Lane.PLAIN) * warmupMillis,
        warmup(Setting.Lane.VECTOR) * warmupMillis,
        warmup(Setting.Lane.AUTO) * warmupMillis,
        warmup * warmupMillis,
        measured * millis);
  }
}
