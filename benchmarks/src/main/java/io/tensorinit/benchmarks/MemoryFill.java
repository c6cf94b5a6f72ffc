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
 * The ceiling: bytes written per second by {@link Arrays#fill(float[], float)} and by copying,
 * which compute nothing. With several threads each writes its part of one array.
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

  /** How many threads write; JMH's common pool has one a processor. */
  @Param({"1", "2"})
  public int threads;

  private float[] array;
  private float[] source;
  private float value;

  /** Made by JMH. */
  public MemoryFill() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    array = new float[size];
    source = new float[size];
    Arrays.fill(source, 1);
  }

  /**
   * Fills the array once.
   *
   * @param written counts its bytes
   */
  @Benchmark
  public void fill(BytesWritten written) {
    value += 1;
    parts((from, to) -> Arrays.fill(array, from, to, value));
    written.bytes += (long) size * Float.BYTES;
  }

  /**
   * Copies another array over it once.
   *
   * @param written counts the bytes written, not those read
   */
  @Benchmark
  public void copy(BytesWritten written) {
    parts((from, to) -> System.arraycopy(source, from, array, from, to - from));
    written.bytes += (long) size * Float.BYTES;
  }

  private void parts(Part part) {
    if (threads == 1) {
      part.write(0, size);
    } else {
      IntStream.range(0, threads).parallel().forEach(i -> part.write(start(i), start(i + 1)));
    }
  }

  private int start(int part) {
    return (int) ((long) size * part / threads);
  }

  @FunctionalInterface
  private interface Part {
    void write(int from, int to);
  }
}
