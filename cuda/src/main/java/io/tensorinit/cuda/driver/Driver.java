package io.tensorinit.cuda.driver;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The calls of the CUDA driver that the backend needs. Handles and pointers are the driver's own
 * 64-bit values; 0 is the default stream and no context. Every method throws {@link CudaException},
 * naming the call, the code and its name, where the driver reports a failure.
 *
 * <p>A stream that is being captured, the caller's or another thread's, refuses what is asked of
 * that stream itself and, whatever the stream, {@link #synchronizeContext}. It does not refuse what
 * has nothing to do with it: to allocate and free, to load, to make streams and wait for others, to
 * ask for events. A module is loaded meanwhile by drivers of CUDA 12.3 and newer; older ones may
 * refuse.
 */
public interface Driver {
  /**
   * The driver's version (cuDriverGetVersion).
   *
   * @return as in 12040 for CUDA 12.4
   */
  int version();

  /**
   * The number of devices (cuDeviceGetCount).
   *
   * @return 0 or more
   */
  int deviceCount();

  /**
   * Describes a device.
   *
   * @param ordinal its number, from 0
   * @return what the driver says of it
   */
  DeviceInfo device(int ordinal);

  /**
   * Retains a device's primary context, which the runtime API shares (cuDevicePrimaryCtxRetain).
   *
   * @param ordinal the device
   * @return the context
   */
  long retainPrimaryContext(int ordinal);

  /**
   * Releases what {@link #retainPrimaryContext} retained.
   *
   * @param ordinal the device
   */
  void releasePrimaryContext(int ordinal);

  /**
   * The calling thread's context (cuCtxGetCurrent).
   *
   * @return the context, 0 if none
   */
  long currentContext();

  /**
   * Makes a context current to the calling thread (cuCtxSetCurrent).
   *
   * @param context the context, 0 for none
   */
  void setCurrentContext(long context);

  /**
   * Loads PTX (cuModuleLoadData).
   *
   * @param ptx the text, without a terminating zero
   * @param what whose PTX it is, for messages
   * @return the module
   */
  long loadModule(byte[] ptx, String what);

  /**
   * Unloads a module (cuModuleUnload).
   *
   * @param module the module
   */
  void unloadModule(long module);

  /**
   * Finds a kernel and has it loaded, so that its first launch may be captured
   * (cuModuleGetFunction, cuFuncGetAttribute).
   *
   * @param module the module
   * @param name the kernel's name
   * @return the function
   */
  long function(long module, String name);

  /**
   * Lets a kernel be launched with more shared memory than others: up to 48 KiB needs no leave
   * (cuFuncSetAttribute).
   *
   * @param function the kernel
   * @param bytes the most it will ask for
   */
  void allowSharedMemory(long function, int bytes);

  /**
   * How many blocks of a kernel a multiprocessor holds at a time
   * (cuOccupancyMaxActiveBlocksPerMultiprocessor).
   *
   * @param function the kernel
   * @param threads the number of threads of a block
   * @param sharedBytes the shared memory a block is launched with
   * @return their number
   */
  int residentBlocks(long function, int threads, int sharedBytes);

  /**
   * How a kernel is launched.
   *
   * @param blocks the number of blocks
   * @param threads the number of threads of a block
   * @param sharedBytes the shared memory of a block, beside what the kernel declares
   */
  record Grid(int blocks, int threads, int sharedBytes) {}

  /**
   * Launches a kernel (cuLaunchKernel).
   *
   * @param function the kernel
   * @param grid how many threads run it
   * @param stream the stream
   * @param arguments its arguments
   * @param what what is being filled, for messages
   */
  void launch(long function, Grid grid, long stream, Arguments arguments, String what);

  /**
   * Allocates memory of the current context (cuMemAlloc).
   *
   * @param bytes how much, 1 or more
   * @param what what it is for, for messages
   * @return its address
   */
  long allocate(long bytes, String what);

  /**
   * Frees memory (cuMemFree). The driver may wait for the work that uses it, and need not: whoever
   * frees has waited.
   *
   * @param address the address, as {@link #allocate} returned it
   */
  void free(long address);

  /**
   * Allocates host memory that copies run to and from asynchronously (cuMemHostAlloc).
   *
   * @param bytes how much, 1 or more
   * @return the memory, direct, little-endian
   */
  ByteBuffer allocatePinned(int bytes);

  /**
   * Frees pinned memory (cuMemFreeHost).
   *
   * @param memory what {@link #allocatePinned} returned
   */
  void freePinned(ByteBuffer memory);

  /**
   * Copies to the device (cuMemcpyHtoDAsync). The source must stay as it is until the stream has
   * passed.
   *
   * @param to the device address
   * @param from the host memory, from its position to its limit
   * @param stream the stream
   */
  void copyToDevice(long to, ByteBuffer from, long stream);

  /**
   * Copies to the host (cuMemcpyDtoHAsync).
   *
   * @param to the host memory, from its position to its limit
   * @param from the device address
   * @param stream the stream
   */
  void copyToHost(ByteBuffer to, long from, long stream);

  /**
   * Sets device memory to 0 (cuMemsetD32Async; cuMemsetD8Async where address or bytes are no
   * multiple of 4).
   *
   * @param address the first byte
   * @param bytes how many, 1 or more
   * @param stream the stream
   */
  void clear(long address, long bytes, long stream);

  /**
   * Makes a stream that does not wait for the default stream (cuStreamCreate).
   *
   * @return the stream
   */
  long createStream();

  /**
   * Waits until a stream has passed (cuStreamSynchronize).
   *
   * @param stream the stream
   * @param what what was being done, for messages
   */
  void synchronize(long stream, String what);

  /**
   * Gives a stream back (cuStreamDestroy).
   *
   * @param stream the stream
   */
  void destroyStream(long stream);

  /**
   * Makes an event that keeps no time (cuEventCreate).
   *
   * @return the event
   */
  long createEvent();

  /**
   * Puts an event behind what a stream has been given so far (cuEventRecord).
   *
   * @param event the event
   * @param stream a stream of the event's context
   */
  void recordEvent(long event, long stream);

  /**
   * Whether the device has come to where an event was recorded last (cuEventQuery).
   *
   * @param event the event
   * @return true if it has, or if the event was never recorded; false also where a capture keeps
   *     the driver from telling
   */
  boolean hasPassed(long event);

  /**
   * Makes the host wait for an event (cuEventSynchronize).
   *
   * @param event the event
   * @param what what was being done, for messages
   */
  void synchronizeEvent(long event, String what);

  /**
   * Makes a stream, not the host, wait for an event (cuStreamWaitEvent).
   *
   * @param stream the stream
   * @param event the event
   */
  void waitForEvent(long stream, long event);

  /**
   * Gives an event back (cuEventDestroy).
   *
   * @param event the event
   */
  void destroyEvent(long event);

  /**
   * Waits for everything the current context was given (cuCtxSynchronize).
   *
   * @param what what was being done, for messages
   */
  void synchronizeContext(String what);

  /**
   * The device of the current context (cuCtxGetDevice).
   *
   * @return its ordinal
   */
  int currentDevice();

  /**
   * Whether what a stream is given goes into a graph (cuStreamIsCapturing).
   *
   * @param stream the stream
   * @return true while it is being captured
   * @throws IllegalStateException if it is the default stream, and a stream that waits for that is
   *     captured: until then the default stream cannot be used, and whoever tries breaks the
   *     capture; to ask does not
   */
  boolean isCapturing(long stream);

  /**
   * Whether a stream is the default one (0, CU_STREAM_LEGACY), which no graph can capture.
   *
   * @param stream the stream
   * @return whether it is
   */
  static boolean isDefault(long stream) {
    return stream == 0 || stream == 1;
  }

  /**
   * The memory of the current context's device (cuMemGetInfo).
   *
   * @return how much there is, and how much of it is free
   */
  MemoryInfo memoryInfo();

  /**
   * What the driver knows of an address (cuPointerGetAttributes).
   *
   * @param address the address
   * @return what is there; empty if the driver does not know the address
   */
  Optional<PointerInfo> pointer(long address);

  /**
   * A device's memory.
   *
   * @param freeBytes what is free
   * @param totalBytes all of it
   */
  record MemoryInfo(long freeBytes, long totalBytes) {}
}
