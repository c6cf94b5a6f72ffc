package io.tensorinit.cuda.driver;

import java.util.List;

/** Gives several things back, each whether or not another one failed. */
public final class Cleanup {
  private Cleanup() {}

  /**
   * Runs all steps in order.
   *
   * @param steps what to do, in order
   * @throws RuntimeException the first that a step threw, the others suppressed in it
   */
  public static void runAll(List<Runnable> steps) {
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

  /** Something to do at the end. */
  private interface Last extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Does something, then gives something back, whether or not the first failed.
   *
   * @param work what to do
   * @param giveBack what to do at the end
   * @throws RuntimeException what the work threw, with what giving back threw suppressed in it: a
   *     context that is broken fails both, and the first says what was being done
   */
  public static void after(Runnable work, Runnable giveBack) {
    Last last = giveBack::run;
    try (last) {
      work.run();
    }
  }

  /**
   * Gives something back because of a failure.
   *
   * @param failure the failure
   * @param giveBack gives something back
   * @return the failure, with what giving back threw suppressed in it
   */
  public static RuntimeException failed(RuntimeException failure, Runnable giveBack) {
    try {
      giveBack.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }
}
