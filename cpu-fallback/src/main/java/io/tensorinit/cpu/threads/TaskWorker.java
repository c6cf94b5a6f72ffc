package io.tensorinit.cpu.threads;

/** What one thread does for the tasks of a job that it claims, in ascending order. */
@FunctionalInterface
public interface TaskWorker {
  /**
   * Runs a task.
   *
   * @param index which
   */
  void run(long index);

  /** Called once, after this thread's last task of the job, be it one that failed. */
  default void end() {}
}
