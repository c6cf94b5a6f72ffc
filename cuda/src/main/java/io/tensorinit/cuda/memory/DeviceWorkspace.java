package io.tensorinit.cuda.memory;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The device memory that one fill works in, handed out and given back like a stack, but for what it
 * keeps to its end. A rehearsed fill adds up what it needs here; then the fill itself gets one
 * block of that size. What is given back may be handed out at once, since one stream does all the
 * work. Not for use by several threads.
 */
public final class DeviceWorkspace {
  /** Where a rehearsal's memory seems to begin; nothing is read or written there. */
  private static final long REHEARSED = 1L << 20;

  private final long base;
  private final long bytes;
  private final Deque<Long> sizes = new ArrayDeque<>();
  private long used;
  private long kept;
  private long most;
  private long largest;
  private String largestUse = "";

  private DeviceWorkspace(long base, long bytes) {
    this.base = base;
    this.bytes = bytes;
  }

  /**
   * Memory without end, to see how much of it a fill takes.
   *
   * @return the workspace
   */
  public static DeviceWorkspace rehearsed() {
    return new DeviceWorkspace(REHEARSED, Long.MAX_VALUE - REHEARSED);
  }

  /**
   * No memory: for fills that take none.
   *
   * @return the workspace
   */
  public static DeviceWorkspace none() {
    return new DeviceWorkspace(0, 0);
  }

  /**
   * Memory that was allocated.
   *
   * @param address its address
   * @param bytes its size
   * @return the workspace
   */
  public static DeviceWorkspace of(long address, long bytes) {
    return new DeviceWorkspace(address, bytes);
  }

  /**
   * Takes memory.
   *
   * @param size how many bytes, 1 or more
   * @param what what it is for, for messages
   * @return its address, a multiple of 256
   */
  public long take(long size, String what) {
    long taken = DevicePool.aligned(size);
    note(taken, what);
    long address = base + used;
    sizes.push(taken);
    used += taken;
    most = Math.max(most, used);
    return address;
  }

  /**
   * Takes memory to the end of the fill, in the place of what was kept before.
   *
   * @param size how many bytes, 1 or more
   * @param what what it is for, for messages
   * @return its address, a multiple of 256
   */
  public long keep(long size, String what) {
    long taken = DevicePool.aligned(size);
    note(taken, what);
    kept = Math.max(kept, taken);
    return base + bytes / 256 * 256 - taken;
  }

  private void note(long taken, String what) {
    if (taken > bytes - used) {
      throw new IllegalStateException(
          what + " takes " + taken + " bytes, of the rehearsed " + bytes + " are used " + used);
    }
    if (taken > largest) {
      largest = taken;
      largestUse = what;
    }
  }

  /** Gives back what was taken last. */
  public void giveBack() {
    used -= sizes.pop();
  }

  /**
   * The most bytes that were taken at a time, and those that were kept.
   *
   * @return the bytes
   */
  public long most() {
    return most + kept;
  }

  /**
   * What most of it is for.
   *
   * @return as it was said when it was taken
   */
  public String largestUse() {
    return largestUse;
  }
}
