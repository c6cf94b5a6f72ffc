package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A whole model in device memory: a {@link DeviceBuffer} for each parameter, all of them filled as
 * one {@link FillBatch}, or each when it is first asked for. A tied parameter is another name of
 * the same buffer. Safe for use by several threads.
 *
 * <pre>{@code
 * try (DeviceModel weights = gpu.create(model, stream)) {
 *   launchTraining(weights.buffers().get("fc1.weight").address());
 * }
 * try (DeviceModel weights = gpu.allocate(model, stream)) {
 *   weights.weights().values("fc1.weight").add(1).set(42, 0, 0);
 *   launchTraining(weights.buffer("fc1.weight").address());
 *   weights.weights().write(file);
 * }
 * }</pre>
 */
public final class DeviceModel implements AutoCloseable {
  private final DeviceMemory memory;
  private final Weights weights;

  DeviceModel(DeviceMemory memory, Model model) {
    this.memory = memory;
    this.weights = Weights.in(memory, model);
  }

  /**
   * The values as a store: read by the host, overwritten, filled again, written to a file and taken
   * from one. What it does to the device's memory is done in the order of this model's stream.
   *
   * @return the store, open as long as this is
   */
  public Weights weights() {
    return weights;
  }

  /**
   * A parameter, filled now if it has no values yet.
   *
   * @param name its name, or one that is tied to it
   * @return its buffer, which is open as long as this is, and may not be closed alone
   * @throws IllegalArgumentException if the model has no such parameter
   * @throws IllegalStateException if its shape is not known yet, or this or the backend is closed
   * @throws BackendException if memory runs out or a call fails
   */
  public DeviceBuffer buffer(String name) {
    return memory.buffer(weights.values(name).initialize().parameter());
  }

  /**
   * The parameters, ties included, in the model's order; those without values are filled now, most
   * of them in one launch for each type of cells.
   *
   * @return an unmodifiable map from names to buffers, which are open as long as this is
   * @throws IllegalStateException if a shape is not known yet, or this or the backend is closed
   * @throws BackendException if memory runs out or a call fails
   */
  public Map<String, DeviceBuffer> buffers() {
    weights.initialize(FillScope.ONLY_UNINITIALIZED);
    Map<String, DeviceBuffer> all = new LinkedHashMap<>();
    for (String name : weights.model().names()) {
      all.put(name, memory.buffer(weights.values(name).parameter()));
    }
    return Collections.unmodifiableMap(all);
  }

  /**
   * The one block that all parameters lie in.
   *
   * @return the block's bytes, each as an F8_E5M2, open as long as this is; empty unless {@link
   *     CudaBackend#allocateBlock} made this
   */
  public Optional<DeviceBuffer> block() {
    return memory.block();
  }

  /**
   * Waits for work of the device that uses the buffers, and frees them all. Closing again, or after
   * the backend, does nothing.
   *
   * @throws BackendException if the driver fails
   */
  @Override
  public void close() {
    weights.close();
  }
}
