package io.tensorinit.cuda.orthogonal;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.Driver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Status words that asynchronous work leaves in device memory, 0 for success. Each is copied to
 * pinned memory in the order of the work's stream, and read once it has arrived there: by a later
 * call or when the backend is closed. Nothing here waits, and reading asks the driver nothing. Safe
 * for use by several threads, the context being current to each that adds.
 */
final class PendingStatus implements AutoCloseable {
  /** What a slot holds until its status arrives; no library returns it. */
  private static final int NOT_YET = Integer.MIN_VALUE;

  private static final int SLOTS_OF_BUFFER = 256;

  private static final VarHandle SLOT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Driver driver;
  private final List<ByteBuffer> buffers = new ArrayList<>();
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  /** Whether anything is pending, for those who only look. */
  private volatile boolean any;

  private record Slot(ByteBuffer buffer, int offset) {}

  private record Pending(Slot slot, String what) {}

  PendingStatus(Driver driver) {
    this.driver = driver;
  }

  /**
   * Has a status read once the stream has come to here. The device memory may be given back, in the
   * order of the stream, when this returns.
   *
   * @param address the status: a 32-bit word in device memory
   * @param stream the stream of the work that writes it
   * @param what the call that writes it, and what is being filled, as in {@code cusolverDnSorgqr
   *     for a 512 x 512 orthogonal matrix}
   */
  synchronized void add(long address, long stream, String what) {
    if (free.isEmpty()) {
      addBuffer();
    }
    Slot slot = free.peek();
    SLOT.setVolatile(slot.buffer, slot.offset, NOT_YET);
    ByteBuffer to = slot.buffer.duplicate();
    to.limit(slot.offset + Integer.BYTES).position(slot.offset);
    driver.copyToHost(to, address, stream);
    pending.add(new Pending(free.remove(), what));
    any = true;
  }

  private void addBuffer() {
    ByteBuffer buffer = driver.allocatePinned(SLOTS_OF_BUFFER * Integer.BYTES);
    buffers.add(buffer);
    for (int slot = 0; slot < SLOTS_OF_BUFFER; slot++) {
      free.add(new Slot(buffer, slot * Integer.BYTES));
    }
  }

  /**
   * Reads what has arrived.
   *
   * @throws BackendException if a status is not 0, with those of other failures suppressed; each is
   *     reported once
   */
  void check() {
    if (any) {
      read();
    }
  }

  private synchronized void read() {
    BackendException failure = null;
    for (Iterator<Pending> each = pending.iterator(); each.hasNext(); ) {
      Pending next = each.next();
      int status = (int) SLOT.getVolatile(next.slot.buffer, next.slot.offset);
      if (status != NOT_YET) {
        each.remove();
        free.add(next.slot);
        if (status != 0) {
          failure = append(failure, status, next.what);
        }
      }
    }
    any = !pending.isEmpty();
    if (failure != null) {
      throw failure;
    }
  }

  private static BackendException append(
      @Nullable BackendException failure, int status, String what) {
    BackendException next =
        new BackendException(
            "a fill failed, its values are not to be used: " + what + " left status " + status);
    if (failure == null) {
      return next;
    }
    failure.addSuppressed(next);
    return failure;
  }

  /**
   * Reads what is left and gives the memory back. The context has passed all work.
   *
   * @throws BackendException as {@link #check}
   */
  @Override
  public synchronized void close() {
    try {
      check();
    } finally {
      buffers.forEach(driver::freePinned);
      buffers.clear();
      free.clear();
      pending.clear();
      any = false;
    }
  }
}
