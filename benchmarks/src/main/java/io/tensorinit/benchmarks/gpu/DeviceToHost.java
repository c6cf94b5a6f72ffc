package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.benchmarks.BytesWritten;
import io.tensorinit.benchmarks.Memory;
import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.cuda.launch.WordSource;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes written per second to host memory by normal fills on the device: the fill, the copy through
 * pinned memory, and the copy to where the caller wants them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(0)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceToHost {
  /** The type of the stored elements. */
  @Param({"F32", "BF16"})
  public DType dtype;

  /** The number of elements. */
  @Param({"1000000", "100000000"})
  public int size;

  /** The memory that is written. */
  @Param public Memory memory;

  private Fill fill;
  private Destination destination;

  /** Made by JMH. */
  public DeviceToHost() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    fill = new Fill(Primitive.NORMAL.plan(size), Shape.of(size), dtype, Key.raw(1), Region.whole());
    destination = memory.allocate(dtype, size);
  }

  /**
   * Fills the tensor once.
   *
   * @param written counts its bytes
   */
  @Benchmark
  public void fill(BytesWritten written) {
    Device.with(WordSource.FUSED).fill(fill, destination);
    written.bytes += (long) size * dtype.bytes();
  }
}
