package io.tensorinit.cuda;

import java.util.List;

/** Gives several things back, each whether or not another one failed. */
final class Cleanup {
  private Cleanup() {}

  /**
   * Runs all steps in order.
   *
   * @throws RuntimeException the first that a step threw, the others suppressed in it
   */
  static void runAll(List<Runnable> steps) {
    RuntimeException failure = null;
    for (Runnable step : steps) {
      try {
        step.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
