package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole model in device memory: a {@link DeviceBuffer} for each parameter, filled as one {@link
 * FillBatch}. A tied parameter is another name of the same buffer. Safe for use by several threads.
 *
 * <pre>{@code
 * try (DeviceModel weights = gpu.create(model, stream)) {
 *   launchTraining(weights.buffers().get("fc1.weight").address());
 * }
 * }</pre>
 */
public final class DeviceModel implements AutoCloseable {
  private final Map<String, DeviceBuffer> buffers = new LinkedHashMap<>();

  /** What closing does. */
  private final List<Runnable> closing = new ArrayList<>();

  /**
   * Allocates and fills every parameter.
   *
   * @param backend the backend
   * @param model the model, all of whose plans the backend fills
   * @param stream the stream
   */
  DeviceModel(CudaBackend backend, Model model, long stream) {
    try {
      List<DeviceFill> fills = new ArrayList<>();
      for (Parameter parameter : model.parameters()) {
        DeviceBuffer buffer = backend.allocate(parameter.dtype(), parameter.shape());
        closing.add(buffer::close);
        buffers.put(parameter.name(), buffer);
        fills.add(new DeviceFill(parameter.fill(Region.whole()), buffer.destination()));
      }
      model.ties().forEach((name, other) -> buffers.put(name, buffers.get(other)));
      backend.inContext(
          () -> {
            FillBatch batch = backend.batch(fills);
            closing.add(batch::close);
            batch.fill(stream);
            buffers.values().forEach(buffer -> backend.markFill(buffer.address(), stream));
          });
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, this::close);
    }
  }

  /**
   * The parameters, ties included, in the model's order.
   *
   * @return an unmodifiable map from names to buffers, which are open as long as this is
   */
  public Map<String, DeviceBuffer> buffers() {
    return Collections.unmodifiableMap(buffers);
  }

  /**
   * Waits for work of the device that uses the buffers, and frees them all. Closing again, or after
   * the backend, does nothing.
   *
   * @throws BackendException if the driver fails
   */
  @Override
  public void close() {
    Cleanup.runAll(closing);
  }
}
