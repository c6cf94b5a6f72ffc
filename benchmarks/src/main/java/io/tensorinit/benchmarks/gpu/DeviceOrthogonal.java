package io.tensorinit.benchmarks.gpu;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.cuda.DeviceStream;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
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

/** The time that one square orthogonal matrix takes on the device, by both methods of the law. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(0)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class DeviceOrthogonal {
  /** The number of rows and of columns. */
  @Param({"512", "2048", "8192"})
  public long rows;

  /** The type of the stored elements. */
  @Param({"F32", "F64"})
  public DType dtype;

  /** How the matrix is formed. */
  @Param public OrthogonalFill.Method method;

  private CudaBackend backend;
  private DeviceStream stream;
  private DeviceBuffer buffer;
  private Fill fill;

  /** Made by JMH. */
  public DeviceOrthogonal() {}

  /** Allocates the memory. */
  @Setup
  public void allocate() {
    backend = Device.with(WordSource.FUSED);
    stream = backend.newStream();
    Shape shape = Shape.of(rows, rows);
    buffer = backend.allocate(dtype, shape);
    OrthogonalFill plan = new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, method);
    fill = new Fill(plan, shape, dtype, Key.raw(1), Region.whole());
  }

  /** Gives the memory back. */
  @TearDown
  public void free() {
    buffer.close();
    stream.close();
  }

  /** Makes the matrix once. */
  @Benchmark
  public void fill() {
    backend.fill(fill, buffer.destination().onStream(stream.handle()));
    stream.synchronize();
  }
}
