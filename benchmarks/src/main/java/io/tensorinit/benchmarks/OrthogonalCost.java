package io.tensorinit.benchmarks;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
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

/** The time that one orthogonal matrix takes, by both methods of the law. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class OrthogonalCost {
  /** The number of rows. */
  @Param({"256", "1024"})
  public int rows;

  /** The number of columns. */
  @Param({"256", "1024"})
  public int columns;

  /** The type of the stored elements. */
  @Param({"F32", "F64"})
  public DType dtype;

  /** How the matrix is formed. */
  @Param public OrthogonalFill.Method method;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private Fill fill;
  private Destination destination;

  /** Made by JMH. */
  public OrthogonalCost() {}

  /** Opens the backend and allocates the memory. */
  @Setup
  public void open() {
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    OrthogonalFill plan = new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, method);
    fill = new Fill(plan, Shape.of(rows, columns), dtype, Key.raw(1), Region.whole());
    destination = Memory.ARRAY.allocate(dtype, Math.multiplyExact(rows, columns));
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    backend.close();
  }

  /** Makes the matrix once. */
  @Benchmark
  public void fill() {
    backend.fill(fill, destination);
  }
}
