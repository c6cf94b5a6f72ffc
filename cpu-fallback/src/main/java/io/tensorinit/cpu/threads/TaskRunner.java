package io.tensorinit.cpu.threads;

import java.util.function.IntConsumer;

/**
 * Runs independent tasks, in the caller's thread or in several. No value depends on which thread
 * runs which task, on their order or on how many run at once.
 */
@FunctionalInterface
public interface TaskRunner {
  /** Runs the tasks one after the other in the calling thread. */
  TaskRunner SERIAL =
      (tasks, task) -> {
        for (int index = 0; index < tasks; index++) {
          task.accept(index);
        }
      };

  /**
   * Runs a task for each index and returns when all have ended; what they wrote is visible then.
   *
   * @param tasks the number of tasks, 0 or more
   * @param task what to do for an index in {@code 0 .. tasks - 1}
   */
  void run(int tasks, IntConsumer task);

  /**
   * How many threads may run tasks at once.
   *
   * @return 1 or more
   */
  default int threads() {
    return 1;
  }
}
