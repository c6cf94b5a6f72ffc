package io.tensorinit.benchmarks;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
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

/** The time that a model's many small tensors take: 300 normal fills of float32 arrays. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class SmallTensors {
  private static final int TENSORS = 300;

  /** The number of elements of a tensor. */
  @Param({"100", "1000", "4096"})
  public int size;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private final List<PlacedFill> fills = new ArrayList<>();

  /** Made by JMH. */
  public SmallTensors() {}

  /** Opens the backend and allocates the memory. */
  @Setup
  public void open() {
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    for (int i = 0; i < TENSORS; i++) {
      fills.add(
          new PlacedFill(
              new Fill(
                  Primitive.NORMAL.plan(size),
                  Shape.of(size),
                  DType.F32,
                  Seed.of(1).key("tensor." + i),
                  Region.whole()),
              Destination.of(new float[size])));
    }
  }

  /** Closes the backend and lets go of the memory. */
  @TearDown
  public void close() {
    backend.close();
    fills.clear();
  }

  /** One job. */
  @Benchmark
  public void together() {
    backend.fillAll(fills);
  }

  /** A job a tensor. */
  @Benchmark
  public void each() {
    for (PlacedFill fill : fills) {
      backend.fill(fill.fill(), fill.destination());
    }
  }
}
