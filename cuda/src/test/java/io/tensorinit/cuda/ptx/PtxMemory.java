package io.tensorinit.cuda.ptx;

import java.util.Map;
import java.util.TreeMap;

/**
 * Memory of a device: allocations at 64-bit addresses, with nothing between them. Every access is
 * checked for its bounds and its alignment (PTX ISA 6.4.1: an access is aligned to its size), every
 * read for whether somebody wrote what it reads, and all of a launch for races.
 */
public final class PtxMemory {
  private static final long FIRST_GLOBAL = 0x7f00_0000_0000L;
  private static final long FIRST_SHARED = 0x100;
  private static final long GAP = 1L << 16;
  private static final byte JUNK = 0x5a;

  private final TreeMap<Long, PtxAllocation> allocations = new TreeMap<>();
  private long next;
  private long intervals;

  private PtxMemory(long first) {
    this.next = first;
  }

  /**
   * Global memory.
   *
   * @return an empty memory at addresses beyond 32 bits
   */
  public static PtxMemory global() {
    return new PtxMemory(FIRST_GLOBAL);
  }

  /**
   * The shared memory of a block, whose addresses fit 32 bits.
   *
   * @return an empty memory
   */
  static PtxMemory shared() {
    return new PtxMemory(FIRST_SHARED);
  }

  /**
   * Allocates memory that has contents.
   *
   * @param bytes its contents; accesses write through to the array
   * @return its address, aligned to 256 bytes as cudaMalloc's are
   */
  public long allocate(byte[] bytes) {
    return allocate("global memory", bytes, true);
  }

  /**
   * Allocates memory that must not be read before it was written.
   *
   * @param bytes where its contents will be
   * @return its address, aligned to 256 bytes as cudaMalloc's are
   */
  public long allocateUnwritten(byte[] bytes) {
    return allocate("global memory", bytes, false);
  }

  /** Allocates memory with a name for messages. */
  long allocate(String name, byte[] bytes, boolean written) {
    long address = next;
    allocations.put(address, new PtxAllocation(name, address, bytes, written));
    next += (bytes.length + GAP) / 256 * 256 + 256;
    return address;
  }

  /**
   * Frees memory; later accesses to it are out of bounds.
   *
   * @param address its address
   * @return whether it was allocated
   */
  public boolean free(long address) {
    PtxAllocation freed = allocations.remove(address);
    if (freed != null) {
      freed.free();
    }
    return freed != null;
  }

  /**
   * Says that the host or a library wrote memory of one allocation.
   *
   * @param address the first byte
   * @param bytes how many
   * @throws PtxException if they are out of bounds
   */
  public void hostWrites(long address, int bytes) {
    PtxAllocation of = holding(address, bytes);
    of.shadow().hostWrote(of.offset(address, bytes), bytes);
  }

  /**
   * Says that the host or a library reads memory of one allocation.
   *
   * @param address the first byte
   * @param bytes how many
   * @throws PtxException if they are out of bounds, or nobody wrote one of them
   */
  public void hostReads(long address, int bytes) {
    PtxAllocation of = holding(address, bytes);
    int offset = of.offset(address, bytes);
    int unwritten = of.shadow().firstUnwritten(offset, bytes);
    if (unwritten >= 0) {
      throw new PtxException(
          "the host or a library reads "
              + of.describe(offset, bytes)
              + ", of which nobody wrote byte "
              + unwritten);
    }
  }

  /** Frees everything. */
  void freeAll() {
    allocations.values().forEach(PtxAllocation::free);
    allocations.clear();
  }

  /** The next interval between barriers, counted from 1. */
  long nextInterval() {
    return ++intervals;
  }

  /** As a new block of threads finds its shared memory. */
  void forget() {
    allocations.values().forEach(allocation -> allocation.forget(JUNK));
  }

  /**
   * The allocation that holds some bytes.
   *
   * @param address the first
   * @param bytes how many
   * @throws PtxException if none holds all of them
   */
  PtxAllocation holding(long address, int bytes) {
    Map.Entry<Long, PtxAllocation> entry = allocations.floorEntry(address);
    if (entry == null || entry.getValue().offset(address, bytes) < 0) {
      throw new PtxException(
          "access of "
              + bytes
              + " bytes at 0x"
              + Long.toHexString(address)
              + " is out of bounds"
              + (entry == null
                  ? ""
                  : ", "
                      + (address - entry.getKey())
                      + " bytes behind the start of "
                      + entry.getValue()));
    }
    return entry.getValue();
  }

  /**
   * Checks the alignment of an access, of a vector as a whole.
   *
   * @param address where
   * @param size the bytes of all its elements
   * @throws PtxException if it is not aligned
   */
  static void checkAligned(long address, int size) {
    if ((address & (size - 1)) != 0) {
      throw new PtxException(
          "access of " + size + " bytes at 0x" + Long.toHexString(address) + " is not aligned");
    }
  }
}
