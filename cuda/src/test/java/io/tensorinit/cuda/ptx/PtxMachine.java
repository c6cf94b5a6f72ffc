package io.tensorinit.cuda.ptx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Runs a kernel of a {@link PtxModule}: block after block, and in a block thread after thread, each
 * up to its next {@code bar.sync}, in an order drawn from a seed, {@code -Dtensorinit.ptxOrder=N}.
 * Finds what NVIDIA's compute-sanitizer finds on a device, and what that does not look for (races
 * in global memory, reads of shared memory or of registers that nobody set):
 *
 * <ul>
 *   <li>two threads that access the same bytes of shared or global memory, one of them to write,
 *       with no barrier between them, be they of one block or of two; of one warp, too
 *   <li>reads of shared memory that no thread of the block wrote, and of global memory that nobody
 *       did
 *   <li>reads of registers that were never set
 *   <li>threads of a block that wait at different barriers. One that is done does not count: PTX
 *       ISA, bar, waits for threads that have not exited
 *   <li>accesses out of bounds, or not aligned
 *   <li>blocks of more threads than the kernel is compiled for
 * </ul>
 *
 * <p>Meant for small grids.
 */
public final class PtxMachine {
  /** What the order of blocks and of threads is drawn from; no result may depend on it. */
  private static final long ORDER = Long.getLong("tensorinit.ptxOrder", 1);

  private final PtxModule module;
  private final PtxMemory memory;
  private final Map<String, Long> moduleArrays = new HashMap<>();
  private final Map<String, PtxProgram> programs = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(ORDER);

  /**
   * A machine with a module loaded.
   *
   * @param module the module
   * @param memory the device's memory
   */
  public PtxMachine(PtxModule module, PtxMemory memory) {
    this.module = module;
    this.memory = memory;
    for (PtxModule.Array array : module.arrays()) {
      if (!array.space().equals("shared")) {
        byte[] bytes = array.bytes().clone();
        moduleArrays.put(array.name(), memory.allocate(array.name(), bytes, true));
      }
    }
  }

  /**
   * The shared memory that a kernel declares.
   *
   * @param name the kernel
   * @return the bytes of a block
   * @throws PtxException if the kernel does not exist
   */
  public int sharedBytes(String name) {
    return kernel(name).arrays().stream()
        .filter(array -> array.space().equals("shared"))
        .mapToInt(array -> array.bytes().length)
        .sum();
  }

  private PtxModule.Kernel kernel(String name) {
    PtxModule.Kernel kernel = module.kernels().get(name);
    if (kernel == null) {
      throw new PtxException("no kernel " + name + " among " + module.kernels().keySet());
    }
    return kernel;
  }

  /**
   * Where a kernel's parameters lie in its parameter buffer.
   *
   * @param name the kernel
   * @return the offsets in bytes, in order
   * @throws PtxException if the kernel does not exist
   */
  public List<Integer> parameterOffsets(String name) {
    return kernel(name).parameters().stream().map(PtxModule.Parameter::offset).toList();
  }

  /**
   * Launches a kernel and runs it to its end.
   *
   * @param name the kernel
   * @param grid the number of blocks
   * @param block the number of threads of a block, at most the kernel's bound, or 1024
   * @param sharedBytes the shared memory of a block beside what the kernel declares
   * @param parameters its parameters' bytes, laid out as a kernel's parameter buffer is
   * @throws PtxException if the kernel does not exist, has an instruction that is not known, or
   *     does what this class says it finds
   */
  public void launch(String name, int grid, int block, int sharedBytes, byte[] parameters) {
    PtxModule.Kernel kernel = kernel(name);
    int taken =
        kernel.parameters().stream().mapToInt(its -> its.offset() + its.size()).max().orElse(0);
    if (parameters.length < taken) {
      throw new PtxException(
          name + " takes " + taken + " bytes of parameters, was " + parameters.length);
    }
    if (block < 1 || block > kernel.mostThreads()) {
      throw new PtxException(
          name + ": a block has 1 to " + kernel.mostThreads() + " threads, was " + block);
    }
    PtxProgram program =
        programs.computeIfAbsent(name, unused -> new PtxProgram(module, kernel, memory));
    long[] initial = program.slots().initial();
    moduleArrays.forEach((array, address) -> program.slots().setAddress(initial, array, address));
    PtxMemory shared = shared(program, sharedBytes, initial);
    PtxLaunch launch = new PtxLaunch(kernel, memory, random.split());
    PtxThread[] threads =
        IntStream.range(0, block)
            .mapToObj(
                index -> new PtxThread(program, launch, shared, parameters, index, initial.length))
            .toArray(PtxThread[]::new);
    int[] blocks = IntStream.range(0, grid).toArray();
    launch.shuffle(blocks, grid);
    try {
      for (int index : blocks) {
        shared.forget();
        launch.beginBlock(index);
        for (PtxThread thread : threads) {
          thread.begin(initial, index, block, grid);
        }
        runBlock(threads, launch);
      }
    } catch (PtxException e) {
      throw new PtxException(name + ": " + e.getMessage() + "; -Dtensorinit.ptxOrder=" + ORDER);
    } finally {
      shared.freeAll();
    }
  }

  /** Shared memory for a block, with the arrays' addresses put into the slots. */
  private PtxMemory shared(PtxProgram program, int sharedBytes, long[] slots) {
    PtxMemory shared = PtxMemory.shared();
    for (PtxModule.Array array : module.arrays()) {
      if (array.space().equals("shared")) {
        place(shared, program, array.name(), sharedBytes, slots);
      }
    }
    for (PtxModule.Array array : program.kernel().arrays()) {
      if (array.space().equals("shared")) {
        place(shared, program, array.name(), array.bytes().length, slots);
      }
    }
    return shared;
  }

  private static void place(
      PtxMemory shared, PtxProgram program, String name, int bytes, long[] slots) {
    long address = shared.allocate("shared " + name, new byte[bytes], false);
    program.slots().setAddress(slots, name, address);
  }

  private static void runBlock(PtxThread[] threads, PtxLaunch launch) {
    int[] running = IntStream.range(0, threads.length).toArray();
    int count = running.length;
    while (count > 0) {
      launch.shuffle(running, count);
      int waiting = 0;
      for (int i = 0; i < count; i++) {
        PtxThread thread = threads[running[i]];
        thread.run();
        if (!thread.isDone()) {
          running[waiting++] = running[i];
        }
      }
      count = waiting;
      requireOneBarrier(threads, running, count, launch);
      for (int i = 0; i < count; i++) {
        threads[running[i]].passBarrier();
      }
      launch.beginInterval();
    }
  }

  private static void requireOneBarrier(
      PtxThread[] threads, int[] waiting, int count, PtxLaunch launch) {
    for (int i = 1; i < count; i++) {
      int one = threads[waiting[0]].at();
      int other = threads[waiting[i]].at();
      if (one != other) {
        throw new PtxException(
            launch.describe(launch.block(), waiting[0], one)
                + " and "
                + launch.describe(launch.block(), waiting[i], other)
                + " wait at different barriers");
      }
    }
  }

  /**
   * A kernel's parameter buffer.
   *
   * @param capacity its size in bytes
   * @return an empty little-endian buffer; its array is what {@link #launch} takes
   */
  public static ByteBuffer parameters(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
