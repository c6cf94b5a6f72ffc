package io.tensorinit.cpu.statistics;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Counts the statistical tests of a class and says how often all of them together would fail a
 * perfect generator.
 */
final class FalseAlarms {
  /**
   * How often a single test fails a perfect generator. The p-values of Anderson and Darling's test
   * are only good to 2e-6, which is little beside it.
   */
  static final double ALPHA = 1e-5;

  private final String suite;
  private int tests;
  private double least = 1;
  private String leastName = "none";

  FalseAlarms(String suite) {
    this.suite = suite;
  }

  /** Holds a p-value against alpha. */
  void check(String name, double p) {
    tests++;
    if (p < least) {
      least = p;
      leastName = name;
    }
    assertTrue(p >= ALPHA, () -> name + ": p = " + p + " is below " + ALPHA);
  }

  /** Prints the count, the suite's false-alarm rate, and the least p-value seen. */
  void report() {
    System.out.printf(
        "%s: %d tests at alpha %.0e, false alarms of all at most %.1e; least p %.1e (%s)%n",
        suite, tests, ALPHA, tests * ALPHA, least, leastName);
  }
}
