package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The transfers of one context, at most {@value #MOST_IDLE} of which are kept while they are not in
 * use, so that a model of many tensors does not allocate many times. Safe for use by several
 * threads, each of which gets a transfer of its own.
 */
final class Transfers implements AutoCloseable {
  private static final int MOST_IDLE = 4;

  private final Driver driver;
  private final DevicePool memory;
  private final Deque<Transfer> idle = new ArrayDeque<>();

  Transfers(Driver driver, DevicePool memory) {
    this.driver = driver;
    this.memory = memory;
  }

  /** Lends a transfer. */
  void with(Consumer<Transfer> use) {
    Transfer transfer = take();
    try {
      use.accept(transfer);
    } finally {
      giveBack(transfer);
    }
  }

  private synchronized Transfer take() {
    return idle.isEmpty() ? new Transfer(driver, memory) : idle.pop();
  }

  private void giveBack(Transfer transfer) {
    synchronized (this) {
      if (idle.size() < MOST_IDLE) {
        idle.push(transfer);
        return;
      }
    }
    transfer.close();
  }

  /** Gives the idle ones back. */
  @Override
  public void close() {
    List<Runnable> steps = new ArrayList<>();
    synchronized (this) {
      idle.forEach(transfer -> steps.add(transfer::close));
      idle.clear();
    }
    Cleanup.runAll(steps);
  }
}
