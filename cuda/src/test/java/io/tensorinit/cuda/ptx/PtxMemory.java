package io.tensorinit.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Device memory: allocations at 64-bit addresses, with nothing between them. Every access is
 * checked for its bounds and its alignment (PTX ISA 6.4.1: an access is aligned to its size).
 */
public final class PtxMemory {
  private static final long FIRST_GLOBAL = 0x7f00_0000_0000L;
  private static final long FIRST_SHARED = 0x100;
  private static final long GAP = 1L << 16;

  private final TreeMap<Long, ByteBuffer> allocations = new TreeMap<>();
  private long next;

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
   * Allocates memory.
   *
   * @param bytes its contents; accesses write through to the array
   * @return its address, aligned to 256 bytes as cudaMalloc's are
   */
  public long allocate(byte[] bytes) {
    long address = next;
    allocations.put(address, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
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
    return allocations.remove(address) != null;
  }

  /**
   * Reads bits.
   *
   * @param address where
   * @param size how many bytes: 1, 2, 4 or 8
   * @return the bits, zero-extended
   * @throws PtxException if the access is out of bounds or not aligned
   */
  long load(long address, int size) {
    ByteBuffer memory = at(address, size);
    int offset = offset(address);
    switch (size) {
      case 1:
        return memory.get(offset) & 0xffL;
      case 2:
        return memory.getShort(offset) & 0xffffL;
      case 4:
        return memory.getInt(offset) & 0xffff_ffffL;
      default:
        return memory.getLong(offset);
    }
  }

  /**
   * Writes bits.
   *
   * @param address where
   * @param size how many bytes: 1, 2, 4 or 8
   * @param bits the bits, in the low bytes
   * @throws PtxException if the access is out of bounds or not aligned
   */
  void store(long address, int size, long bits) {
    ByteBuffer memory = at(address, size);
    int offset = offset(address);
    switch (size) {
      case 1:
        memory.put(offset, (byte) bits);
        break;
      case 2:
        memory.putShort(offset, (short) bits);
        break;
      case 4:
        memory.putInt(offset, (int) bits);
        break;
      default:
        memory.putLong(offset, bits);
    }
  }

  /**
   * Checks the alignment of a vector access, which is aligned as a whole.
   *
   * @param address where
   * @param size the bytes of all its elements
   * @throws PtxException if it is not aligned
   */
  void checkAligned(long address, int size) {
    if (address % size != 0) {
      throw new PtxException(
          "access of " + size + " bytes at 0x" + Long.toHexString(address) + " is not aligned");
    }
  }

  private int offset(long address) {
    return (int) (address - allocations.floorKey(address));
  }

  private ByteBuffer at(long address, int size) {
    checkAligned(address, size);
    Map.Entry<Long, ByteBuffer> entry = allocations.floorEntry(address);
    if (entry == null || address - entry.getKey() + size > entry.getValue().capacity()) {
      throw new PtxException(
          "access of " + size + " bytes at 0x" + Long.toHexString(address) + " is out of bounds");
    }
    return entry.getValue();
  }
}
