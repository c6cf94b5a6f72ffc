package io.tensorinit.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Blocks of bytes outside of the heap, lent to whoever fills a file: from them a channel needs no
 * copy, and nothing is allocated after the first few. There are as many as were ever lent at once.
 * Safe for use by several threads.
 */
final class DirectBlocks {
  /** The bytes of a block. */
  static final int BYTES = 1 << 16;

  private static final ConcurrentLinkedQueue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

  private DirectBlocks() {}

  /**
   * Lends a block.
   *
   * @return {@link #BYTES} bytes, little-endian, their contents undefined; the caller's until it
   *     gives them back
   */
  static ByteBuffer lend() {
    ByteBuffer block = FREE.poll();
    return block != null
        ? block.clear()
        : ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Takes a block back.
   *
   * @param block what was lent; not used any more
   */
  static void giveBack(ByteBuffer block) {
    FREE.add(block);
  }
}
