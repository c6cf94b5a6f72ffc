package io.tensorinit.benchmarks;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/**
 * The ceiling: bytes written per second by {@link Arrays#fill(float[], float)}, which computes
 * nothing. With several threads each fills its part of one array.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryFill {
  /** The number of floats. */
  @Param({"10000", "1000000", "16777216"})
  public int size;

  /** How many threads fill; JMH's common pool has one a processor. */
  @Param({"1", "2"})
  public int threads;

  private float[] array;
  private float value;

  /** Made by JMH. */
  public MemoryFill() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    array = new float[size];
  }

  /**
   * Fills the array once.
   *
   * @param written counts its bytes
   */
  @Benchmark
  public void fill(BytesWritten written) {
    value += 1;
    if (threads == 1) {
      Arrays.fill(array, value);
    } else {
      IntStream.range(0, threads).parallel().forEach(this::fillPart);
    }
    written.bytes += (long) size * Float.BYTES;
  }

  private void fillPart(int part) {
    int from = (int) ((long) size * part / threads);
    int to = (int) ((long) size * (part + 1) / threads);
    Arrays.fill(array, from, to, value);
  }
}
