package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceFill;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.FillBatch;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
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

/** The time that all tensors of a GPT-2 small take in float32, 498 MB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(0)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceWholeModel {
  /** The model's width: the rows and columns of its smallest matrices. */
  @Param("" + Gpt2.WIDTH)
  public long rows;

  private CudaBackend backend;
  private DeviceStream stream;
  private FillBatch batch;
  private final List<Fill> fills = new ArrayList<>();
  private final List<DeviceBuffer> buffers = new ArrayList<>();
  private final List<Destination> arrays = new ArrayList<>();

  /** Made by JMH. */
  public DeviceWholeModel() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    backend = Device.with(WordSource.FUSED);
    stream = backend.newStream();
    List<DeviceFill> placed = new ArrayList<>();
    for (Gpt2.Tensor tensor : Gpt2.TENSORS) {
      Shape shape = tensor.shape(rows);
      Fill fill = tensor.fill(rows);
      DeviceBuffer buffer = backend.allocate(DType.F32, shape);
      fills.add(fill);
      buffers.add(buffer);
      placed.add(new DeviceFill(fill, buffer.destination()));
      arrays.add(Destination.of(new float[Math.toIntExact(shape.elementCount())]));
    }
    batch = backend.batch(placed);
  }

  /** Gives the memory back. */
  @TearDown
  public void free() {
    batch.close();
    buffers.forEach(DeviceBuffer::close);
    buffers.clear();
    fills.clear();
    arrays.clear();
    stream.close();
  }

  /** Into the device's memory, by one call. */
  @Benchmark
  public void batch() {
    batch.fill(stream.handle());
    stream.synchronize();
  }

  /** Into the device's memory, a tensor a call. */
  @Benchmark
  public void each() {
    for (int i = 0; i < fills.size(); i++) {
      backend.fill(fills.get(i), buffers.get(i).destination().onStream(stream.handle()));
    }
    stream.synchronize();
  }

  /** Through the device into Java arrays. */
  @Benchmark
  public void toHost() {
    for (int i = 0; i < fills.size(); i++) {
      backend.fill(fills.get(i), arrays.get(i));
    }
  }
}
