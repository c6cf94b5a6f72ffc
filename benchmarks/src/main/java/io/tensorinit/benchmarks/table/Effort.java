package io.tensorinit.benchmarks.table;

import java.util.Locale;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** How long each run of JMH takes. */
enum Effort {
  /** Only shows that everything runs. */
  QUICK(1, 1, 20, 1, 20),
  /** All tables within a quarter of an hour. */
  SHORT(6, 20, 100, 5, 60),
  /** Four times as long. */
  LONG(20, 50, 100, 20, 100);

  private final int warmup;
  private final int vectorWarmup;
  private final int warmupMillis;
  private final int measured;
  private final int millis;

  Effort(int warmup, int vectorWarmup, int warmupMillis, int measured, int millis) {
    this.warmup = warmup;
    this.vectorWarmup = vectorWarmup;
    this.warmupMillis = warmupMillis;
    this.measured = measured;
    this.millis = millis;
  }

  /** Sets iterations; the Vector API is compiled late and is given longer. */
  void apply(ChainedOptionsBuilder options, Setting.Lane lane) {
    options
        .warmupIterations(lane == Setting.Lane.PLAIN ? warmup : vectorWarmup)
        .warmupTime(TimeValue.milliseconds(warmupMillis))
        .measurementIterations(measured)
        .measurementTime(TimeValue.milliseconds(millis));
  }

  /** The times, for the page. */
  String description() {
    return String.format(
        Locale.ROOT,
        "%d ms of warm-up (%d where the Vector API may be chosen), then %d",
        warmup * warmupMillis,
        vectorWarmup * warmupMillis,
        measured * millis);
  }
}
