package io.tensorinit.cuda;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.ParameterMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToDoubleFunction;

/**
 * Device memory that holds the values of parameters: a buffer each, of its own or in one block.
 * Everything is put on one stream; several parameters are filled as one {@link FillBatch}.
 */
final class DeviceMemory implements ParameterMemory {
  private final CudaBackend backend;
  private final long stream;
  private final Optional<DeviceBuffer> block;
  private final Map<String, DeviceBuffer> buffers = new ConcurrentHashMap<>();

  /** Their tables are in use for as long as the stream has not come to them. */
  private final List<FillBatch> batches = new ArrayList<>();

  /** Memory for each parameter when it is needed. */
  DeviceMemory(CudaBackend backend, long stream) {
    this(backend, stream, Optional.empty());
  }

  private DeviceMemory(CudaBackend backend, long stream, Optional<DeviceBuffer> block) {
    this.backend = backend;
    this.stream = stream;
    this.block = block;
  }

  /** Memory for all parameters now, in their order. */
  static DeviceMemory inOneBlock(CudaBackend backend, long stream, Model model) {
    long bytes = 0;
    for (Parameter parameter : model.parameters()) {
      bytes = Math.addExact(bytes, DevicePool.aligned(parameter.bytes()));
    }
    DeviceBuffer block = backend.allocate(DType.F8_E5M2, Shape.of(bytes));
    DeviceMemory memory = new DeviceMemory(backend, stream, Optional.of(block));
    long address = block.address();
    for (Parameter parameter : model.parameters()) {
      memory.buffers.put(
          parameter.name(),
          new DeviceBuffer(backend, parameter.dtype(), parameter.shape(), address, false));
      address += DevicePool.aligned(parameter.bytes());
    }
    return memory;
  }

  /** Where the block begins, and its bytes; empty where each parameter has memory of its own. */
  Optional<DeviceBuffer> block() {
    return block;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  /** The parameter's buffer, allocated now if need be. */
  DeviceBuffer buffer(Parameter parameter) {
    return buffers.computeIfAbsent(
        parameter.name(), name -> backend.allocate(parameter.dtype(), parameter.shape()));
  }

  @Override
  public void fill(List<Parameter> parameters, Progress progress) {
    if (parameters.size() == 1) {
      Parameter only = parameters.get(0);
      DeviceDestination destination = buffer(only).destination().onStream(stream);
      backend.fill(only.fill(Region.whole()), destination);
    } else {
      fillTogether(parameters);
    }
    for (Parameter parameter : parameters) {
      progress.advance(parameter.bytes());
      progress.finished(parameter);
    }
  }

  private void fillTogether(List<Parameter> parameters) {
    List<DeviceFill> fills = new ArrayList<>();
    for (Parameter parameter : parameters) {
      fills.add(new DeviceFill(parameter.fill(Region.whole()), buffer(parameter).destination()));
    }
    backend.inContext(
        () -> {
          FillBatch batch = backend.batch(fills);
          synchronized (batches) {
            batches.add(batch);
          }
          batch.fill(stream);
          fills.forEach(each -> backend.markFill(each.destination().address(), stream));
        });
  }

  @Override
  public void read(Parameter parameter, Region region, HostDestination destination) {
    Objects.requireNonNull(buffers.get(parameter.name()), "memory").copyTo(region, destination);
  }

  /** The numbers are worked out on the host, in chunks; the device puts them in their places. */
  @Override
  public void write(Parameter parameter, Region region, LongToDoubleFunction parts) {
    Shape shape = parameter.shape();
    long first = 0;
    long[] strides = shape.rowMajorStrides();
    if (region instanceof Region.Range range) {
      first = range.start();
      strides = new long[] {1};
    } else if (region instanceof Region.Box box) {
      for (int axis = 0; axis < strides.length; axis++) {
        first += box.start()[axis] * strides[axis];
      }
    }
    Fill fill =
        new Fill(
            new FunctionFill((position, words) -> parts.applyAsDouble(position)),
            region.shapeIn(shape),
            parameter.dtype(),
            Key.raw(0),
            Region.whole());
    long address = buffer(parameter).address() + first * parameter.dtype().bytes();
    if (fill.regionShape().elementCount() > 0) {
      backend.fill(fill, DeviceDestination.at(address).strided(strides).onStream(stream));
    }
  }

  @Override
  public void close() {
    List<Runnable> closing = new ArrayList<>();
    buffers.values().forEach(buffer -> closing.add(buffer::close));
    block.ifPresent(memory -> closing.add(memory::close));
    synchronized (batches) {
      batches.forEach(batch -> closing.add(batch::close));
      batches.clear();
    }
    buffers.clear();
    Cleanup.runAll(closing);
  }
}
