package io.tensorinit.benchmarks.peers;

import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
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
 * One float32 orthogonal matrix, from nothing to the last element, by TensorInit and by its peers.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class OrthogonalPeers {
  /** Made by JMH. */
  public OrthogonalPeers() {}

  /**
   * TensorInit.
   *
   * @param state the matrix
   */
  @Benchmark
  public void tensorinit(TensorInit state) {
    state.run();
  }

  /**
   * PyTorch.
   *
   * @param state the matrix
   */
  @Benchmark
  public void torch(Torch state) {
    state.run();
  }

  /**
   * EJML, by one thread.
   *
   * @param state the matrix
   */
  @Benchmark
  public void ejml(Ejml state) {
    state.run();
  }

  /** The shape of a matrix. */
  @State(Scope.Benchmark)
  public abstract static class Shaped {
    /** Rows and columns. */
    @Param({"256x256", "512x512", "1024x1024", "2048x2048", "4096x4096", "1024x256", "4096x1024"})
    public String shape;

    private PeerFill fill;

    /** For the classes below. */
    protected Shaped() {}

    abstract PeerFill make(int rows, int columns);

    /** Makes it ready. */
    @Setup
    public void open() {
      String[] sizes = shape.split("x", -1);
      fill = make(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    }

    /** Closes it. */
    @TearDown
    public void close() {
      fill.close();
    }

    void run() {
      fill.run();
    }
  }

  /** Those that are made by several threads. */
  public abstract static class Threaded extends Shaped {
    /** The threads. */
    @Param({"1", "2"})
    public int threads;

    /** For the classes below. */
    protected Threaded() {}
  }

  /** TensorInit's matrix. */
  public static class TensorInit extends Threaded {
    /** Made by JMH. */
    public TensorInit() {}

    @Override
    PeerFill make(int rows, int columns) {
      OrthogonalFill plan =
          new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART);
      return new TensorInitFill(plan, DType.F32, threads, rows, columns);
    }
  }

  /** PyTorch's matrix. */
  public static class Torch extends Threaded {
    /** Made by JMH. */
    public Torch() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new TorchFill(TorchOperations.ORTHOGONAL, DType.F32, threads, rows, columns);
    }
  }

  /** EJML's matrix. */
  public static class Ejml extends Shaped {
    /** Made by JMH. */
    public Ejml() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new EjmlOrthogonal(rows, columns);
    }
  }
}
