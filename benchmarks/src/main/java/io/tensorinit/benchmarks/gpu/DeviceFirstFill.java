package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
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
 * What comes once: a fresh Java machine finds the device, makes its context, and lets the driver
 * compile the kernel of a first fill of 512 x 256 float32 values. The driver keeps what it compiled
 * on disk; with {@code CUDA_CACHE_DISABLE=1} in the environment it compiles anew each time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class DeviceFirstFill {
  /** A device that is open, nothing compiled for it yet. */
  @State(Scope.Benchmark)
  public static class Opened {
    private CudaBackend backend;
    private DeviceStream stream;
    private DeviceBuffer buffer;

    /** Made by JMH. */
    public Opened() {}

    /** Opens the device and allocates the memory. */
    @Setup
    public void open() {
      backend = Device.with(WordSource.FUSED);
      stream = backend.newStream();
      buffer = backend.allocate(DType.F32, SHAPE);
    }

    /** Gives the memory back. */
    @TearDown
    public void free() {
      buffer.close();
      stream.close();
    }
  }

  private static final Shape SHAPE = Shape.of(512, 256);

  /** The fill whose kernel is compiled. */
  @Param({"CONSTANT", "NORMAL", "TRUNCATED_NORMAL"})
  public Primitive primitive;

  /** Made by JMH. */
  public DeviceFirstFill() {}

  /**
   * Everything, from finding the device on.
   *
   * @return the device
   */
  @Benchmark
  public String withOpening() {
    try (CudaBackend backend = Device.fresh();
        DeviceStream stream = backend.newStream();
        DeviceBuffer buffer = backend.allocate(DType.F32, SHAPE)) {
      fill(backend, buffer, stream);
      return backend.device();
    }
  }

  /**
   * Only the first fill on an open device: loading the kernel, which the driver may have to
   * compile, and the fill.
   *
   * @param device the open device
   */
  @Benchmark
  public void onOpenDevice(Opened device) {
    fill(device.backend, device.buffer, device.stream);
  }

  private void fill(CudaBackend backend, DeviceBuffer buffer, DeviceStream stream) {
    Fill fill =
        new Fill(
            primitive.plan(SHAPE.elementCount()), SHAPE, DType.F32, Key.raw(1), Region.whole());
    backend.fill(fill, buffer.destination().onStream(stream.handle()));
    stream.synchronize();
  }
}
