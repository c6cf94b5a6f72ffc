package io.tensorinit.cuda;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.launch.DeviceContext;
import io.tensorinit.cuda.launch.DeviceContexts;
import io.tensorinit.cuda.launch.FillToHost;
import io.tensorinit.cuda.launch.FillWork;
import io.tensorinit.cuda.launch.KernelSelfTest;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.cuda.memory.AddressRange;
import io.tensorinit.cuda.memory.BufferCopy;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.DeviceTables;
import io.tensorinit.cuda.memory.StagingPool;
import io.tensorinit.cuda.orthogonal.QrLimits;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.PlanCheck;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Fills device memory, and host memory through it. Retains the device's primary context, which it
 * shares with other users of the runtime API in the process. Safe for use by several threads, each
 * filling at the same time; the caller's current context is as it was when a method returns.
 *
 * <p>Elementwise fills take the words of the key's sequence in registers and store finished values
 * in one pass; every value has the bits of the CPU backend. With the system property {@code
 * tensorinit.cuda.words=curand}, read when a device is opened, cuRAND generates the words instead:
 * the same bits, one more pass and workspace. Orthogonal matrices have the CPU's bits, too; by
 * {@code method: qr}, which needs cuSOLVER, they agree with them to {@link
 * io.tensorinit.plan.OrthogonalTolerance}. Given tensors and Java functions are worked out on the
 * host, and so are the tables of distributions, once.
 *
 * <p>Memory that a fill works in, and what host fills pass through (up to 128 MiB on the device and
 * 192 MiB of pinned memory), is kept for the next fill until {@link #trim} or {@link #close}. Fills
 * of device memory never wait for the device, but where {@link #fill} says so.
 *
 * <p>Who resets the device (cudaDeviceReset, cuDevicePrimaryCtxReset) closes this backend before,
 * and opens it anew: whatever it holds is gone with the context.
 */
public final class CudaBackend implements Backend {
  /** The name users choose it by. */
  static final String NAME = "cuda";

  private static final int INVALID_HANDLE = 400;

  private final Driver driver;
  private final DeviceInfo device;
  private final Libraries libraries;
  private final DeviceContexts contexts;
  private final CopyThreads background = new CopyThreads();

  /**
   * Opens a device.
   *
   * @param driver the driver
   * @param libraries NVIDIA's libraries, each of which may be missing
   * @param ordinal the device's number, from 0
   * @throws io.tensorinit.cuda.driver.CudaException if the device cannot be used
   * @throws BackendException if the words shall come from cuRAND and it cannot be used
   * @throws IllegalArgumentException if the system property names no source of words
   */
  CudaBackend(Driver driver, Libraries libraries, int ordinal) {
    this(driver, libraries, ordinal, WordSource.configured());
  }

  /**
   * Opens a device.
   *
   * @param driver the driver
   * @param libraries NVIDIA's libraries, each of which may be missing
   * @param ordinal the device's number, from 0
   * @param words where the words of elementwise fills come from
   * @throws io.tensorinit.cuda.driver.CudaException if the device cannot be used
   * @throws BackendException if the words shall come from cuRAND and it cannot be used
   */
  CudaBackend(Driver driver, Libraries libraries, int ordinal, WordSource words) {
    if (words == WordSource.CURAND && !libraries.find(Library.CURAND).found()) {
      throw new BackendException(
          "system property "
              + WordSource.PROPERTY
              + " must be fused where cuRAND cannot be used: "
              + libraries.find(Library.CURAND).detail());
    }
    this.driver = driver;
    this.device = driver.device(ordinal);
    this.libraries = libraries;
    this.contexts = new DeviceContexts(driver, libraries, words, device);
  }

  /**
   * Opens a device.
   *
   * <pre>{@code
   * try (CudaBackend gpu = CudaBackend.open(0)) {
   *   request.on(gpu).into(DeviceDestination.at(address).onStream(stream));
   * }
   * }</pre>
   *
   * @param ordinal the device's number, from 0, in the order of CUDA_VISIBLE_DEVICES
   * @return the open backend; the caller closes it
   * @throws IllegalArgumentException if the ordinal is negative, or the system property
   *     tensorinit.cuda.words is neither {@code fused} nor {@code curand}
   * @throws BackendException if there is no such device or it cannot be used; the message says
   *     which link is missing (natives, driver, device, its compute capability), and what to do
   */
  public static CudaBackend open(int ordinal) {
    return new CudaBackendProvider().openDevice(BackendOptions.DEFAULT.device(ordinal));
  }

  /**
   * How many devices there are. Loads the driver where there is one.
   *
   * @return the number that the driver gives, whether they can be used or not; 0 if there is no
   *     driver
   * @throws BackendException if the driver fails
   */
  public static int deviceCount() {
    return CudaBackendProvider.deviceCount();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return device.toString();
  }

  @Override
  public Optional<String> refusal(FillPlan plan, Shape shape) {
    return QrLimits.refusal(plan, shape, libraries);
  }

  /**
   * Compares the kernels' values, and cuRAND's words where it can be used, with the law in Java at
   * some thousand positions.
   */
  @Override
  public List<String> selfTest() {
    List<String> faults = new ArrayList<>(KernelSelfTest.ofValues(this));
    inContext(() -> faults.addAll(KernelSelfTest.ofCurand(contexts.primary())));
    return faults;
  }

  /**
   * Fills host memory, a file, or device memory.
   *
   * <p>When this returns, host memory and files are written. Device memory is filled in the order
   * of the destination's stream, and this returns without waiting for it. The rest is about device
   * memory.
   *
   * <p>The memory may be any that the device reaches: its own, managed, or pinned and mapped; where
   * the driver knows the allocation, the region is checked to lie inside of it. A {@link
   * DeviceBuffer}'s is filled in the device's primary context, which is also the runtime API's; any
   * other in the calling thread's current context if that is one of this device, else in the
   * primary context. The stream is one of that context, as the driver or the runtime API made it. A
   * context must stay until this backend is closed.
   *
   * <p>A fill by one primitive (constant, uniform, normal, truncated normal, quantile, discrete,
   * diagonal) is one launch, a diagonal two, and may be captured into a graph, which is good until
   * this backend is closed. After the first of its kind it allocates and uploads nothing. The first
   * loads the kernel, during a capture only where the driver is of CUDA 12.3 or newer; by a
   * distribution with a table, any but the uniform, it waits for the table's upload. Other fills
   * take workspace, which is kept for the next; what passes through the host (tables, Java
   * functions) waits for its turn in {@value StagingPool#MOST_BYTES} bytes of pinned memory. A fill
   * also waits for the device where memory runs out while workspace is in use, and, by a
   * distribution beyond the first {@value DeviceTables#MOST_TABLES}, where tables go whose last
   * uses have not passed.
   *
   * @param fill what to fill
   * @param destination where its region's elements go
   * @throws IllegalArgumentException if the destination cannot hold the region in this dtype, the
   *     memory is another device's or the host's alone, the region reaches beyond its allocation,
   *     the stream is another context's, or the plan does not fit the shape
   * @throws IllegalStateException if the stream is capturing and the fill needs workspace or, with
   *     a driver older than CUDA 12.3, a kernel that is not loaded yet; if it is the default stream
   *     and a stream that waits for that is captured; or if the backend is closed
   * @throws BackendException if memory runs out, before anything is written; if a call fails; or if
   *     earlier work turns out to have failed, which the message says
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  @Override
  public void fill(Fill fill, Destination destination) {
    if (destination instanceof DeviceDestination memory) {
      fillDevice(fill, memory);
    } else {
      fillHost(fill, destination.requireHost(NAME));
    }
  }

  private void fillDevice(Fill fill, DeviceDestination destination) {
    requirePlan(fill);
    AddressRange range = AddressRange.of(destination, fill.regionShape(), fill.dtype());
    DevicePool buffers = contexts.primary().memory().pool();
    if (buffers.keeps(range.address())) {
      Runnable mark = () -> buffers.markUse(range.address(), destination.stream());
      inContext(() -> enqueue(contexts.primary(), fill, destination, range, mark));
    } else {
      contexts.inCallers(context -> enqueue(context, fill, destination, range, () -> {}));
    }
  }

  /** Refuses a plan that does not fit its shape, or that this backend cannot fill. */
  private void requirePlan(Fill fill) {
    PlanCheck.require(fill.plan(), fill.shape());
    QrLimits.require(fill.plan(), fill.shape(), libraries);
  }

  /** Enqueues a fill, then marks it: where it fails, some of it may be under way. */
  private void enqueue(
      DeviceContext context,
      Fill fill,
      DeviceDestination destination,
      AddressRange range,
      Runnable mark) {
    contexts.reportEarlierWork();
    range.require(driver, device.ordinal());
    Runnable work = () -> new FillWork(context, fill).run(destination);
    namingStream(context, destination.stream(), () -> Cleanup.after(work, mark));
  }

  /** Does something on a caller's stream of a context; says so where it is another context's. */
  private void namingStream(DeviceContext context, long stream, Runnable work) {
    if (Driver.isDefault(stream)) {
      driver.isCapturing(stream); // refuses one that is not to be used now
    }
    try {
      work.run();
    } catch (CudaException e) {
      if (e.code() == INVALID_HANDLE && stream != 0) {
        throw new IllegalArgumentException(
            "stream must belong to "
                + (context == contexts.primary()
                    ? "the primary context of device " + device.ordinal()
                    : "the calling thread's current context")
                + ", in which this fill runs, was 0x"
                + Long.toHexString(stream),
            e);
      }
      throw e;
    }
  }

  /**
   * Prepares to fill many tensors at once: in the device's primary context if one of them is a
   * {@link DeviceBuffer}'s, and then the others must be reached from there, too; else in the
   * calling thread's current context if that is one of this device, else in the primary context.
   * Costs an upload for each type of cells, of 112 bytes a run, which is waited for.
   *
   * @param fills what to fill, and where; no two may overlap, for they are filled in no order
   * @return the batch, to be filled any number of times; the caller closes it
   * @throws IllegalArgumentException as {@link #fill}, for any of them
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out, or a call fails
   */
  public FillBatch batch(List<DeviceFill> fills) {
    List<DeviceFill> all = List.copyOf(fills);
    List<AddressRange> ranges = new ArrayList<>();
    for (DeviceFill each : all) {
      Fill fill = each.fill();
      requirePlan(fill);
      ranges.add(AddressRange.of(each.destination(), fill.regionShape(), fill.dtype()));
    }
    FillBatch[] made = new FillBatch[1];
    Consumer<DeviceContext> work =
        context -> {
          ranges.forEach(range -> range.require(driver, device.ordinal()));
          made[0] = new FillBatch(this, context, all);
        };
    DevicePool buffers = contexts.primary().memory().pool();
    if (ranges.stream().anyMatch(range -> buffers.keeps(range.address()))) {
      inContext(() -> work.accept(contexts.primary()));
    } else {
      contexts.inCallers(work);
    }
    return made[0];
  }

  /**
   * A whole model in device memory, filled in the order of the default stream, most of it in one
   * launch for each type of cells.
   *
   * @param model the model
   * @return its parameters; the caller closes it
   * @throws IllegalArgumentException if this backend cannot fill a parameter, which the message
   *     names
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out or a call fails; then nothing is kept
   */
  public DeviceModel create(Model model) {
    return create(model, 0);
  }

  /**
   * A whole model in device memory, filled in the order of a stream, most of it in one launch for
   * each type of cells.
   *
   * @param model the model
   * @param stream a stream of the device's primary context; 0 is the default stream
   * @return its parameters; the caller closes it
   * @throws IllegalArgumentException if this backend cannot fill a parameter, which the message
   *     names, or the stream is another context's
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out or a call fails; then nothing is kept
   */
  public DeviceModel create(Model model, long stream) {
    requireFills(model);
    DeviceModel made = new DeviceModel(new DeviceMemory(this, stream), model);
    try {
      made.buffers();
      return made;
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, made::close);
    }
  }

  /**
   * A whole model in device memory, each parameter of which is allocated, and filled in the order
   * of a stream, when it is first asked for. Shapes may come later.
   *
   * @param model the model
   * @param stream a stream of the device's primary context; 0 is the default stream
   * @return its parameters; the caller closes it
   * @throws IllegalArgumentException if this backend cannot fill a parameter, which the message
   *     names
   * @throws IllegalStateException if the backend is closed
   */
  public DeviceModel allocate(Model model, long stream) {
    requireFills(model);
    requireOpen();
    return new DeviceModel(new DeviceMemory(this, stream), model);
  }

  /**
   * A whole model in one block of device memory, as optimizers and collective operations want it:
   * the parameters in the model's order, each at the next multiple of 256 bytes. The block is
   * allocated now; each parameter is filled in the order of a stream when it is first asked for.
   *
   * @param model the model
   * @param stream a stream of the device's primary context; 0 is the default stream
   * @return its parameters; the caller closes it
   * @throws IllegalArgumentException if this backend cannot fill a parameter, which the message
   *     names
   * @throws IllegalStateException if a shape is not known yet, or the backend is closed
   * @throws BackendException if memory runs out
   */
  public DeviceModel allocateBlock(Model model, long stream) {
    requireFills(model);
    return new DeviceModel(DeviceMemory.inOneBlock(this, stream, model), model);
  }

  private void requireFills(Model model) {
    model
        .refusal(this)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException(reason);
            });
  }

  /** Does something on a stream of a context. */
  void onStream(DeviceContext context, long stream, Runnable work) {
    contexts.in(
        context,
        () -> {
          contexts.reportEarlierWork();
          namingStream(context, stream, work);
        });
  }

  /**
   * A new tensor in device memory, filled in the order of the default stream.
   *
   * <pre>{@code
   * try (DeviceBuffer weights =
   *     gpu.create(TensorInit.tensor(heNormal()).shape(512, 256).name("fc1.weight"))) {
   *   weights.copyTo(Destination.of(floats));
   * }
   * }</pre>
   *
   * @param request what to fill, of which dtype, by which key, and which region of the tensor; it
   *     need not name this backend
   * @return the tensor, or the region that was asked for; the caller closes it
   * @throws IllegalArgumentException if the tensor cannot be initialized this way
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out or a call fails
   */
  public DeviceBuffer create(FillRequest request) {
    return create(request, 0);
  }

  /**
   * A new tensor in device memory, filled in the order of a stream.
   *
   * <pre>{@code
   * gpu.create(TensorInit.tensor(glorotUniform()).shape(512, 256).dtype(DType.BF16).key(key), stream)
   * }</pre>
   *
   * @param request what to fill, of which dtype, by which key, and which region of the tensor; it
   *     need not name this backend
   * @param stream a stream of the device's primary context; 0 is the default stream
   * @return the tensor, or the region that was asked for; the caller closes it
   * @throws IllegalArgumentException if the tensor cannot be initialized this way, or the stream is
   *     another context's
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out or a call fails
   */
  public DeviceBuffer create(FillRequest request, long stream) {
    Fill fill = request.toFill();
    requirePlan(fill);
    DeviceBuffer buffer = allocate(fill.dtype(), fill.regionShape());
    try {
      fill(fill, buffer.destination().onStream(stream));
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, buffer::close);
    }
    return buffer;
  }

  /**
   * A new tensor in device memory, its elements not set.
   *
   * @param dtype the type of its elements
   * @param shape its shape
   * @return the tensor; the caller closes it
   * @throws IllegalArgumentException if it has more than 2^63 - 1 bytes
   * @throws IllegalStateException if the backend is closed
   * @throws BackendException if memory runs out
   */
  public DeviceBuffer allocate(DType dtype, Shape shape) {
    long bytes;
    try {
      bytes = Math.max(1, Math.multiplyExact(shape.elementCount(), (long) dtype.bytes()));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "shape must have at most 2^63 - 1 bytes, was " + shape + " of " + dtype, e);
    }
    DeviceBuffer[] made = new DeviceBuffer[1];
    inContext(
        () ->
            made[0] =
                new DeviceBuffer(
                    this,
                    dtype,
                    shape,
                    contexts
                        .primary()
                        .memory()
                        .pool()
                        .keep(bytes, "a tensor " + shape + " of " + dtype)));
    return made[0];
  }

  /** Frees a buffer's memory; a backend that is closed has done so. */
  void free(long address) {
    free(contexts.primary(), address);
  }

  /** Frees memory that was kept in a context; a backend that is closed has done so. */
  void free(DeviceContext context, long address) {
    contexts.free(context, address);
  }

  /** Marks a fill of a buffer's memory; within {@link #inContext}. */
  void markFill(long address, long stream) {
    contexts.primary().memory().pool().markUse(address, stream);
  }

  /**
   * Prepares a copy of a buffer's region, behind a stream or its fills; what is returned does it,
   * once, and waits.
   */
  Runnable copy(
      DeviceBuffer buffer, Region region, HostDestination destination, OptionalLong stream) {
    BufferCopy[] copy = new BufferCopy[1];
    inContext(
        () ->
            copy[0] =
                new BufferCopy(
                    contexts.primary().memory(),
                    buffer.address(),
                    buffer.shape(),
                    buffer.dtype(),
                    region,
                    destination,
                    stream));
    return () ->
        inContext(
            () -> {
              copy[0].run();
              contexts.reportEarlierWork();
            });
  }

  /** Does something in a thread of its own, which closing waits for. */
  CompletableFuture<Void> inBackground(Runnable work) {
    return background.run(work);
  }

  /**
   * Refuses a backend that is closed.
   *
   * @throws IllegalStateException if it is
   */
  void requireOpen() {
    contexts.requireOpen();
  }

  private void fillHost(Fill fill, HostDestination destination) {
    requirePlan(fill);
    Shape regionShape = fill.regionShape();
    destination.require(regionShape, fill.dtype());
    if (regionShape.elementCount() == 0) {
      return;
    }
    inContext(
        () -> {
          contexts.reportEarlierWork();
          new FillToHost(contexts.primary(), fill).run(destination);
          contexts.reportEarlierWork();
        });
  }

  /**
   * Makes a stream, for callers who bring none of their own.
   *
   * @return the stream; the caller closes it before the backend
   * @throws io.tensorinit.cuda.driver.CudaException if the driver refuses it
   * @throws IllegalStateException if the backend is closed
   */
  public DeviceStream newStream() {
    DeviceStream[] made = new DeviceStream[1];
    inContext(() -> made[0] = new DeviceStream(this, driver));
    return made[0];
  }

  /** Does something with the device's primary context current, and puts the caller's back. */
  void inContext(Runnable work) {
    contexts.inPrimary(work);
  }

  /** Tells of earlier work that failed; within {@link #inContext}. */
  void reportEarlierWork() {
    contexts.reportEarlierWork();
  }

  /**
   * Gives back the device and pinned memory that is kept for later fills; tables of distributions
   * stay. Waits for the work that still uses it.
   *
   * @throws BackendException if a call fails
   * @throws IllegalStateException if the backend is closed
   */
  public void trim() {
    contexts.trim();
  }

  /**
   * Waits for the fills and copies that other threads are in, and for the device, then gives
   * everything back, {@linkplain DeviceBuffer buffers}, too. No stream of its contexts may be
   * captured meanwhile: the driver refuses to wait for all work of such a context, and the graph is
   * lost. Closing again does nothing.
   *
   * @throws IllegalStateException if it is called by something that this backend is calling
   * @throws BackendException if earlier work failed, and no call has reported it yet
   */
  @Override
  public void close() {
    contexts.requireOutside();
    background.close();
    contexts.close();
  }
}
