package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.FillQueue;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.Interruption;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.OtherMember;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;

/** One comparison of a file with a model. */
final class Verification {
  private final CheckpointReader reader;
  private final Model model;
  private final Progress progress;
  private final Set<TensorInfo> besides;
  private final List<TensorInfo> tensors;
  private final Map<String, Integer> indexOf = new LinkedHashMap<>();
  private final List<Stored> stored = new ArrayList<>();
  private final List<String> rounded = new ArrayList<>();
  private final Queue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();
  private final FillQueue queue;

  /** Those that the queue has not compared yet, in order. */
  private final Queue<Stored> waiting = new ArrayDeque<>();

  private Optional<Difference> firstValue = Optional.empty();

  Verification(
      CheckpointReader reader,
      Model model,
      Set<TensorInfo> besides,
      Backend backend,
      Progress progress) {
    this.besides = besides;
    this.reader = reader;
    this.model = model;
    this.queue = new FillQueue(backend);
    this.progress = progress;
    this.tensors = reader.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      indexOf.put(tensors.get(i).name(), i);
    }
  }

  Comparison run() {
    Optional<Difference> first =
        nameDifference().or(this::formDifference).or(this::valueDifference);
    return new Comparison(first, rounded);
  }

  /**
   * A parameter and a tensor of the file that should hold its values: one of its name, or of a name
   * that is tied to it.
   *
   * @param parameter the parameter
   * @param tensor the tensor's index in the file
   */
  private record Stored(Parameter parameter, int tensor) {}

  private Optional<Difference> nameDifference() {
    StoredNames namesOf = new StoredNames(model);
    for (Parameter parameter : model.parameters()) {
      int before = stored.size();
      List<String> names = namesOf.of(parameter);
      for (String name : names) {
        Integer tensor = indexOf.get(name);
        if (tensor != null) {
          stored.add(new Stored(parameter, tensor));
        }
      }
      if (stored.size() == before) {
        names.forEach(this::requireNoOther);
        return Optional.of(new Difference.Missing(parameter.name()));
      }
    }
    for (TensorInfo tensor : tensors) {
      boolean known =
          model.parameter(tensor.name()).isPresent() || model.ties().containsKey(tensor.name());
      if (!known && !besides.contains(tensor)) {
        return Optional.of(new Difference.Extra(tensor.name()));
      }
    }
    return reader.others().stream()
        .filter(OtherMember::mayBeTensor)
        .findFirst()
        .<Difference>map(other -> new Difference.Extra(other.name()));
  }

  /** Refuses a tensor whose values are there and cannot be read. */
  private void requireNoOther(String name) {
    for (OtherMember other : reader.others()) {
      if (other.name().equals(name)) {
        throw new MalformedCheckpointException("\"" + name + "\" " + other.reason());
      }
    }
  }

  private Optional<Difference> formDifference() {
    for (Stored at : stored) {
      Parameter parameter = at.parameter;
      TensorInfo found = tensors.get(at.tensor);
      if (!found.type().dtype().equals(Optional.of(parameter.dtype()))) {
        String expected = parameter.dtype().name();
        return Optional.of(new Difference.Form(found.name(), "dtype", expected, found.dtype()));
      }
      if (!found.shape().equals(parameter.shape())) {
        String expected = parameter.shape().toString();
        return Optional.of(
            new Difference.Form(found.name(), "shape", expected, found.shape().toString()));
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> valueDifference() {
    progress.begin(stored.stream().mapToLong(at -> at.parameter.bytes()).sum());
    try {
      compareAll();
    } catch (MalformedCheckpointException | UncheckedIOException e) {
      Interruption.check();
      compareAgain();
      if (firstValue.isEmpty()) {
        throw e;
      }
    }
    return firstValue;
  }

  private void compareAll() {
    for (Stored at : stored) {
      boolean alone = reader.isUnpacked(at.tensor);
      if (alone) {
        queue.finish();
      }
      if (firstValue.isEmpty()) {
        compare(at, progress);
      }
      if (alone) {
        queue.finish();
      }
      if (firstValue.isPresent()) {
        return;
      }
    }
    queue.finish();
  }

  /**
   * After a failure one tensor after the other of those that were read together, up to the first
   * that differs or fails: which of them is told does not depend on how many are read at once.
   */
  private void compareAgain() {
    List<Stored> together = List.copyOf(waiting);
    waiting.clear();
    for (Stored at : together) {
      compare(at, Progress.NONE);
      queue.finish();
      if (firstValue.isPresent()) {
        return;
      }
    }
  }

  private void compare(Stored at, Progress counter) {
    Rounding rounding = new Rounding(at.parameter);
    ComparingStorage storage = new ComparingStorage(reader, at.tensor, rounding, spare);
    HostDestination destination = Destination.in(new CountingStorage(storage, counter));
    boolean columnMajor = reader.isColumnMajor(at.tensor);
    waiting.add(at);
    queue.add(
        at.parameter.fill(Region.whole()),
        columnMajor ? destination.columnMajor() : destination,
        () -> compared(at, columnMajor, storage, rounding));
  }

  /** Notes what was found, unless a tensor before this one differs. */
  private void compared(
      Stored at, boolean columnMajor, ComparingStorage storage, Rounding rounding) {
    Interruption.check();
    waiting.remove();
    if (firstValue.isPresent()) {
      return;
    }
    firstValue = storage.firstMismatch().map(it -> difference(at, columnMajor, it));
    if (firstValue.isEmpty()) {
      if (rounding.isFound()) {
        rounded.add(tensors.get(at.tensor).name());
      }
      progress.finished(at.parameter);
    }
  }

  private Difference difference(
      Stored at, boolean columnMajor, ComparingStorage.Mismatch mismatch) {
    Parameter parameter = at.parameter;
    StoredType type = StoredType.of(parameter.dtype()).orElseThrow();
    long element = mismatch.position() / parameter.dtype().partCount();
    long[] index = TensorIndex.of(parameter.shape(), columnMajor, element);
    return new Difference.Value(
        tensors.get(at.tensor).name(),
        LongStream.of(index).boxed().toList(),
        type.partText(mismatch.expectedBits()),
        type.partText(mismatch.foundBits()));
  }
}
