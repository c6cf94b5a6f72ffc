package io.tensorinit.cuda.ptx;

/** One thread of a launch: its registers, and where it stands. */
final class PtxThread {
  /**
   * What a register holds before it is set. Such a number may come up by chance, with a probability
   * of 2^-64.
   */
  static final long UNSET = 0x9d3b_5f0c_71e6_a824L;

  private static final long STEPS = 50_000_000;

  private final PtxProgram program;
  private final PtxLaunch launch;
  private final PtxMemory shared;
  private final byte[] parameters;
  private final int index;

  /** The registers, then what else an operand can be, as the program has numbered them. */
  final long[] slots;

  /** The operands of the instruction at hand; kept so that none makes an array of its own. */
  final long[] operands = new long[PtxProgram.MOST_OPERANDS];

  private int at;
  private boolean done;

  PtxThread(
      PtxProgram program,
      PtxLaunch launch,
      PtxMemory shared,
      byte[] parameters,
      int index,
      int count) {
    this.program = program;
    this.launch = launch;
    this.shared = shared;
    this.parameters = parameters;
    this.index = index;
    this.slots = new long[count];
  }

  /** Begins anew. */
  void begin(long[] initial, int block, int threads, int blocks) {
    System.arraycopy(initial, 0, slots, 0, slots.length);
    program.slots().setSpecial(slots, index, block, threads, blocks);
    at = 0;
    done = false;
  }

  PtxLaunch launch() {
    return launch;
  }

  PtxMemory shared() {
    return shared;
  }

  byte[] parameters() {
    return parameters;
  }

  boolean isDone() {
    return done;
  }

  /** The instruction it will execute next, or executes: at a barrier the one that waits. */
  int at() {
    return at;
  }

  /** The value of a slot, which must be set. */
  long value(int slot) {
    long value = slots[slot];
    if (value == UNSET) {
      throw new PtxException("reads " + program.slots().nameOf(slot) + ", which was never set");
    }
    return value;
  }

  /** The stamp of an access by the instruction at hand. */
  long stamp(boolean constant) {
    return launch.stamp(index, at, constant);
  }

  /** Leaves the barrier it stands at. */
  void passBarrier() {
    at++;
  }

  /** Goes on until it stands at a barrier, or is done. */
  void run() {
    PtxProgram.Step[] steps = program.steps();
    long count = 0;
    try {
      while (true) {
        if (at == steps.length) {
          done = true;
          return;
        }
        if (++count > STEPS) {
          throw new PtxException("does not end");
        }
        int to = steps[at].run(this);
        if (to == PtxProgram.NEXT) {
          at++;
        } else if (to >= 0) {
          at = to;
        } else {
          done = to == PtxProgram.EXIT;
          return;
        }
      }
    } catch (PtxException e) {
      throw new PtxException(launch.describe(launch.block(), index, at) + " " + e.getMessage());
    }
  }
}
