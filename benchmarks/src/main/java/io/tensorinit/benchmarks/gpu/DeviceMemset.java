package io.tensorinit.benchmarks.gpu;

import io.tensorinit.benchmarks.BytesWritten;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.tensor.DType;
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
 * The ceiling: bytes written per second by the driver's own memset, launched and awaited as {@link
 * DeviceThroughput} does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(0)
@Warmup(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceMemset {
  /** The number of bytes: those of {@link DeviceThroughput}'s sizes in each of its types. */
  @Param({
    "1000000", "2000000", "4000000", "8000000",
    "100000000", "200000000", "400000000", "800000000",
    "4000000000", "8000000000", "16000000000", "32000000000"
  })
  public long size;

  private DeviceStream stream;
  private DeviceBuffer buffer;

  /** Made by JMH. */
  public DeviceMemset() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    CudaBackend backend = Device.with(WordSource.FUSED);
    stream = backend.newStream();
    buffer = backend.allocate(DType.F8_E4M3, Shape.of(size));
  }

  /** Gives the memory back. */
  @TearDown
  public void free() {
    buffer.close();
    stream.close();
  }

  /**
   * Sets the memory to 0, several times where it is small.
   *
   * @param written counts the bytes
   */
  @Benchmark
  public void clear(BytesWritten written) {
    long launches = Launches.atOnce(size);
    for (long i = 0; i < launches; i++) {
      stream.clear(buffer.address(), size);
    }
    stream.synchronize();
    written.bytes += launches * size;
  }
}
