package io.tensorinit.benchmarks;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes written per second by each elementwise fill, into memory that was touched before. Read the
 * counter {@code bytes} against {@link MemoryFill} of the same size, dtype and threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FillThroughput {
  /** The fill. */
  @Param public Primitive primitive;

  /** The type of the stored elements. */
  @Param public DType dtype;

  /** The number of elements; those that end in 1 are one beyond a round size. */
  @Param({"10000", "10001", "1000000", "1000001", "16777216", "16777217"})
  public int size;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  /** The memory that is written. */
  @Param("ARRAY")
  public Memory memory;

  private Backend backend;
  private Fill fill;
  private Destination destination;

  /** Made by JMH. */
  public FillThroughput() {}

  /** Opens the backend and allocates the memory. */
  @Setup
  public void open() {
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    fill = new Fill(primitive.plan(size), Shape.of(size), dtype, Key.raw(1), Region.whole());
    destination = memory.allocate(dtype, size);
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    backend.close();
  }

  /**
   * Fills the tensor once.
   *
   * @param written counts its bytes
   */
  @Benchmark
  public void fill(BytesWritten written) {
    backend.fill(fill, destination);
    written.bytes += (long) size * dtype.bytes();
  }
}
