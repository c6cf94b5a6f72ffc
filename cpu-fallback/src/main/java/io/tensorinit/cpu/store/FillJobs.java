package io.tensorinit.cpu.store;

import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.element.ElementLanes;
import io.tensorinit.cpu.element.Precision;
import io.tensorinit.cpu.element.ScratchChunks;
import io.tensorinit.cpu.threads.TaskWorker;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.memory.HostDestination;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills tensors by the threads of a pool. Many are one job: threads share the chunks of all of
 * them, so small tensors keep no thread waiting. Those with orthogonal matrices are filled one
 * after the other, each by all threads, so that no more than one tensor's matrices are kept. Safe
 * for use by several threads.
 */
public final class FillJobs {
  /** Into how many chunks a thread's part of a job is cut, so that all threads end together. */
  private static final int CHUNKS_A_THREAD = 16;

  /** The least work of a chunk, in nanoseconds: to claim one costs some 50. */
  private static final int LEAST_CHUNK = 2_500;

  private static final int PICOS = 1_000;

  private final WorkerPool pool;
  private final Desks<float[]> float32;
  private final Desks<double[]> float64;

  /**
   * Nothing is filled yet.
   *
   * @param pool the threads
   */
  public FillJobs(WorkerPool pool) {
    this.pool = pool;
    int most = Math.max(pool.threads(), Runtime.getRuntime().availableProcessors());
    this.float32 = new Desks<>(Precision.FLOAT32, most);
    this.float64 = new Desks<>(Precision.FLOAT64, most);
  }

  /** Tensors that are filled together. */
  public final class Job {
    private final Deque<TensorFill<?>> fills = new ArrayDeque<>();

    private Job() {}

    /**
     * Adds a tensor; nothing is filled yet.
     *
     * @param fill what to fill; its plan fits its shape
     * @param destination where the elements go; the region fits into it
     * @throws IllegalArgumentException if a parameter of the plan is out of its range
     */
    public void add(Fill fill, HostDestination destination) {
      fills.add(TensorFill.of(fill, destination, pool, float32, float64));
    }

    /**
     * Fills them all, and forgets them.
     *
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public void run() {
      List<TensorFill<?>> together = new ArrayList<>(fills.size());
      while (!fills.isEmpty()) {
        TensorFill<?> fill = fills.remove();
        if (fill.isOrthogonal()) {
          pool.run(fill.chunks(), () -> new Worker(List.of(fill), new long[] {0, fill.chunks()}));
        } else {
          together.add(fill);
        }
      }
      share(together);
    }
  }

  /**
   * A job without tensors.
   *
   * @return the job
   */
  public Job job() {
    return new Job();
  }

  private void share(List<TensorFill<?>> fills) {
    double picos = 0;
    double draws = 0;
    for (TensorFill<?> fill : fills) {
      picos += (double) fill.elements() * fill.cost();
      draws += (double) fill.elements() * fill.draws();
    }
    ElementLanes.begin((long) (draws / pool.threads()));
    double chunkPicos =
        Math.max(picos / ((double) CHUNKS_A_THREAD * pool.threads()), (double) LEAST_CHUNK * PICOS);
    long[] firstTask = new long[fills.size() + 1];
    for (int i = 0; i < fills.size(); i++) {
      TensorFill<?> fill = fills.get(i);
      fill.cut(ScratchChunks.chunk((long) (chunkPicos / fill.cost())));
      firstTask[i + 1] = firstTask[i] + fill.chunks();
    }
    pool.run(firstTask[fills.size()], (long) (picos / PICOS), () -> new Worker(fills, firstTask));
  }

  /** What one thread does: chunks in ascending order, so one tensor after the other. */
  private static final class Worker implements TaskWorker {
    private final List<TensorFill<?>> fills;
    private final long[] firstTask;
    private int at;
    private TensorFill.@Nullable Hand hand;

    /**
     * A thread takes part.
     *
     * @param fills the tensors
     * @param firstTask the first task of each, and one more entry for the end
     */
    Worker(List<TensorFill<?>> fills, long[] firstTask) {
      this.fills = fills;
      this.firstTask = firstTask;
    }

    @Override
    public void run(long task) {
      TensorFill.Hand mine = hand;
      if (mine == null || task >= firstTask[at + 1]) {
        end();
        while (task >= firstTask[at + 1]) {
          at++;
        }
        mine = fills.get(at).begin();
        hand = mine;
      }
      mine.fill(task - firstTask[at]);
    }

    @Override
    public void end() {
      TensorFill.Hand mine = hand;
      hand = null;
      if (mine != null) {
        mine.end();
      }
    }
  }
}
