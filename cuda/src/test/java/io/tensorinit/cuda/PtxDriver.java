package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.ptx.PtxMachine;
import io.tensorinit.cuda.ptx.PtxMemory;
import io.tensorinit.cuda.ptx.PtxModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A driver without a device: the shipped PTX runs in the interpreter, memory is the heap's. Counts
 * what is allocated and not given back, and can fail a call on purpose.
 */
class PtxDriver implements Driver {
  /** Files, parsed once by their contents. */
  private static final Map<ByteBuffer, PtxModule> PARSED = new ConcurrentHashMap<>();

  private final PtxMemory memory = PtxMemory.global();
  private final List<PtxModule> modules = new ArrayList<>();
  private final Map<Long, PtxMachine> machines = new HashMap<>();
  private final List<Kernel> functions = new ArrayList<>();
  private final Map<Long, byte[]> allocations = new HashMap<>();
  private final int multiprocessors;
  private final ThreadLocal<Long> current = ThreadLocal.withInitial(() -> 0L);
  private int open;
  private int calls;
  private int failingCall = -1;
  private int[] grid = {};

  private record Kernel(PtxMachine machine, String name) {}

  PtxDriver(int multiprocessors) {
    this.multiprocessors = multiprocessors;
  }

  /** The calls since {@link #failCall}. */
  int calls() {
    return calls;
  }

  /** Makes the n-th call from now on, counted from 0, fail as if memory had run out. */
  void failCall(int n) {
    calls = 0;
    failingCall = n;
  }

  /**
   * Launches elementwise kernels in another grid than they are asked for, which must not matter.
   * Those that sum over a block keep theirs.
   */
  void grid(int blocks, int threads) {
    grid = new int[] {blocks, threads};
  }

  /** Device memory, for a caller who fills it in place. */
  synchronized long allocate(byte[] contents) {
    return memory.allocate(contents);
  }

  /** Allocations, streams, contexts, modules that were not given back. */
  int open() {
    return open;
  }

  private void call(String name, String what) {
    if (calls++ == failingCall) {
      throw new CudaException(name, 2, "CUDA_ERROR_OUT_OF_MEMORY", what);
    }
  }

  @Override
  public synchronized int version() {
    return 12040;
  }

  @Override
  public synchronized int deviceCount() {
    return 1;
  }

  @Override
  public synchronized DeviceInfo device(int ordinal) {
    return new DeviceInfo(
        ordinal, "PTX interpreter", 7, 0, multiprocessors, Runtime.getRuntime().maxMemory());
  }

  @Override
  public synchronized long retainPrimaryContext(int ordinal) {
    call("cuDevicePrimaryCtxRetain", "");
    open++;
    return 1;
  }

  @Override
  public synchronized void releasePrimaryContext(int ordinal) {
    open--;
  }

  @Override
  public synchronized long currentContext() {
    return current.get();
  }

  @Override
  public synchronized void setCurrentContext(long context) {
    current.set(context);
  }

  @Override
  public synchronized long loadModule(byte[] ptx, String what) {
    call("cuModuleLoadData", what);
    open++;
    modules.add(
        PARSED.computeIfAbsent(
            ByteBuffer.wrap(ptx),
            text -> PtxModule.parse(new String(text.array(), StandardCharsets.US_ASCII))));
    long handle = modules.size();
    machines.put(handle, new PtxMachine(modules.get(modules.size() - 1), memory));
    return handle;
  }

  @Override
  public synchronized void unloadModule(long module) {
    open--;
    machines.remove(module);
  }

  @Override
  public synchronized long function(long module, String name) {
    call("cuModuleGetFunction", name);
    if (!modules.get((int) module - 1).kernels().containsKey(name)) {
      throw new CudaException("cuModuleGetFunction", 500, "CUDA_ERROR_NOT_FOUND", name);
    }
    functions.add(new Kernel(machines.get(module), name));
    return functions.size();
  }

  @Override
  public synchronized void launch(
      long function, int blocks, int threads, long stream, Arguments arguments, String what) {
    call("cuLaunchKernel", what);
    if (current.get() == 0) {
      throw new CudaException("cuLaunchKernel", 201, "CUDA_ERROR_INVALID_CONTEXT", what);
    }
    Kernel kernel = functions.get((int) function - 1);
    ByteBuffer bytes = arguments.bytes();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    boolean asked = grid.length == 0 || kernel.name.startsWith("orthogonal");
    kernel.machine.launch(kernel.name, asked ? blocks : grid[0], asked ? threads : grid[1], copy);
  }

  @Override
  public synchronized long allocate(long bytes, long stream, String what) {
    call("cuMemAllocAsync", what);
    open++;
    byte[] heap = new byte[Math.toIntExact(bytes)];
    long address = memory.allocate(heap);
    allocations.put(address, heap);
    return address;
  }

  @Override
  public synchronized void free(long address, long stream) {
    open--;
    if (allocations.remove(address) == null || !memory.free(address)) {
      throw new IllegalStateException("freed twice or never allocated");
    }
  }

  @Override
  public synchronized ByteBuffer allocatePinned(int bytes) {
    call("cuMemHostAlloc", "");
    open++;
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public synchronized void freePinned(ByteBuffer pinned) {
    open--;
  }

  @Override
  public synchronized void copyToDevice(long to, ByteBuffer from, long stream) {
    call("cuMemcpyHtoDAsync", "");
    byte[] heap = allocations.get(to);
    from.duplicate().get(heap, 0, from.remaining());
  }

  @Override
  public synchronized void copyToHost(ByteBuffer to, long from, long stream) {
    call("cuMemcpyDtoHAsync", "");
    to.duplicate().put(allocations.get(from), 0, to.remaining());
  }

  @Override
  public synchronized void clear(long address, long bytes, long stream) {
    call("cuMemsetD32Async", "");
    Arrays.fill(allocations.get(address), 0, Math.toIntExact(bytes), (byte) 0);
  }

  @Override
  public synchronized long createStream() {
    call("cuStreamCreate", "");
    open++;
    return 7;
  }

  @Override
  public synchronized void synchronize(long stream, String what) {
    call("cuStreamSynchronize", what);
  }

  @Override
  public synchronized void destroyStream(long stream) {
    open--;
  }
}
