package io.tensorinit.benchmarks;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.benchmarks.gpu.Gpt2;
import io.tensorinit.memory.Destination;
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

/**
 * The time that all tensors of a GPT-2 small take in float32, 498 MB of Java arrays that were
 * touched before: what is left of writing a checkpoint when nothing is cold and nothing is written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WholeModel {
  /** The model's width: the rows and columns of its smallest matrices. */
  @Param("" + Gpt2.WIDTH)
  public long rows;

  /** The threads of the backend. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private final List<PlacedFill> fills = new ArrayList<>();

  /** Made by JMH. */
  public WholeModel() {}

  /** Opens the backend and allocates the memory. */
  @Setup
  public void open() {
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    for (Gpt2.Tensor tensor : Gpt2.TENSORS) {
      int elements = Math.toIntExact(tensor.shape(rows).elementCount());
      fills.add(new PlacedFill(tensor.fill(rows), Destination.of(new float[elements])));
    }
  }

  /** Closes the backend and lets go of the memory. */
  @TearDown
  public void close() {
    backend.close();
    fills.clear();
  }

  /** Fills each tensor once, all of them in one call. */
  @Benchmark
  public void fill() {
    backend.fillAll(fills);
  }
}
