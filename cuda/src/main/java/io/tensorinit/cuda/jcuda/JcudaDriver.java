package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.PointerInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * The driver of this machine. JCuda's driver API has no cuMemAllocAsync: memory is taken by
 * cuMemAlloc. Safe for use by several threads.
 */
public final class JcudaDriver implements Driver {
  private static final int NAME_BYTES = 256;

  /** Registers and the like can be told of a function that is not loaded yet; this cannot. */
  private static final int NEEDS_THE_LOADED_FUNCTION =
      CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK;

  /** CUDA_ERROR_FUNCTION_NOT_LOADED, which is newer than JCuda 11.7. */
  private static final int FUNCTION_NOT_LOADED = 913;

  /**
   * What a capture answers who asks for an event: CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED, _IMPLICIT,
   * CUDA_ERROR_CAPTURED_EVENT.
   */
  private static final Set<Integer> REFUSED_BY_A_CAPTURE = Set.of(900, 906, 907);

  private static final ThreadLocal<ByteBuffer> ARGUMENTS =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(Arguments.CAPACITY));

  /** JCuda knows a pinned buffer by the pointer it was allocated with. */
  private final Map<ByteBuffer, Pointer> pinned =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * Loads JCuda's native library and initializes the driver (cuInit).
   *
   * @param library the native library, an absolute path
   * @throws UnsatisfiedLinkError if the file, or a library it needs, cannot be loaded
   * @throws CudaException if the driver does not start
   */
  public JcudaDriver(String library) {
    System.load(library);
    check(JCudaDriver.cuInit(0), "cuInit", "");
  }

  private static void check(int result, String call, String what) {
    if (result != CUresult.CUDA_SUCCESS) {
      throw new CudaException(call, result, CUresult.stringFor(result), what);
    }
  }

  @Override
  public int version() {
    int[] version = new int[1];
    check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion", "");
    return version[0];
  }

  @Override
  public int deviceCount() {
    int[] count = new int[1];
    check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount", "");
    return count[0];
  }

  @Override
  public DeviceInfo device(int ordinal) {
    CUdevice device = handle(ordinal);
    byte[] name = new byte[NAME_BYTES];
    check(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName", "");
    long[] memory = new long[1];
    check(JCudaDriver.cuDeviceTotalMem(memory, device), "cuDeviceTotalMem", "");
    return new DeviceInfo(
        ordinal,
        text(name),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
        attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device),
        memory[0]);
  }

  private static CUdevice handle(int ordinal) {
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet", "device " + ordinal);
    return device;
  }

  private static String text(byte[] zeroTerminated) {
    int length = 0;
    while (length < zeroTerminated.length && zeroTerminated[length] != 0) {
      length++;
    }
    return new String(zeroTerminated, 0, length, StandardCharsets.UTF_8);
  }

  private static int attribute(int attribute, CUdevice device) {
    int[] value = new int[1];
    check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute",
        "attribute " + attribute);
    return value[0];
  }

  @Override
  public long retainPrimaryContext(int ordinal) {
    CUcontext context = new CUcontext();
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuDevicePrimaryCtxRetain(context, handle(ordinal))),
        "cuDevicePrimaryCtxRetain",
        "device " + ordinal);
    return Handles.of(context);
  }

  @Override
  public void releasePrimaryContext(int ordinal) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuDevicePrimaryCtxRelease(handle(ordinal))),
        "cuDevicePrimaryCtxRelease",
        "device " + ordinal);
  }

  @Override
  public long currentContext() {
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuCtxGetCurrent(context), "cuCtxGetCurrent", "");
    return Handles.of(context);
  }

  @Override
  public void setCurrentContext(long context) {
    check(
        JCudaDriver.cuCtxSetCurrent(Handles.with(new CUcontext(), context)), "cuCtxSetCurrent", "");
  }

  @Override
  public long loadModule(byte[] ptx, String what) {
    CUmodule module = new CUmodule();
    byte[] zeroTerminated = Arrays.copyOf(ptx, ptx.length + 1);
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuModuleLoadData(module, zeroTerminated)),
        "cuModuleLoadData",
        what);
    return Handles.of(module);
  }

  @Override
  public void unloadModule(long module) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuModuleUnload(Handles.with(new CUmodule(), module))),
        "cuModuleUnload",
        "");
  }

  @Override
  public long function(long module, String name) {
    CUfunction function = new CUfunction();
    check(
        CaptureMode.relaxed(
            () ->
                JCudaDriver.cuModuleGetFunction(
                    function, Handles.with(new CUmodule(), module), name)),
        "cuModuleGetFunction",
        name);
    // A driver that loads lazily would load it with the first launch, which a graph may record.
    int loaded =
        CaptureMode.relaxed(
            () -> JCudaDriver.cuFuncGetAttribute(new int[1], NEEDS_THE_LOADED_FUNCTION, function));
    if (loaded != FUNCTION_NOT_LOADED) {
      check(loaded, "cuFuncGetAttribute", name);
    }
    return Handles.of(function);
  }

  @Override
  public void allowSharedMemory(long function, int bytes) {
    check(
        CaptureMode.relaxed(
            () ->
                JCudaDriver.cuFuncSetAttribute(
                    Handles.with(new CUfunction(), function),
                    CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                    bytes)),
        "cuFuncSetAttribute",
        bytes + " bytes of shared memory");
  }

  @Override
  public int residentBlocks(long function, int threads, int sharedBytes) {
    int[] blocks = new int[1];
    check(
        CaptureMode.relaxed(
            () ->
                JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(
                    blocks, Handles.with(new CUfunction(), function), threads, sharedBytes)),
        "cuOccupancyMaxActiveBlocksPerMultiprocessor",
        "");
    return blocks[0];
  }

  @Override
  public void launch(long function, Grid grid, long stream, Arguments arguments, String what) {
    // The driver reads the arguments during the call: a buffer a thread is enough.
    Pointer bytes = Pointer.to(ARGUMENTS.get().clear().put(arguments.bytes()).flip());
    List<Integer> offsets = arguments.offsets();
    Pointer[] each = new Pointer[offsets.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = bytes.withByteOffset(offsets.get(i));
    }
    check(
        JCudaDriver.cuLaunchKernel(
            Handles.with(new CUfunction(), function),
            grid.blocks(),
            1,
            1,
            grid.threads(),
            1,
            1,
            grid.sharedBytes(),
            stream(stream),
            Pointer.to(each),
            null),
        "cuLaunchKernel",
        what);
  }

  private static CUstream stream(long stream) {
    return Handles.with(new CUstream(), stream);
  }

  private static CUdeviceptr device(long address) {
    return Handles.with(new CUdeviceptr(), address);
  }

  private static Pointer host(ByteBuffer memory) {
    return Pointer.to(memory).withByteOffset(memory.position());
  }

  @Override
  public long allocate(long bytes, String what) {
    CUdeviceptr address = new CUdeviceptr();
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuMemAlloc(address, bytes)),
        "cuMemAlloc",
        bytes + " bytes for " + what);
    return Handles.of(address);
  }

  @Override
  public void free(long address) {
    check(CaptureMode.relaxed(() -> JCudaDriver.cuMemFree(device(address))), "cuMemFree", "");
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) {
    Pointer pointer = new Pointer();
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuMemHostAlloc(pointer, bytes, 0)),
        "cuMemHostAlloc",
        bytes + " bytes");
    ByteBuffer memory = pointer.getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    pinned.put(memory, pointer);
    return memory;
  }

  @Override
  public void freePinned(ByteBuffer memory) {
    Pointer pointer = pinned.remove(memory);
    check(CaptureMode.relaxed(() -> JCudaDriver.cuMemFreeHost(pointer)), "cuMemFreeHost", "");
  }

  @Override
  public void copyToDevice(long to, ByteBuffer from, long stream) {
    check(
        JCudaDriver.cuMemcpyHtoDAsync(device(to), host(from), from.remaining(), stream(stream)),
        "cuMemcpyHtoDAsync",
        from.remaining() + " bytes");
  }

  @Override
  public void copyToHost(ByteBuffer to, long from, long stream) {
    check(
        JCudaDriver.cuMemcpyDtoHAsync(host(to), device(from), to.remaining(), stream(stream)),
        "cuMemcpyDtoHAsync",
        to.remaining() + " bytes");
  }

  @Override
  public void clear(long address, long bytes, long stream) {
    if ((address | bytes) % Integer.BYTES == 0) {
      check(
          JCudaDriver.cuMemsetD32Async(device(address), 0, bytes / Integer.BYTES, stream(stream)),
          "cuMemsetD32Async",
          bytes + " bytes");
    } else {
      check(
          JCudaDriver.cuMemsetD8Async(device(address), (byte) 0, bytes, stream(stream)),
          "cuMemsetD8Async",
          bytes + " bytes");
    }
  }

  @Override
  public long createStream() {
    CUstream stream = new CUstream();
    check(
        CaptureMode.relaxed(
            () -> JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING)),
        "cuStreamCreate",
        "");
    return Handles.of(stream);
  }

  @Override
  public void synchronize(long stream, String what) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuStreamSynchronize(stream(stream))),
        "cuStreamSynchronize",
        what);
  }

  @Override
  public void destroyStream(long stream) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuStreamDestroy(stream(stream))),
        "cuStreamDestroy",
        "");
  }

  @Override
  public long createEvent() {
    CUevent event = new CUevent();
    check(
        CaptureMode.relaxed(
            () -> JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING)),
        "cuEventCreate",
        "");
    return Handles.of(event);
  }

  private static CUevent event(long event) {
    return Handles.with(new CUevent(), event);
  }

  @Override
  public void recordEvent(long event, long stream) {
    check(JCudaDriver.cuEventRecord(event(event), stream(stream)), "cuEventRecord", "");
  }

  @Override
  public boolean hasPassed(long event) {
    int result = CaptureMode.relaxed(() -> JCudaDriver.cuEventQuery(event(event)));
    if (result == CUresult.CUDA_ERROR_NOT_READY || REFUSED_BY_A_CAPTURE.contains(result)) {
      return false;
    }
    check(result, "cuEventQuery", "");
    return true;
  }

  @Override
  public void synchronizeEvent(long event, String what) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuEventSynchronize(event(event))),
        "cuEventSynchronize",
        what);
  }

  @Override
  public void waitForEvent(long stream, long event) {
    check(JCudaDriver.cuStreamWaitEvent(stream(stream), event(event), 0), "cuStreamWaitEvent", "");
  }

  @Override
  public void destroyEvent(long event) {
    check(
        CaptureMode.relaxed(() -> JCudaDriver.cuEventDestroy(event(event))), "cuEventDestroy", "");
  }

  @Override
  public void synchronizeContext(String what) {
    check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize", what);
  }

  @Override
  public int currentDevice() {
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuCtxGetDevice(device), "cuCtxGetDevice", "");
    for (int ordinal = 0; ordinal < deviceCount(); ordinal++) {
      if (handle(ordinal).equals(device)) {
        return ordinal;
      }
    }
    throw new IllegalStateException("the current context belongs to a device that is not listed");
  }

  @Override
  public boolean isCapturing(long stream) {
    int[] status = new int[1];
    int result = JCudaDriver.cuStreamIsCapturing(stream(stream), status);
    if (result == CUresult.CUDA_ERROR_STREAM_CAPTURE_IMPLICIT) {
      throw new IllegalStateException(
          "stream must not be the default one while a stream that waits for it is captured: name a"
              + " non-blocking stream");
    }
    check(result, "cuStreamIsCapturing", "");
    return status[0] != CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_NONE;
  }

  @Override
  public MemoryInfo memoryInfo() {
    long[] free = new long[1];
    long[] total = new long[1];
    check(CaptureMode.relaxed(() -> JCudaDriver.cuMemGetInfo(free, total)), "cuMemGetInfo", "");
    return new MemoryInfo(free[0], total[0]);
  }

  @Override
  public Optional<PointerInfo> pointer(long address) {
    return PointerQuery.ask(address);
  }
}
