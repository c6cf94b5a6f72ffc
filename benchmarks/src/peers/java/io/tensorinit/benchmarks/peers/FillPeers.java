package io.tensorinit.benchmarks.peers;

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
 * One fill in place, of memory that was touched before, by TensorInit and by what people would use
 * instead. Each library has the operations that it has.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class FillPeers {
  /** Made by JMH. */
  public FillPeers() {}

  /**
   * TensorInit.
   *
   * @param state the fill
   */
  @Benchmark
  public void tensorinit(TensorInit state) {
    state.run();
  }

  /**
   * PyTorch, as {@code torch.nn.init} does it.
   *
   * @param state the fill
   */
  @Benchmark
  public void torch(Torch state) {
    state.run();
  }

  /**
   * ND4J.
   *
   * @param state the fill
   */
  @Benchmark
  public void nd4j(Nd4j state) {
    state.run();
  }

  /**
   * Apache Commons RNG.
   *
   * @param state the fill
   */
  @Benchmark
  public void commonsRng(CommonsRng state) {
    state.run();
  }

  /**
   * {@link java.util.SplittableRandom}.
   *
   * @param state the fill
   */
  @Benchmark
  public void splittableRandom(Jdk state) {
    state.run();
  }

  /**
   * EJML, by one thread.
   *
   * @param state the fill
   */
  @Benchmark
  public void ejml(Ejml state) {
    state.run();
  }

  /** The size of a fill. */
  @State(Scope.Benchmark)
  public abstract static class Sized {
    /** The number of elements: 100 x 100, 1000 x 1000, 4096 x 4096. */
    @Param({"10000", "1000000", "16777216"})
    public int size;

    private PeerFill fill;

    /** For the classes below. */
    protected Sized() {}

    abstract PeerFill make(int rows, int columns);

    /** Makes it ready. */
    @Setup
    public void open() {
      fill = open(size);
    }

    PeerFill open(int elements) {
      int rows = (int) Math.sqrt(elements);
      return make(rows, Math.floorDiv(elements, rows));
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

  /** Those that are shared by threads. */
  public abstract static class Threaded extends Sized {
    /** The threads. */
    @Param({"1", "2"})
    public int threads;

    /** For the classes below. */
    protected Threaded() {}
  }

  /** TensorInit's fills. */
  public static class TensorInit extends Threaded {
    /** What is done. */
    @Param public Operation operation;

    /** Made by JMH. */
    public TensorInit() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new TensorInitFill(
          operation.plan(rows, columns), operation.dtype(), threads, rows, columns);
    }
  }

  /** PyTorch's fills. */
  public static class Torch extends Threaded {
    /** What is done. */
    @Param public Operation operation;

    /** Made by JMH. */
    public Torch() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new TorchFill(
          TorchOperations.of(operation, rows), operation.dtype(), threads, rows, columns);
    }
  }

  /** ND4J's fills. */
  public static class Nd4j extends Threaded {
    /** What is done. */
    @Param({"CONSTANT", "UNIFORM", "NORMAL", "TRUNCATED_NORMAL", "BF16_NORMAL"})
    public Operation operation;

    /** Made by JMH. */
    public Nd4j() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new Nd4jFill(operation, threads, rows, columns);
    }
  }

  /** Commons RNG's numbers. */
  public static class CommonsRng extends Threaded {
    /** What is done. */
    @Param({"UNIFORM", "NORMAL"})
    public Operation operation;

    /** Made by JMH. */
    public CommonsRng() {}

    @Override
    PeerFill make(int rows, int columns) {
      return CommonsRngPeer.of(operation, threads, Math.multiplyExact(rows, columns));
    }
  }

  /** The JDK's numbers. */
  public static class Jdk extends Threaded {
    /** What is done. */
    @Param({"UNIFORM", "NORMAL"})
    public Operation operation;

    /** Made by JMH. */
    public Jdk() {}

    @Override
    PeerFill make(int rows, int columns) {
      return JdkPeer.of(operation, threads, Math.multiplyExact(rows, columns));
    }
  }

  /** EJML's fills. */
  public static class Ejml extends Sized {
    /** What is done. */
    @Param({"UNIFORM", "NORMAL"})
    public Operation operation;

    /** Made by JMH. */
    public Ejml() {}

    @Override
    PeerFill make(int rows, int columns) {
      return new EjmlFill(operation, rows, columns);
    }
  }
}
