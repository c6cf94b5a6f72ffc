package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.PointerInfo;
import io.tensorinit.cuda.ptx.PtxMachine;
import io.tensorinit.cuda.ptx.PtxMemory;
import io.tensorinit.cuda.ptx.PtxModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A driver without a device: the shipped PTX runs in the interpreter, at once, and memory is the
 * heap's; what {@link PtxMachine} finds fails the call. Keeps contexts, streams and memory apart as
 * a driver does, counts what is not given back, lists the calls, and can fail one on purpose or say
 * that a stream has not passed yet.
 */
public class PtxDriver implements Driver {
  /** Files, parsed once by their contents. */
  private static final Map<ByteBuffer, PtxModule> PARSED = new ConcurrentHashMap<>();

  /** What memory holds that was allocated and not written. */
  private static final byte FRESH = (byte) 0xcd;

  private final PtxMemory memory = PtxMemory.global();
  private final Map<Long, Module> modules = new HashMap<>();
  private final List<Kernel> functions = new ArrayList<>();
  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();

  /** The shared memory that kernels may be launched with, where they asked for it. */
  private final Map<Long, Integer> allowed = new HashMap<>();

  private final List<Integer> contexts = new ArrayList<>();
  private final Map<Long, Long> streams = new HashMap<>();
  private final Set<Long> goneStreams = new HashSet<>();
  private final Map<Long, Long> events = new HashMap<>();
  private final Set<Long> busy = new HashSet<>();
  private final Set<Long> capturing = new HashSet<>();
  private final Map<String, Set<Grid>> launches = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<String> log = new ArrayList<>();
  private final int devices;
  private final int multiprocessors;
  private final ThreadLocal<Long> current = ThreadLocal.withInitial(() -> 0L);
  private long nextHandle = 0x1000;
  private long freeBytes = 1L << 40;
  private final List<Runnable> delayed = new ArrayList<>();
  private boolean delaysCopies;
  private int open;
  private int calls;
  private int failingCall = -1;
  private int[] grid = {};
  private int mostBlocks = Integer.MAX_VALUE;
  private int version = 12040;
  private int capability = 70;
  private int sharedBytes = 96 << 10;

  private record Module(long context, PtxModule text, PtxMachine machine) {}

  private record Kernel(long context, PtxMachine machine, String name) {}

  private record Allocation(long context, PointerInfo.Kind kind, byte[] bytes) {}

  /** One device. */
  public PtxDriver(int multiprocessors) {
    this(multiprocessors, 1);
  }

  /** Several devices, whose primary contexts are 1, 2 and so on. */
  public PtxDriver(int multiprocessors, int devices) {
    this.multiprocessors = multiprocessors;
    this.devices = devices;
    for (int device = 0; device < devices; device++) {
      contexts.add(device);
    }
  }

  /** The calls that can fail since {@link #failCall}. */
  public synchronized int calls() {
    return calls;
  }

  /** Makes the n-th call from now on, counted from 0, fail as after a kernel that failed. */
  public synchronized void failCall(int n) {
    calls = 0;
    failingCall = n;
  }

  /** Makes the devices newer than Volta: 89 for compute capability 8.9. */
  public PtxDriver newer(int newCapability, int newSharedBytes) {
    capability = newCapability;
    sharedBytes = newSharedBytes;
    return this;
  }

  /** Makes the driver one of another version, as in 12020 for CUDA 12.2. */
  public PtxDriver version(int other) {
    version = other;
    return this;
  }

  /** The names of all calls since this was asked last, in order. */
  public synchronized List<String> takeLog() {
    List<String> taken = List.copyOf(log);
    log.clear();
    return taken;
  }

  /**
   * Launches elementwise kernels in another grid than they are asked for, which must not matter.
   * Those that are written for blocks of so many threads keep theirs.
   */
  public synchronized void grid(int blocks, int threads) {
    grid = new int[] {blocks, threads};
  }

  /** Device memory of device 0, for a caller who fills it in place. */
  public synchronized long allocate(byte[] contents) {
    return allocate(contents, 1, PointerInfo.Kind.DEVICE);
  }

  /** Memory of any kind, made in a context, for a caller who fills it in place. */
  public synchronized long allocate(byte[] contents, long context, PointerInfo.Kind kind) {
    long address = memory.allocate(contents);
    allocations.put(address, new Allocation(context, kind, contents));
    return address;
  }

  /** Writes to device memory. */
  public synchronized void write(long address, float[] values) {
    written(address, (long) values.length * Float.BYTES).asFloatBuffer().put(values);
  }

  /** Launches no kernel in more blocks, each of as many threads as it is asked for. */
  public synchronized void limitBlocks(int most) {
    mostBlocks = most;
  }

  /** The grids that each kernel ran in, until now. */
  public synchronized Map<String, Set<Grid>> launches() {
    Map<String, Set<Grid>> copy = new TreeMap<>();
    launches.forEach((kernel, grids) -> copy.put(kernel, Set.copyOf(grids)));
    return copy;
  }

  /** The most blocks that each kernel was to be launched in, whatever it ran in. */
  public synchronized Map<String, Integer> blocksAsked() {
    return new TreeMap<>(asked);
  }

  /** Bytes that can still be allocated by the calls of a driver. */
  public synchronized void limitMemory(long bytes) {
    freeBytes = bytes;
  }

  /** Another context of a device. */
  public synchronized long createContext(int device) {
    contexts.add(device);
    return contexts.size();
  }

  /** Whether events recorded on a stream from now on are still to come. */
  public synchronized void setBusy(long stream, boolean isBusy) {
    if (isBusy) {
      busy.add(stream);
    } else {
      busy.remove(stream);
    }
  }

  /** Whether copies to the host arrive only when this is ended. */
  public synchronized void delayCopies(boolean delay) {
    delaysCopies = delay;
    if (!delay) {
      delayed.forEach(Runnable::run);
      delayed.clear();
    }
  }

  /**
   * Begins or ends the capture of a stream. Meanwhile it takes launches and nothing else, the
   * context must not be waited for, and a driver before CUDA 12.3 loads nothing.
   */
  public synchronized void setCapturing(long stream, boolean isCapturing) {
    if (isCapturing) {
      capturing.add(stream);
    } else {
      capturing.remove(stream);
    }
  }

  /** Allocations, streams, events, contexts, modules that were not given back. */
  public synchronized int open() {
    return open;
  }

  /** A call of a library, which wants a context and a stream of it, and can fail. */
  synchronized void libraryCall(String name, long stream) {
    requireStream(name, stream);
    uncaptured(name, "");
  }

  /** A call of a library that makes something to be given back. */
  synchronized void opens(String name) {
    libraryCall(name, 0);
    open++;
  }

  /** A call of a library that gives something back. */
  synchronized void closes(String name) {
    requireContext(name);
    log.add(name);
    open--;
  }

  /** Memory that a library or the host reads: of one allocation, and written before. */
  synchronized ByteBuffer read(long address, long bytes) {
    ByteBuffer view = view(address, bytes);
    memory.hostReads(address, (int) bytes);
    return view;
  }

  /** Memory of one allocation that a library or the host writes, all of it. */
  synchronized ByteBuffer written(long address, long bytes) {
    ByteBuffer view = view(address, bytes);
    memory.hostWrites(address, (int) bytes);
    return view;
  }

  private ByteBuffer view(long address, long bytes) {
    Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
    long offset = entry == null ? -1 : address - entry.getKey();
    if (entry == null || offset + bytes > entry.getValue().bytes.length) {
      throw new IllegalArgumentException(
          bytes + " bytes at 0x" + Long.toHexString(address) + " are not of one allocation");
    }
    return ByteBuffer.wrap(entry.getValue().bytes, (int) offset, (int) bytes)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A call that can fail. */
  private void call(String name, String what) {
    log.add(name);
    if (calls++ == failingCall) {
      throw new CudaException(name, 719, "CUDA_ERROR_LAUNCH_FAILED", what);
    }
  }

  /** A call that can fail, and that is refused while any stream is captured. */
  private void uncaptured(String name, String what) {
    refuseIf(!capturing.isEmpty(), name, what);
    call(name, what);
  }

  /** A call that can fail, and that a stream refuses while it is captured. */
  private void uncaptured(String name, long stream, String what) {
    refuseIf(capturing.contains(stream), name, what);
    call(name, what);
  }

  private static void refuseIf(boolean captured, String name, String what) {
    if (captured) {
      throw new CudaException(name, 900, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", what);
    }
  }

  private void requireContext(String name) {
    if (current.get() == 0) {
      throw new CudaException(name, 201, "CUDA_ERROR_INVALID_CONTEXT", "");
    }
  }

  private void requireStream(String name, long stream) {
    requireContext(name);
    if (goneStreams.contains(stream)) {
      throw new IllegalStateException(name + " uses a stream that is gone");
    }
    Long owner = streams.get(stream);
    if (owner != null && !owner.equals(current.get())) {
      throw new CudaException(name, 400, "CUDA_ERROR_INVALID_HANDLE", "");
    }
  }

  @Override
  public synchronized int version() {
    return version;
  }

  @Override
  public synchronized int deviceCount() {
    return devices;
  }

  @Override
  public synchronized DeviceInfo device(int ordinal) {
    return new DeviceInfo(
        ordinal,
        "PTX interpreter",
        capability / 10,
        capability % 10,
        multiprocessors,
        sharedBytes,
        Runtime.getRuntime().maxMemory());
  }

  @Override
  public synchronized long retainPrimaryContext(int ordinal) {
    call("cuDevicePrimaryCtxRetain", "");
    open++;
    return ordinal + 1;
  }

  @Override
  public synchronized void releasePrimaryContext(int ordinal) {
    open--;
  }

  @Override
  public synchronized long currentContext() {
    log.add("cuCtxGetCurrent");
    return current.get();
  }

  @Override
  public synchronized void setCurrentContext(long context) {
    log.add("cuCtxSetCurrent");
    current.set(context);
  }

  @Override
  public synchronized int currentDevice() {
    requireContext("cuCtxGetDevice");
    log.add("cuCtxGetDevice");
    return contexts.get(Math.toIntExact(current.get()) - 1);
  }

  @Override
  public synchronized void synchronizeContext(String what) {
    requireContext("cuCtxSynchronize");
    uncaptured("cuCtxSynchronize", what);
    busy.clear();
  }

  @Override
  public synchronized long loadModule(byte[] ptx, String what) {
    requireContext("cuModuleLoadData");
    refuseIf(version < 12030 && !capturing.isEmpty(), "cuModuleLoadData", what);
    call("cuModuleLoadData", what);
    open++;
    PtxModule text =
        PARSED.computeIfAbsent(
            ByteBuffer.wrap(ptx),
            bytes -> PtxModule.parse(new String(bytes.array(), StandardCharsets.US_ASCII)));
    modules.put(++nextHandle, new Module(current.get(), text, new PtxMachine(text, memory)));
    return nextHandle;
  }

  @Override
  public synchronized void unloadModule(long module) {
    open--;
    if (modules.remove(module) == null) {
      throw new IllegalStateException("unloaded twice or never loaded");
    }
  }

  @Override
  public synchronized long function(long handle, String name) {
    call("cuModuleGetFunction", name);
    Module module = modules.get(handle);
    if (!module.text.kernels().containsKey(name)) {
      throw new CudaException("cuModuleGetFunction", 500, "CUDA_ERROR_NOT_FOUND", name);
    }
    functions.add(new Kernel(module.context, module.machine, name));
    return functions.size();
  }

  @Override
  public synchronized void allowSharedMemory(long function, int bytes) {
    requireContext("cuFuncSetAttribute");
    call("cuFuncSetAttribute", "");
    if (bytes > sharedBytes) {
      throw new CudaException("cuFuncSetAttribute", 1, "CUDA_ERROR_INVALID_VALUE", "");
    }
    allowed.put(function, bytes);
  }

  @Override
  public synchronized int residentBlocks(long function, int threads, int blockBytes) {
    requireContext("cuOccupancyMaxActiveBlocksPerMultiprocessor");
    call("cuOccupancyMaxActiveBlocksPerMultiprocessor", "");
    return Math.min(2048 / threads, sharedBytes / Math.max(1, blockBytes));
  }

  @Override
  public synchronized void launch(
      long function, Grid wanted, long stream, Arguments arguments, String what) {
    call("cuLaunchKernel", what);
    requireStream("cuLaunchKernel", stream);
    Kernel kernel = functions.get((int) function - 1);
    if (kernel.context != current.get()) {
      throw new CudaException("cuLaunchKernel", 400, "CUDA_ERROR_INVALID_HANDLE", what);
    }
    // the real driver takes one pointer an argument, so each must begin where the kernel reads it
    List<Integer> expected = kernel.machine.parameterOffsets(kernel.name);
    if (!arguments.offsets().equals(expected)) {
      throw new IllegalArgumentException(
          kernel.name + " has arguments at " + expected + ", was " + arguments.offsets());
    }
    ByteBuffer bytes = arguments.bytes();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    int shared = wanted.sharedBytes() + kernel.machine.sharedBytes(kernel.name);
    if (shared > allowed.getOrDefault(function, 48 << 10)) {
      throw new CudaException("cuLaunchKernel", 1, "CUDA_ERROR_INVALID_VALUE", what);
    }
    boolean own = grid.length != 0 && !kernel.name.matches("stewart_.*|orthogonal_store_turned_.*");
    Grid its =
        own
            ? new Grid(grid[0], grid[1], wanted.sharedBytes())
            : new Grid(
                Math.min(wanted.blocks(), mostBlocks), wanted.threads(), wanted.sharedBytes());
    kernel.machine.launch(kernel.name, its.blocks(), its.threads(), its.sharedBytes(), copy);
    launches.computeIfAbsent(kernel.name, name -> new HashSet<>()).add(its);
    asked.merge(kernel.name, wanted.blocks(), Math::max);
  }

  @Override
  public synchronized long allocate(long bytes, String what) {
    requireContext("cuMemAlloc");
    call("cuMemAlloc", what);
    if (bytes > freeBytes) {
      throw new CudaException("cuMemAlloc", 2, "CUDA_ERROR_OUT_OF_MEMORY", what);
    }
    freeBytes -= bytes;
    open++;
    byte[] fresh = new byte[Math.toIntExact(bytes)];
    Arrays.fill(fresh, FRESH);
    long address = memory.allocateUnwritten(fresh);
    allocations.put(address, new Allocation(current.get(), PointerInfo.Kind.DEVICE, fresh));
    return address;
  }

  @Override
  public synchronized void free(long address) {
    requireContext("cuMemFree");
    log.add("cuMemFree");
    open--;
    Allocation freed = allocations.remove(address);
    if (freed == null || freed.context != current.get() || !memory.free(address)) {
      throw new IllegalStateException("freed twice, never allocated, or in another context");
    }
    freeBytes += freed.bytes.length;
  }

  @Override
  public synchronized ByteBuffer allocatePinned(int bytes) {
    requireContext("cuMemHostAlloc");
    call("cuMemHostAlloc", "");
    open++;
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public synchronized void freePinned(ByteBuffer pinned) {
    log.add("cuMemFreeHost");
    open--;
  }

  @Override
  public synchronized void copyToDevice(long to, ByteBuffer from, long stream) {
    uncaptured("cuMemcpyHtoDAsync", stream, "");
    requireStream("cuMemcpyHtoDAsync", stream);
    written(to, from.remaining()).put(from.duplicate());
  }

  @Override
  public synchronized void copyToHost(ByteBuffer to, long from, long stream) {
    uncaptured("cuMemcpyDtoHAsync", stream, "");
    requireStream("cuMemcpyDtoHAsync", stream);
    byte[] bytes = new byte[to.remaining()];
    read(from, bytes.length).get(bytes);
    ByteBuffer place = to.duplicate();
    if (delaysCopies) {
      delayed.add(() -> place.put(bytes));
    } else {
      place.put(bytes);
    }
  }

  @Override
  public synchronized void clear(long address, long bytes, long stream) {
    uncaptured("cuMemsetD32Async", stream, "");
    requireStream("cuMemsetD32Async", stream);
    written(address, bytes).put(new byte[Math.toIntExact(bytes)]);
  }

  @Override
  public synchronized long createStream() {
    requireContext("cuStreamCreate");
    call("cuStreamCreate", "");
    open++;
    streams.put(++nextHandle, current.get());
    return nextHandle;
  }

  @Override
  public synchronized void synchronize(long stream, String what) {
    requireStream("cuStreamSynchronize", stream);
    uncaptured("cuStreamSynchronize", stream, what);
  }

  @Override
  public synchronized void destroyStream(long stream) {
    log.add("cuStreamDestroy");
    open--;
    if (streams.remove(stream) == null) {
      throw new IllegalStateException("destroyed twice or never created");
    }
    goneStreams.add(stream);
  }

  @Override
  public synchronized boolean isCapturing(long stream) {
    log.add("cuStreamIsCapturing");
    return capturing.contains(stream);
  }

  @Override
  public synchronized long createEvent() {
    requireContext("cuEventCreate");
    call("cuEventCreate", "");
    open++;
    events.put(++nextHandle, 0L);
    return nextHandle;
  }

  @Override
  public synchronized void recordEvent(long event, long stream) {
    requireStream("cuEventRecord", stream);
    uncaptured("cuEventRecord", stream, "");
    if (events.replace(event, stream) == null) {
      throw new IllegalStateException("recorded an event that is gone");
    }
  }

  @Override
  public synchronized boolean hasPassed(long event) {
    call("cuEventQuery", "");
    return !busy.contains(events.get(event));
  }

  @Override
  public synchronized void synchronizeEvent(long event, String what) {
    call("cuEventSynchronize", what);
    busy.remove(events.get(event));
  }

  @Override
  public synchronized void waitForEvent(long stream, long event) {
    requireStream("cuStreamWaitEvent", stream);
    uncaptured("cuStreamWaitEvent", stream, "");
    if (!events.containsKey(event)) {
      throw new IllegalStateException("waits for an event that is gone");
    }
  }

  @Override
  public synchronized void destroyEvent(long event) {
    log.add("cuEventDestroy");
    open--;
    if (events.remove(event) == null) {
      throw new IllegalStateException("destroyed twice or never created");
    }
  }

  @Override
  public synchronized MemoryInfo memoryInfo() {
    log.add("cuMemGetInfo");
    return new MemoryInfo(freeBytes, 1L << 40);
  }

  @Override
  public synchronized Optional<PointerInfo> pointer(long address) {
    log.add("cuPointerGetAttributes");
    Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
    if (entry == null || address - entry.getKey() >= entry.getValue().bytes.length) {
      return Optional.empty();
    }
    Allocation at = entry.getValue();
    return Optional.of(
        new PointerInfo(
            at.kind,
            contexts.get(Math.toIntExact(at.context) - 1),
            entry.getKey(),
            at.bytes.length,
            false));
  }
}
