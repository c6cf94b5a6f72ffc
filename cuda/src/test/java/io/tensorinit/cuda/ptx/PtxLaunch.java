package io.tensorinit.cuda.ptx;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A launch under way: when its blocks and their barriers were passed, which orders the accesses to
 * memory.
 *
 * <p>An access is known by its stamp: the interval between two barriers of a block in which it
 * happened, the thread, the instruction. Intervals are counted over all launches, and blocks run
 * one after the other, so that a comparison of numbers says whether two accesses are of one launch,
 * of one block, and with no barrier between them. Warps order nothing: since Volta the threads of a
 * warp go on alone.
 */
final class PtxLaunch {
  /** The most instructions of a kernel that a stamp can tell apart. */
  static final int MOST_INSTRUCTIONS = 1 << 16;

  private static final int THREAD_SHIFT = 16;
  private static final int INTERVAL_SHIFT = 27;

  /** Of a read that takes the memory for constant through the launch: ld.global.nc. */
  private static final long CONSTANT = 1L << 26;

  private final PtxModule.Kernel kernel;
  private final PtxMemory clock;
  private final SplittableRandom random;
  private final long first;
  private int[] blocks = new int[16];
  private long[] starts = new long[16];
  private int begun;
  private long blockFirst;
  private long interval;

  /**
   * A launch.
   *
   * @param kernel the kernel
   * @param clock what counts the intervals
   * @param random what the order of blocks and threads is drawn from
   */
  PtxLaunch(PtxModule.Kernel kernel, PtxMemory clock, SplittableRandom random) {
    this.kernel = kernel;
    this.clock = clock;
    this.random = random;
    this.interval = clock.nextInterval();
    this.first = interval << INTERVAL_SHIFT;
  }

  /** The next block to run, of those that have not. */
  void beginBlock(int block) {
    if (begun == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * begun);
      starts = Arrays.copyOf(starts, 2 * begun);
    }
    beginInterval();
    blockFirst = interval << INTERVAL_SHIFT;
    blocks[begun] = block;
    starts[begun++] = interval;
  }

  /** All threads of the block have passed a barrier. */
  void beginInterval() {
    interval = clock.nextInterval();
  }

  /** The block that runs. */
  int block() {
    return blocks[begun - 1];
  }

  /** Puts some of what is to run into an order of their own. */
  void shuffle(int[] numbers, int count) {
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int number = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = number;
    }
  }

  /** The stamp of an access now. */
  long stamp(int thread, int instruction, boolean constant) {
    return interval << INTERVAL_SHIFT
        | (constant ? CONSTANT : 0)
        | (long) thread << THREAD_SHIFT
        | instruction;
  }

  /**
   * Whether nothing orders two accesses, of which one is a write.
   *
   * @param earlier the stamp of the one that this machine has run before
   * @param now the stamp of the other
   */
  boolean conflict(long earlier, long now) {
    if (earlier < first) {
      return false;
    }
    if (earlier < blockFirst || ((earlier | now) & CONSTANT) != 0) {
      return true;
    }
    return earlier >>> INTERVAL_SHIFT == now >>> INTERVAL_SHIFT && thread(earlier) != thread(now);
  }

  /** Whether a read says all that an earlier one does of the writes that may come. */
  boolean replaces(long now, long earlier) {
    if (earlier < first) {
      return true;
    }
    if (earlier < blockFirst || (earlier & CONSTANT) != 0) {
      return false;
    }
    return (now & CONSTANT) != 0 || earlier >>> INTERVAL_SHIFT != now >>> INTERVAL_SHIFT;
  }

  private static int thread(long stamp) {
    return (int) (stamp >>> THREAD_SHIFT) & (PtxModule.MOST_THREADS_OF_ANY - 1);
  }

  /**
   * What is wrong with two accesses that conflict.
   *
   * @param does what the access at hand does: reads or writes
   * @param what which bytes
   * @param now its stamp
   * @param earlier the other's stamp
   * @param did what the other did
   */
  PtxException hazard(String does, String what, long now, long earlier, String did) {
    boolean constant = ((now | earlier) & CONSTANT) != 0;
    return new PtxException(
        does
            + " "
            + what
            + ", which "
            + describe(earlier)
            + " "
            + did
            + (constant ? ", and ld.global.nc is for what stays as it is" : ", in no order"));
  }

  private String describe(long stamp) {
    int place = Arrays.binarySearch(starts, 0, begun, stamp >>> INTERVAL_SHIFT);
    int block = blocks[place < 0 ? -place - 2 : place];
    return describe(block, thread(stamp), (int) stamp & (MOST_INSTRUCTIONS - 1));
  }

  /** Names a thread and an instruction. */
  String describe(int block, int thread, int instruction) {
    return "thread "
        + thread
        + " of block "
        + block
        + " at \""
        + kernel.code().get(instruction)
        + "\" ("
        + instruction
        + ")";
  }
}
