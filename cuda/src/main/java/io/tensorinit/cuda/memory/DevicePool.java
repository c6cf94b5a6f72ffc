package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.Driver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Device memory of one context. Workspace is kept for the next fill: a block given back carries an
 * event of the stream it was used on, and is taken again where that event has passed, or on the
 * same stream, which then waits for it; the host does where memory runs out otherwise. What goes
 * back to the driver is waited for by its events, since cuMemFree need not wait. Safe for use by
 * several threads, the context being current to each.
 */
public final class DevicePool implements AutoCloseable {
  private static final int OUT_OF_MEMORY = 2;

  /** Blocks begin and end at multiples of this, as the driver's own allocations do. */
  private static final long ALIGNMENT = 256;

  private final Driver driver;
  private final List<Block> taken = new ArrayList<>();
  private final List<Block> free = new ArrayList<>();

  /** What {@link #keep} allocated, by its first address. */
  private final NavigableMap<Long, Kept> kept = new TreeMap<>();

  /** Of these, what {@link #keepTargets} allocated. */
  private final List<Kept> targets = new ArrayList<>();

  /** Device memory, of one taker at a time. */
  public static final class Block {
    private final long address;
    private final long bytes;
    private long event;
    private long stream;

    private Block(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    /**
     * Where it begins.
     *
     * @return the address, a multiple of 256
     */
    public long address() {
      return address;
    }
  }

  /** Device memory that is freed by its owner. */
  private static final class Kept {
    private final long bytes;
    private final Uses uses;

    private Kept(long bytes, Uses uses) {
      this.bytes = bytes;
      this.uses = uses;
    }
  }

  /**
   * No memory yet.
   *
   * @param driver the driver
   */
  DevicePool(Driver driver) {
    this.driver = driver;
  }

  /**
   * The size that a request takes: a multiple of {@value #ALIGNMENT}.
   *
   * @param bytes how much is asked for
   * @return how much is taken
   */
  public static long aligned(long bytes) {
    return Math.addExact(bytes, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Takes memory for work of one stream: the smallest free block that fits and is not larger than
   * twice what is asked for, else new memory.
   *
   * @param bytes how much, 1 or more
   * @param stream the stream it is used on
   * @param what what it is for, for messages
   * @return the block, to be {@linkplain #giveBack given back}
   * @throws CudaException if the device has not so much memory, even after the free blocks were
   *     given back: those that nothing uses, then, once that has passed, those in use
   */
  public synchronized Block take(long bytes, long stream, String what) {
    long size = aligned(bytes);
    Block best = null;
    for (Block block : free) {
      boolean fits = block.bytes >= size && block.bytes / 2 <= size;
      if (fits
          && (best == null || block.bytes < best.bytes)
          && (block.stream == stream || driver.hasPassed(block.event))) {
        best = block;
      }
    }
    if (best == null) {
      Block fresh = new Block(allocate(size, what), size);
      taken.add(fresh);
      return fresh;
    }
    if (best.stream == stream) {
      // The handle may be that of another stream by now.
      driver.waitForEvent(stream, best.event);
    }
    free.remove(best);
    taken.add(best);
    return best;
  }

  /**
   * Gives a block back behind what its stream was given so far.
   *
   * @param block the block
   * @param stream the stream it was used on
   * @throws CudaException if the driver fails; the memory then went back to it
   */
  public synchronized void giveBack(Block block, long stream) {
    taken.remove(block);
    try {
      if (block.event == 0) {
        block.event = driver.createEvent();
      }
      driver.recordEvent(block.event, stream);
    } catch (CudaException e) {
      Runnable wait = () -> driver.synchronize(stream, "waiting for workspace");
      throw Cleanup.failed(e, () -> Cleanup.after(wait, () -> release(block.address, block.event)));
    }
    block.stream = stream;
    free.add(block);
  }

  /**
   * Allocates memory that is not used again when it is {@linkplain #free freed}.
   *
   * @param bytes how much, 1 or more
   * @param what what it is for, for messages
   * @return its address
   * @throws CudaException as {@link #take}
   */
  public synchronized long keep(long bytes, String what) {
    long address = allocate(bytes, what);
    kept.put(address, new Kept(bytes, new Uses(driver)));
    return address;
  }

  /**
   * As {@link #keep}, for a list of places that a launch writes to. Such a launch marks its list
   * alone, so whatever is freed waits for the lists that are still kept.
   *
   * @param bytes how much, 1 or more
   * @param what what it is for, for messages
   * @return its address
   * @throws CudaException as {@link #take}
   */
  public synchronized long keepTargets(long bytes, String what) {
    long address = keep(bytes, what);
    targets.add(kept.get(address));
    return address;
  }

  /**
   * Frees what {@link #keep} allocated, once its {@linkplain #markUse marked} uses have passed.
   *
   * @param address what {@link #keep} returned; memory that was freed is passed over
   * @throws CudaException if the driver fails; the memory went back to it, if that did not fail
   */
  public synchronized void free(long address) {
    Kept memory = kept.remove(address);
    if (memory == null) {
      return;
    }
    targets.remove(memory);
    List<Runnable> steps = new ArrayList<>();
    steps.add(memory.uses::await);
    targets.forEach(each -> steps.add(each.uses::await));
    steps.add(() -> release(address, memory));
    Cleanup.runAll(steps);
  }

  private void release(long address, Kept memory) {
    Cleanup.after(() -> driver.free(address), memory.uses::destroy);
  }

  private Optional<Kept> keptAt(long address) {
    Map.Entry<Long, Kept> entry = kept.floorEntry(address);
    return entry != null && address - entry.getKey() < entry.getValue().bytes
        ? Optional.of(entry.getValue())
        : Optional.empty();
  }

  /**
   * Whether an address lies in kept memory.
   *
   * @param address any address
   * @return whether {@link #keep} allocated it, and it was not freed
   */
  public synchronized boolean keeps(long address) {
    return keptAt(address).isPresent();
  }

  /**
   * Marks what a stream was given so far as its last use of kept memory: a tensor's fill, a launch
   * that reads a table. The marks of other streams stay. What a graph captures is no use yet, and
   * marks nothing.
   *
   * @param address an address in kept memory; any other is passed over
   * @param stream the stream, which may be gone when the mark is {@linkplain #waitForUse used}
   * @throws CudaException if the driver fails; the host then has waited for the stream
   */
  public synchronized void markUse(long address, long stream) {
    Optional<Kept> memory = keptAt(address);
    if (memory.isPresent() && (Driver.isDefault(stream) || !driver.isCapturing(stream))) {
      memory.get().uses.mark(stream);
    }
  }

  /**
   * Whether the use of kept memory was marked.
   *
   * @param address an address in it
   * @return whether {@link #markUse} marked it
   */
  synchronized boolean hasUse(long address) {
    return keptAt(address).filter(memory -> !memory.uses.isEmpty()).isPresent();
  }

  /**
   * Makes a stream wait for the last uses of kept memory, on whichever streams.
   *
   * @param address an address in it
   * @param stream the stream
   */
  synchronized void waitForUse(long address, long stream) {
    keptAt(address).ifPresent(memory -> memory.uses.holdBack(stream));
  }

  private long allocate(long bytes, String what) {
    try {
      return driver.allocate(bytes, what);
    } catch (CudaException e) {
      if (e.code() != OUT_OF_MEMORY) {
        throw e;
      }
      if (releasePassed()) {
        return allocate(bytes, what);
      }
      if (!free.isEmpty()) {
        trim(); // waiting is better than failing
        return allocate(bytes, what);
      }
      throw outOfMemory(bytes, what);
    }
  }

  private CudaException outOfMemory(long bytes, String what) {
    Driver.MemoryInfo memory = driver.memoryInfo();
    return new CudaException(
        "cuMemAlloc",
        OUT_OF_MEMORY,
        "CUDA_ERROR_OUT_OF_MEMORY",
        bytes
            + " bytes for "
            + what
            + "; "
            + memory.freeBytes()
            + " of the device's "
            + memory.totalBytes()
            + " bytes are free");
  }

  private boolean releasePassed() {
    boolean released = false;
    for (Iterator<Block> each = free.iterator(); each.hasNext(); ) {
      Block block = each.next();
      if (driver.hasPassed(block.event)) {
        each.remove();
        release(block);
        released = true;
      }
    }
    return released;
  }

  /** Gives a free block back, behind its event. */
  private void release(Block block) {
    Cleanup.after(
        () -> driver.synchronizeEvent(block.event, "what uses workspace that is freed"),
        () -> release(block.address, block.event));
  }

  private void release(long address, long event) {
    Cleanup.after(
        () -> driver.free(address),
        () -> {
          if (event != 0) {
            driver.destroyEvent(event);
          }
        });
  }

  /** The bytes of free blocks. */
  synchronized long freeBytes() {
    return free.stream().mapToLong(block -> block.bytes).sum();
  }

  /** Gives every free block back to the driver; waits for those still in use. */
  synchronized void trim() {
    List<Runnable> releases = free.stream().map(block -> (Runnable) () -> release(block)).toList();
    free.clear();
    Cleanup.runAll(releases); // each whether or not another one failed
  }

  /** Gives everything back, what is taken, too. The context has passed all work. */
  @Override
  public synchronized void close() {
    List<Runnable> releases = new ArrayList<>();
    for (List<Block> blocks : List.of(free, taken)) {
      blocks.forEach(block -> releases.add(() -> release(block.address, block.event)));
      blocks.clear();
    }
    kept.forEach((address, memory) -> releases.add(() -> release(address, memory)));
    kept.clear();
    targets.clear();
    Cleanup.runAll(releases);
  }
}
