package io.tensorinit.cuda.ptx;

import java.util.Arrays;

/**
 * Who wrote and read each cell of an allocation last: what finds races, and reads of what nobody
 * wrote. A cell is as large as the smallest access so far, 16 bytes at most; every access covers
 * whole cells, so nothing is lost when cells are split.
 *
 * <p>Of a cell's reads two are kept, by different threads since the last barrier, or one by another
 * block: a write conflicts with one of them if it conflicts with any. Of its writes the last is
 * enough: the one before it was by the same thread or before a barrier, or had been a race.
 */
final class PtxShadow {
  private static final int LARGEST_LOG = 4;

  /** The host's, a library's, or an earlier launch's as good as theirs. */
  private static final long HOST = 1;

  private final int bytes;
  private int log = LARGEST_LOG;
  private long[] writes;

  /** Made by the first read. */
  private long[] reads = {};

  private long[] otherReads = {};

  PtxShadow(int bytes, boolean written) {
    this.bytes = bytes;
    this.writes = new long[cells()];
    if (written) {
      Arrays.fill(writes, HOST);
    }
  }

  private int cells() {
    return (bytes + (1 << log) - 1) >> log;
  }

  /** Nobody has written or read any of it. */
  void forget() {
    Arrays.fill(writes, 0);
    Arrays.fill(reads, 0);
    Arrays.fill(otherReads, 0);
  }

  /** The host or a library wrote so many bytes. */
  void hostWrote(int from, int length) {
    splitToFit(from, length);
    Arrays.fill(writes, from >> log, (from + length + (1 << log) - 1) >> log, HOST);
  }

  /**
   * The first byte that nobody wrote.
   *
   * @return its offset, or -1 if there is none among these
   */
  int firstUnwritten(int from, int length) {
    splitToFit(from, length);
    int end = (from + length + (1 << log) - 1) >> log;
    for (int cell = from >> log; cell < end; cell++) {
      if (writes[cell] == 0) {
        return cell << log;
      }
    }
    return -1;
  }

  /** A range of the host's may begin or end anywhere; at the allocation's end a cell may be cut. */
  private void splitToFit(int from, int length) {
    int end = from + length;
    int edges = from | (end == bytes ? 0 : end);
    while ((edges & ((1 << log) - 1)) != 0) {
      splitOnce();
    }
  }

  private void splitOnce() {
    log--;
    writes = split(writes);
    reads = split(reads);
    otherReads = split(otherReads);
  }

  private long[] split(long[] whole) {
    if (whole.length == 0) {
      return whole;
    }
    long[] parts = new long[cells()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = whole[i >> 1];
    }
    return parts;
  }

  /**
   * A thread reads bytes.
   *
   * @param from their offset, a multiple of their number
   * @param length 1, 2, 4, 8 or 16
   * @param stamp the access
   * @param launch the launch it is part of
   * @param of the allocation, for messages
   * @throws PtxException if nobody wrote them, or a write is not ordered with this
   */
  void read(int from, int length, long stamp, PtxLaunch launch, PtxAllocation of) {
    while (length < 1 << log) {
      splitOnce();
    }
    if (reads.length == 0) {
      reads = new long[writes.length];
      otherReads = new long[writes.length];
    }
    int end = (from + length) >> log;
    for (int cell = from >> log; cell < end; cell++) {
      long write = writes[cell];
      if (write == 0) {
        throw new PtxException("reads " + of.describe(from, length) + ", which nobody wrote");
      }
      if (launch.conflict(write, stamp)) {
        throw launch.hazard("reads", of.describe(from, length), stamp, write, "wrote");
      }
      long read = reads[cell];
      if (launch.replaces(stamp, read)) {
        reads[cell] = stamp;
        otherReads[cell] = 0;
      } else if (otherReads[cell] == 0 && launch.conflict(read, stamp)) {
        otherReads[cell] = stamp;
      }
    }
  }

  /**
   * A thread writes bytes.
   *
   * @param from their offset, a multiple of their number
   * @param length 1, 2, 4, 8 or 16
   * @param stamp the access
   * @param launch the launch it is part of
   * @param of the allocation, for messages
   * @throws PtxException if a read or another write is not ordered with this
   */
  void write(int from, int length, long stamp, PtxLaunch launch, PtxAllocation of) {
    while (length < 1 << log) {
      splitOnce();
    }
    int end = (from + length) >> log;
    for (int cell = from >> log; cell < end; cell++) {
      if (launch.conflict(writes[cell], stamp)) {
        throw launch.hazard("writes", of.describe(from, length), stamp, writes[cell], "wrote");
      }
      if (reads.length != 0) {
        if (launch.conflict(reads[cell], stamp)) {
          throw launch.hazard("writes", of.describe(from, length), stamp, reads[cell], "read");
        }
        if (launch.conflict(otherReads[cell], stamp)) {
          throw launch.hazard("writes", of.describe(from, length), stamp, otherReads[cell], "read");
        }
      }
      writes[cell] = stamp;
    }
  }
}
