package io.tensorinit.weights;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.FillQueue;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongToDoubleFunction;

/** Memory of the host, outside of Java's heap: what is closed is freed when it is not used. */
final class HostMemory implements ParameterMemory {
  private final Backend backend;
  private final Map<String, HostTensor> tensors = new ConcurrentHashMap<>();

  HostMemory(Backend backend) {
    this.backend = backend;
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public void fill(List<Parameter> parameters, Progress progress) {
    FillQueue queue = new FillQueue(backend);
    for (Parameter parameter : parameters) {
      HostDestination memory = taken(parameter).destination();
      queue.add(
          parameter.fill(Region.whole()),
          Destination.in(progress.counting(memory.storage())),
          () -> progress.finished(parameter));
    }
    queue.finish();
  }

  @Override
  public void read(Parameter parameter, Region region, HostDestination destination) {
    Objects.requireNonNull(tensors.get(parameter.name()), "memory").read(region, destination);
  }

  @Override
  public void write(Parameter parameter, Region region, LongToDoubleFunction parts) {
    taken(parameter).write(region, parts);
  }

  @Override
  public Optional<List<ByteBuffer>> bytes(Parameter parameter) {
    return Optional.of(taken(parameter).buffers());
  }

  /** A parameter's memory, taken now if need be. */
  private HostTensor taken(Parameter parameter) {
    return tensors.computeIfAbsent(parameter.name(), name -> new HostTensor(parameter));
  }

  @Override
  public void close() {
    tensors.clear();
  }
}
