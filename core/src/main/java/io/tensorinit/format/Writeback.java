package io.tensorinit.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was written of a file to the disk while more of it is made, so that little is left to
 * wait for at its end. A system reports a failure to write once, to whoever waits for it; so it is
 * kept here, and told to who writes more and at the {@link #end}. Several threads may write at
 * once.
 */
final class Writeback {
  /** So many bytes are worth the trouble. */
  private static final long STEP_BYTES = 1 << 25;

  private final FileChannel channel;
  private final ThreadFactory threads;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile @Nullable Thread thread;
  private volatile @Nullable IOException failure;

  Writeback(FileChannel channel) {
    this(channel, work -> new Thread(work, "tensorinit-writeback"));
  }

  Writeback(FileChannel channel, ThreadFactory threads) {
    this.channel = channel;
    this.threads = threads;
  }

  /**
   * Hears that more bytes were written.
   *
   * @throws UncheckedIOException if some of the earlier ones could not be brought to the disk
   */
  void wrote(long bytes) {
    IOException found = failure;
    if (found != null) {
      throw new UncheckedIOException(found);
    }
    if (waiting.addAndGet(bytes) >= STEP_BYTES && busy.compareAndSet(false, true)) {
      waiting.set(0);
      try {
        Thread next = threads.newThread(this::force);
        next.setDaemon(true);
        thread = next;
        next.start();
      } catch (OutOfMemoryError e) {
        busy.set(false); // no thread can be started now: the end brings all to the disk anyway
      }
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      failure = e;
    } finally {
      busy.set(false);
    }
  }

  /**
   * Waits until nothing is under way. Nothing may be written meanwhile.
   *
   * @throws IOException if something could not be brought to the disk
   */
  void end() throws IOException {
    Thread last = thread;
    boolean interrupted = false;
    while (last != null && last.isAlive()) {
      try {
        last.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    IOException found = failure;
    if (found != null) {
      throw found;
    }
  }
}
