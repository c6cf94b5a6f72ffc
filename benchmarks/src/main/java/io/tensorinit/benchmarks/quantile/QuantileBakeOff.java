package io.tensorinit.benchmarks.quantile;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The quantile alone, by candidate: an array of words to an array of float32 values. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class QuantileBakeOff {
  /** Which. */
  @Param({
    "polynomials",
    "two-sided",
    "leading-zeros",
    "scaled-place",
    "float-bits",
    "float-bits-ratio",
    "half-octaves",
    "quadratics",
    "quartics"
  })
  public String candidate;

  /** The number of values. */
  @Param("65536")
  public int size;

  private Candidate quantile;
  private int[] words;
  private float[] values;
  private final int[] block = new int[Candidate.BLOCK];
  private final float[] done = new float[Candidate.BLOCK];

  /** Made by JMH. */
  public QuantileBakeOff() {}

  /** Draws the words. */
  @Setup
  public void draw() {
    words = new SplittableRandom(1).ints(size).toArray();
    values = new float[size];
    quantile = Candidate.of(candidate);
  }

  /**
   * One after the other.
   *
   * @return the values
   */
  @Benchmark
  public float[] scalar() {
    one(quantile, words, values, 0);
    return values;
  }

  /**
   * In passes over blocks of {@value Candidate#BLOCK}, for auto-vectorization.
   *
   * @return the values
   */
  @Benchmark
  public float[] passes() {
    int from = 0;
    for (; from + Candidate.BLOCK <= size; from += Candidate.BLOCK) {
      System.arraycopy(words, from, block, 0, Candidate.BLOCK);
      quantile.block(block, done);
      System.arraycopy(done, 0, values, from, Candidate.BLOCK);
    }
    one(quantile, words, values, from);
    return values;
  }

  /**
   * The first values of a Java machine, one after the other, the table included; run this one by
   * itself, with {@code -p size=1000000}.
   *
   * @return the values
   */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(9)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public float[] cold() {
    one(Candidate.of(candidate), words, values, 0);
    return values;
  }

  private static void one(Candidate quantile, int[] words, float[] values, int from) {
    for (int i = from; i < words.length; i++) {
      values[i] = quantile.at(words[i]);
    }
  }
}
