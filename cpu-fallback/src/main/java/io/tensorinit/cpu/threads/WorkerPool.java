package io.tensorinit.cpu.threads;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A number of threads that share tasks; the caller's thread is one of them, so a job always gets
 * on, however many jobs run at once. The others are daemons that end when they have been idle, or
 * those of an executor that a program brings.
 *
 * <p>Tasks are claimed one at a time in ascending order. Which thread runs a task is not defined,
 * so no result may depend on it. An exception stops a job: no further task is claimed, those that
 * are run to their end, and of all exceptions the one of the first task is thrown to the caller.
 */
public final class WorkerPool implements TaskRunner, AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final long IDLE_SECONDS = 10;

  /**
   * How long a thread that has nothing to do looks for work, or for the end of a job, before it
   * sleeps, in nanoseconds: to wake a thread may take longer than a small job.
   */
  private static final long SPIN = 30_000;

  /**
   * The least work that a thread is asked to take, in nanoseconds: where one is awake, and where
   * one must be woken, which costs the caller 5000 and comes 30000 late. Half as much for one that
   * is awake is often a gain, and sometimes a loss, where another program wants its processor.
   */
  private static final long LEAST_AWAKE = 12_000;

  private static final long LEAST_ASLEEP = 25_000;

  private final int threads;

  /** How many threads look for work just now. */
  private final AtomicInteger awake = new AtomicInteger();

  private final LinkedBlockingQueue<Runnable> queue = new SpinningQueue(awake);
  private final Executor helpers;
  private final Optional<ThreadPoolExecutor> own;

  /** How many helpers were asked for and have not begun. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** When the last job ended that was worth a thread that is awake. */
  private volatile long lastEnd = System.nanoTime() - SPIN;

  /**
   * A pool of threads of its own. They start when they are first needed.
   *
   * @param threads how many threads work on a job, the caller's included; 1 or more
   */
  public WorkerPool(int threads) {
    this.threads = threads;
    int others = Math.max(1, threads - 1);
    ThreadPoolExecutor daemons =
        new ThreadPoolExecutor(
            others, others, IDLE_SECONDS, TimeUnit.SECONDS, queue, WorkerPool::daemon);
    daemons.allowCoreThreadTimeOut(true);
    own = Optional.of(daemons);
    helpers = daemons;
  }

  /**
   * A pool whose helpers an executor runs. What it does not run, or not in time, the caller's
   * thread does; so it may be busy, small or closed. While as many helpers as there are other
   * threads wait in it, it is asked for no more; so one that drops what it took loses its part.
   *
   * @param threads how many threads work on a job at most, the caller's included; 1 or more
   * @param executor runs the others; it stays open
   */
  public WorkerPool(int threads, Executor executor) {
    this.threads = threads;
    own = Optional.empty();
    helpers = executor;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tensorinit-cpu-" + NAMES.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * How many threads work on a job.
   *
   * @return the number, the caller's thread included
   */
  @Override
  public int threads() {
    return threads;
  }

  /**
   * Runs tasks {@code 0 .. tasks - 1} and returns when all have ended; what they wrote is visible
   * then. May be called by a task of another job.
   *
   * @param tasks the number of tasks
   * @param worker makes what runs tasks; called once in each thread that takes part
   */
  public void run(long tasks, Supplier<TaskWorker> worker) {
    share(Math.min(threads, tasks) - 1, tasks, worker);
  }

  /**
   * The same for tasks of which it is known about how long they take: no thread is asked to help
   * with so little that it would make the job longer.
   *
   * @param tasks the number of tasks
   * @param nanos how long one thread takes for all of them
   * @param worker makes what runs tasks; called once in each thread that takes part
   */
  public void run(long tasks, long nanos, Supplier<TaskWorker> worker) {
    long useful = Math.min(threads, tasks);
    if (useful < 2 || nanos < 2 * LEAST_AWAKE) {
      share(0, tasks, worker);
      return;
    }
    share(Math.min(useful, Math.max(1, nanos / least())) - 1, tasks, worker);
    lastEnd = System.nanoTime();
  }

  /**
   * The least work that a thread should take now. Where jobs follow each other closely, a thread
   * that is woken for one will be awake for the next.
   */
  private long least() {
    boolean isSoon = own.isPresent() && System.nanoTime() - lastEnd < SPIN;
    return isSoon || awake.get() > 0 ? LEAST_AWAKE : LEAST_ASLEEP;
  }

  private void share(long others, long tasks, Supplier<TaskWorker> worker) {
    Job job = new Job(tasks, worker);
    if (others <= 0) {
      job.alone();
      return;
    }
    Asking asking = new Asking(job, others);
    asking.ask();
    job.work(asking::ask);
    job.finish();
  }

  @Override
  public void run(int tasks, IntConsumer task) {
    run((long) tasks, () -> index -> task.accept((int) index));
  }

  /**
   * Waits for a result that another thread computes, and works on other jobs meanwhile: the result
   * may itself be a job of this pool that waits for hands.
   *
   * @param <T> the result
   * @param result what is computed
   * @return the result
   */
  public <T> T await(CompletableFuture<T> result) {
    while (!result.isDone()) {
      Runnable other = queue.poll();
      if (other != null) {
        other.run();
      } else {
        spinWhile(() -> queue.isEmpty() && !result.isDone());
        if (queue.isEmpty() && !result.isDone()) {
          LockSupport.parkNanos(SPIN);
        }
      }
    }
    try {
      return result.join();
    } catch (CompletionException e) {
      throw unchecked(Objects.requireNonNull(e.getCause(), "cause"));
    }
  }

  /** Tasks declare no checked exceptions, so there is nothing to wrap. */
  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  @Override
  public void close() {
    own.ifPresent(ThreadPoolExecutor::shutdown);
  }

  private static void spinWhile(BooleanSupplier waiting) {
    long end = System.nanoTime() + SPIN;
    while (waiting.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** A queue that is watched for a moment before a thread sleeps on it. */
  private static final class SpinningQueue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger awake;

    SpinningQueue(AtomicInteger awake) {
      this.awake = awake;
    }

    @Override
    public Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
      awake.incrementAndGet();
      try {
        spinWhile(this::isEmpty);
      } finally {
        awake.decrementAndGet();
      }
      return super.poll(timeout, unit);
    }
  }

  /**
   * The helpers that a job still wants. A refused one is no reason to fail: the caller's thread
   * does the work, and others may be at it already.
   */
  private final class Asking {
    private final Job job;
    private long wanted;

    Asking(Job job, long wanted) {
      this.job = job;
      this.wanted = wanted;
    }

    /** Asks for as many as may wait now. */
    void ask() {
      while (wanted > 0 && (own.isPresent() || waiting.get() < threads - 1)) {
        try {
          Helper helper = new Helper(job);
          try {
            helpers.execute(helper);
          } catch (RuntimeException | Error e) {
            helper.begins();
            throw e;
          }
          wanted--;
        } catch (RuntimeException | Error e) {
          wanted = 0; // the executor is closed or full, or no thread can be started
        }
      }
    }
  }

  /** What an executor runs. It counts as waiting until it begins. */
  private final class Helper implements Runnable {
    private final Job job;
    private final AtomicBoolean begun = new AtomicBoolean();

    Helper(Job job) {
      this.job = job;
      waiting.incrementAndGet();
    }

    void begins() {
      if (begun.compareAndSet(false, true)) {
        waiting.decrementAndGet();
      }
    }

    @Override
    public void run() {
      begins();
      job.help();
    }
  }

  /** What a task threw. */
  private record Failure(long task, Throwable thrown) {
    static @Nullable Failure first(@Nullable Failure one, @Nullable Failure other) {
      return other == null || (one != null && one.task <= other.task) ? one : other;
    }
  }

  /** Tasks in the order they are claimed, and how many threads are at work on them. */
  private static final class Job {
    private static final Supplier<TaskWorker> OVER = () -> index -> {};

    private final long tasks;
    private Supplier<TaskWorker> worker;
    private final AtomicLong next = new AtomicLong();
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private volatile int helping;
    private boolean finished;

    Job(long tasks, Supplier<TaskWorker> worker) {
      this.tasks = tasks;
      this.worker = worker;
    }

    /** Runs all tasks in the caller's thread. */
    void alone() {
      TaskWorker mine = worker.get();
      try {
        for (long index = 0; index < tasks; index++) {
          mine.run(index);
        }
      } finally {
        mine.end();
      }
    }

    /** Runs tasks, and something after each of them. */
    void work(Runnable between) {
      long index = 0;
      try {
        TaskWorker mine = worker.get();
        try {
          for (index = claim(); index < tasks; index = claim()) {
            mine.run(index);
            between.run();
          }
        } finally {
          mine.end();
        }
      } catch (RuntimeException | Error e) {
        Failure mine = new Failure(index, e);
        failure.accumulateAndGet(mine, Failure::first);
      }
    }

    private long claim() {
      return failure.get() == null ? next.getAndIncrement() : tasks;
    }

    /** Takes part, unless the job is over. */
    void help() {
      synchronized (this) {
        if (finished) {
          return;
        }
        helping++;
      }
      work(() -> {});
      synchronized (this) {
        helping--;
        notifyAll();
      }
    }

    /** Looks for the end for a moment; a helper may want the very processor this thread is on. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing but time depends on who runs
    private void yieldWhileHelped() {
      long end = System.nanoTime() + SPIN;
      while (helping > 0 && System.nanoTime() < end) {
        Thread.yield();
      }
    }

    /** Waits until no thread helps any more, then throws what went wrong. */
    void finish() {
      boolean interrupted = false;
      synchronized (this) {
        finished = true;
      }
      yieldWhileHelped();
      synchronized (this) {
        while (helping > 0) {
          try {
            wait();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      }
      worker = OVER; // an executor may keep this job for long, which must not keep its memory
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Failure first = failure.get();
      if (first != null) {
        throw unchecked(first.thrown());
      }
    }
  }
}
