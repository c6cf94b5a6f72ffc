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
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the first fill of a fresh Java machine costs: finding and opening the backend, loading its
 * classes, memory that nobody has touched, a fill by code that nothing has compiled yet.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(11)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdStart {
  /** The fill. */
  @Param({"CONSTANT", "UNIFORM", "NORMAL", "TRUNCATED_NORMAL", "SPARSE"})
  public Primitive primitive;

  /** The type of the stored elements. */
  @Param("F32")
  public DType dtype;

  /** The number of elements. */
  @Param("1000000")
  public int size;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  /** Made by JMH. */
  public ColdStart() {}

  /**
   * Opens a backend and fills one tensor.
   *
   * @return the tensor
   */
  @Benchmark
  public Destination firstFill() {
    Destination destination = Memory.ARRAY.allocate(dtype, size);
    try (Backend backend = Backends.installed().open("cpu", BackendOptions.threads(threads))) {
      backend.fill(
          new Fill(
              primitive.plan(size),
              Shape.of(size),
              dtype,
              Seed.of(1234).key("weights"),
              Region.whole()),
          destination);
    }
    return destination;
  }
}
