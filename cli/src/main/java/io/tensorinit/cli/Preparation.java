package io.tensorinit.cli;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.memory.Destination;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Fills normals on the CPU in a thread of its own, while the command's first thread reads the
 * options and the manifest: its loops are compiled by the time they are needed. No value is kept.
 *
 * <p>The command begins when the first of these fills has ended: all classes of fills are
 * initialized by then, and what else the two threads initialize at the same time is the command's
 * alone. So neither can wait for the other's class for ever.
 */
final class Preparation {
  /** Nothing is prepared. */
  static final Preparation NONE = new Preparation(0);

  private static final Set<String> FILLING = Set.of("init", "verify");

  /** As many as take every way that more would take. */
  private static final int FIRST_ELEMENTS = 1 << 11;

  private static final int ELEMENTS = 1 << 16;

  /** Enough to have the loops compiled; more would only keep the first thread from its work. */
  private static final int FILLS = 2;

  private final CountDownLatch begun;

  private Preparation(int fills) {
    this.begun = new CountDownLatch(fills);
  }

  /** Begins to prepare what the arguments ask for, where a processor is free for it. */
  static Preparation begin(String... args) {
    if (args.length < 2
        || !FILLING.contains(args[0])
        || Runtime.getRuntime().availableProcessors() == 1) {
      return NONE;
    }
    Preparation preparation = new Preparation(1);
    try {
      Thread thread = new Thread(preparation::run, "tensorinit-preparation");
      thread.setDaemon(true);
      thread.start();
      return preparation;
    } catch (OutOfMemoryError e) {
      return NONE; // no thread can be started
    }
  }

  private void run() {
    try (Backend backend =
        Backends.installed().choose("cpu").provider().open(BackendOptions.threads(1))) {
      fill(backend, FIRST_ELEMENTS);
      begun.countDown();
      for (int i = 0; i < FILLS; i++) {
        fill(backend, ELEMENTS);
      }
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      // what is wrong is met again, and told, by the command itself
    } finally {
      begun.countDown(); // whatever happened
    }
  }

  private static void fill(Backend backend, int elements) {
    TensorInit.tensor(Initializers.normal(0, 1))
        .shape(elements)
        .name("none")
        .on(backend)
        .into(Destination.littleEndian(ByteBuffer.allocate(elements * Float.BYTES)));
  }

  /** Waits until the command can begin. */
  void await() {
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
