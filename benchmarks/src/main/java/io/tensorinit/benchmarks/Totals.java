package io.tensorinit.benchmarks;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * One float32 tensor of up to 10^9 elements, in memory that was touched before: what the choice of
 * a lane is worth. {@link #first} is for fresh Java machines (opening the backend is in it), {@link
 * #again} for warm ones. More than 5 10^8 elements need a heap of 5 GB: {@code -jvmArgsAppend
 * -Xmx5g}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1, time = 10)
@Measurement(iterations = 1, time = 2)
public class Totals {
  /** The fill. */
  @Param({"UNIFORM", "NORMAL", "TRUNCATED_NORMAL"})
  public Primitive primitive;

  /** The number of elements. */
  @Param({"10000", "100000", "1000000", "10000000", "100000000", "1000000000"})
  public int size;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private @Nullable Backend backend;
  private float[] array = {};

  /** Made by JMH. */
  public Totals() {}

  /** Allocates the memory and touches it. */
  @Setup
  public void allocate() {
    array = new float[size];
    Arrays.fill(array, 1);
  }

  /** Closes the backend. */
  @TearDown
  public void close() {
    if (backend != null) {
      backend.close();
    }
    array = new float[0];
  }

  /** Opens a backend and fills the tensor: once in a fresh Java machine. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(5)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public void first() {
    fill();
  }

  /** Fills the tensor. */
  @Benchmark
  public void again() {
    fill();
  }

  private void fill() {
    Backend open = backend;
    if (open == null) {
      open = Backends.installed().open("cpu", BackendOptions.threads(threads));
      backend = open;
    }
    open.fill(
        new Fill(
            primitive.plan(size),
            Shape.of(size),
            DType.F32,
            Seed.of(1234).key("weights"),
            Region.whole()),
        Destination.of(array));
  }
}
