package io.tensorinit.format;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * An interrupt of a thread that works on a file. As Java has it, the file's channel closes then,
 * for the threads that help as well: what they throw says "closed", not why.
 */
public final class Interruption {
  private Interruption() {}

  /**
   * A failure as what it is: an interrupt, where the calling thread was interrupted and a channel
   * was closed. The thread stays interrupted.
   *
   * @param failure what failed
   * @param what what was not done, such as {@code cannot read FILE}
   * @return an {@link InterruptedIOException} with this cause, or the failure as it is
   */
  public static IOException told(IOException failure, String what) {
    boolean interrupted =
        failure instanceof ClosedByInterruptException
            || (failure instanceof ClosedChannelException
                && Thread.currentThread().isInterrupted());
    if (!interrupted) {
      return failure;
    }
    InterruptedIOException told = new InterruptedIOException(what + ": the thread was interrupted");
    told.initCause(failure);
    return told;
  }

  /**
   * Ends work on a file where the calling thread was interrupted and did not hear of it, since
   * other threads read or wrote for it.
   *
   * @throws UncheckedIOException of a {@link ClosedByInterruptException}, which {@link #told} tells
   */
  public static void check() {
    if (Thread.currentThread().isInterrupted()) {
      throw new UncheckedIOException(new ClosedByInterruptException());
    }
  }

  /**
   * The failure of a fill or of threads that help, as what it is.
   *
   * @param failure what failed
   * @param what what was not done
   * @return its cause, as {@link #told(IOException, String)} tells it
   */
  public static IOException told(UncheckedIOException failure, String what) {
    return told(Objects.requireNonNull(failure.getCause(), "cause"), what);
  }
}
