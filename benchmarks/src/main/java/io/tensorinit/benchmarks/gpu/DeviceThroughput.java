package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.benchmarks.BytesWritten;
import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.launch.WordSource;
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
 * Bytes written per second by each elementwise fill of device memory on a stream, from launching it
 * to the synchronization that follows {@link Launches#atOnce} fills. Read the counter {@code bytes}
 * against {@link DeviceMemset} of as many bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(0)
@Warmup(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceThroughput {
  /** The fill. */
  @Param({"CONSTANT", "UNIFORM", "NORMAL", "TRUNCATED_NORMAL", "QUANTILE", "DISCRETE"})
  public Primitive primitive;

  /** The type of the stored elements. */
  @Param({"F32", "F16", "BF16", "F8_E4M3", "F64", "C64"})
  public DType dtype;

  /** The number of elements; where they do not fit in the device's memory, there is no row. */
  @Param({"1000000", "100000000", "4000000000"})
  public long size;

  /** Where the random words come from. */
  @Param("FUSED")
  public WordSource words;

  private CudaBackend backend;
  private DeviceStream stream;
  private DeviceBuffer buffer;
  private Fill fill;

  /** Made by JMH. */
  public DeviceThroughput() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    backend = Device.with(words);
    stream = backend.newStream();
    Shape shape = Shape.of(size);
    buffer = backend.allocate(dtype, shape);
    fill = new Fill(primitive.plan(size), shape, dtype, Key.raw(1), Region.whole());
  }

  /** Gives the memory back. */
  @TearDown
  public void free() {
    buffer.close();
    stream.close();
  }

  /**
   * Fills the tensor, several times where it is small.
   *
   * @param written counts the bytes
   */
  @Benchmark
  public void fill(BytesWritten written) {
    long bytes = size * dtype.bytes();
    long launches = Launches.atOnce(bytes);
    for (long i = 0; i < launches; i++) {
      backend.fill(fill, buffer.destination().onStream(stream.handle()));
    }
    stream.synchronize();
    written.bytes += launches * bytes;
  }
}
