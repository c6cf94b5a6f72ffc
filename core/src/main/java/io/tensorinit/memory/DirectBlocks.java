package io.tensorinit.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Blocks of bytes outside of the heap, lent to whoever fills a file: from them a channel needs no
 * copy, and nothing is allocated after the first few. At most {@link #KEPT} that nobody uses are
 * kept, 256 KiB a processor; what is given back beyond that is left to the collector. Safe for use
 * by several threads.
 */
final class DirectBlocks {
  /** The bytes of a block. */
  static final int BYTES = 1 << 16;

  /** How many blocks are kept. */
  static final int KEPT = 4 * Runtime.getRuntime().availableProcessors();

  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(KEPT);

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
    boolean unused = FREE.offer(block); // false: enough are there
  }
}
