package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.benchmarks.Primitive;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceFill;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.FillBatch;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time that a model's many small tensors take: 300 normal fills of float32. Awaited once in ten
 * rounds, as {@code torch_peers.py} does.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(0)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceSmallTensors {
  private static final int TENSORS = 300;
  private static final int ROUNDS = 10;

  /** The number of elements of a tensor. */
  @Param("4096")
  public long size;

  private CudaBackend backend;
  private DeviceStream stream;
  private FillBatch batch;
  private final List<Fill> fills = new ArrayList<>();
  private final List<DeviceBuffer> buffers = new ArrayList<>();

  /** Made by JMH. */
  public DeviceSmallTensors() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    backend = Device.with(WordSource.FUSED);
    stream = backend.newStream();
    Shape shape = Shape.of(size);
    for (int i = 0; i < TENSORS; i++) {
      fills.add(
          new Fill(
              Primitive.NORMAL.plan(size),
              shape,
              DType.F32,
              Seed.of(1).key("tensor." + i),
              Region.whole()));
      buffers.add(backend.allocate(DType.F32, shape));
    }
    batch =
        backend.batch(
            IntStream.range(0, TENSORS)
                .mapToObj(i -> new DeviceFill(fills.get(i), buffers.get(i).destination()))
                .toList());
  }

  /** Gives the memory back. */
  @TearDown
  public void free() {
    batch.close();
    buffers.forEach(DeviceBuffer::close);
    buffers.clear();
    fills.clear();
    stream.close();
  }

  /** One launch for all tensors. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void batch() {
    for (int round = 0; round < ROUNDS; round++) {
      batch.fill(stream.handle());
    }
    stream.synchronize();
  }

  /** A launch a tensor. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public void each() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < TENSORS; i++) {
        backend.fill(fills.get(i), buffers.get(i).destination().onStream(stream.handle()));
      }
    }
    stream.synchronize();
  }
}
