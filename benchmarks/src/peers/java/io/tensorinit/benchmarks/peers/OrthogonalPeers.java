package io.tensorinit.benchmarks.peers;

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

/**
 * One float32 orthogonal matrix, from nothing to the last element, beside PyTorch's {@code
 * torch.nn.init.orthogonal_}: normal numbers, QR, signs, copy and gain.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class OrthogonalPeers {
  /** What {@code torch.nn.init.orthogonal_} does, line by line. */
  private static final String ORTHOGONAL =
      """
      rows = torch.size(t, 0)
      cols = torch.floordiv(torch.numel(t), rows)
      f = torch.normal_(torch.empty([rows, cols]))
      if torch.lt(rows, cols):
        f0 = torch.t_(f)
      else:
        pass
      q, r = torch.linalg_qr(f)
      q0 = torch.mul_(q, torch.sign(torch.diag(r)))
      if torch.lt(rows, cols):
        q1 = torch.t_(q0)
      else:
        pass
      c = torch.copy_(torch.view_as(t, q0), q0)
      g = torch.mul_(t, 1.)
      """;

  /** Rows and columns. */
  @Param({"256x256", "512x512", "1024x1024", "2048x2048", "4096x4096", "1024x256", "4096x1024"})
  public String size;

  /** The threads of both. */
  @Param({"1", "2"})
  public int threads;

  private Backend backend;
  private Fill fill;
  private Destination destination;
  private TorchFill torch;

  /** Made by JMH. */
  public OrthogonalPeers() {}

  /** Opens both and allocates the memory. */
  @Setup
  public void open() {
    String[] sizes = size.split("x");
    int rows = Integer.parseInt(sizes[0]);
    int columns = Integer.parseInt(sizes[1]);
    backend = Backends.installed().open("cpu", BackendOptions.threads(threads));
    OrthogonalFill plan =
        new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, OrthogonalFill.Method.STEWART);
    fill = new Fill(plan, Shape.of(rows, columns), DType.F32, Key.raw(1), Region.whole());
    destination = Destination.of(new float[Math.multiplyExact(rows, columns)]);
    torch = new TorchFill(ORTHOGONAL, threads, rows, columns);
  }

  /** Closes both. */
  @TearDown
  public void close() {
    torch.close();
    backend.close();
  }

  /** TensorInit's. */
  @Benchmark
  public void tensorinit() {
    backend.fill(fill, destination);
  }

  /** PyTorch's. */
  @Benchmark
  public void torch() {
    torch.run();
  }
}
