package io.tensorinit.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes at consecutive addresses, and who touched them. */
final class PtxAllocation {
  private final String name;
  private final long address;
  private final int size;
  private final ByteBuffer bytes;
  private final PtxShadow shadow;
  private boolean gone;

  /**
   * An allocation.
   *
   * @param name what messages call it
   * @param address its first address
   * @param content its bytes; accesses write through to the array
   * @param written whether they count as written
   */
  PtxAllocation(String name, long address, byte[] content, boolean written) {
    this.name = name;
    this.address = address;
    this.size = content.length;
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    this.shadow = new PtxShadow(content.length, written);
  }

  PtxShadow shadow() {
    return shadow;
  }

  /** Makes it hold no address any more. */
  void free() {
    gone = true;
  }

  /**
   * Where an access begins in it.
   *
   * @return the offset, or -1 if the allocation does not hold all of the access, or is gone
   */
  int offset(long at, int length) {
    long offset = at - address;
    return offset < 0 || offset > (long) size - length || gone ? -1 : (int) offset;
  }

  /** The bits of 1, 2, 4 or 8 bytes, zero-extended. */
  long load(int offset, int length) {
    switch (length) {
      case 1:
        return bytes.get(offset) & 0xffL;
      case 2:
        return bytes.getShort(offset) & 0xffffL;
      case 4:
        return bytes.getInt(offset) & 0xffff_ffffL;
      default:
        return bytes.getLong(offset);
    }
  }

  /** Puts the low bits into 1, 2, 4 or 8 bytes. */
  void store(int offset, int length, long bits) {
    switch (length) {
      case 1:
        bytes.put(offset, (byte) bits);
        break;
      case 2:
        bytes.putShort(offset, (short) bits);
        break;
      case 4:
        bytes.putInt(offset, (int) bits);
        break;
      default:
        bytes.putLong(offset, bits);
    }
  }

  /** As a new block of threads finds it: no zeros, and nothing that it may read. */
  void forget(byte junk) {
    Arrays.fill(bytes.array(), junk);
    shadow.forget();
  }

  /** Names bytes of it: "bytes 4 to 7 of 16 of NAME". */
  String describe(int offset, int length) {
    return (length == 1 ? "byte " + offset : "bytes " + offset + " to " + (offset + length - 1))
        + " of "
        + size
        + " of "
        + name;
  }

  @Override
  public String toString() {
    return size + " bytes of " + name;
  }
}
