package io.tensorinit.checkpoint;

import io.tensorinit.Region;
import io.tensorinit.Shape;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.spi.Backend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One comparison of a file with a model. */
final class Verification {
  private final CheckpointReader reader;
  private final Model model;
  private final Backend backend;
  private final Progress progress;
  private final List<TensorInfo> tensors;
  private final Map<String, Integer> indexOf = new LinkedHashMap<>();

  Verification(CheckpointReader reader, Model model, Backend backend, Progress progress) {
    this.reader = reader;
    this.model = model;
    this.backend = backend;
    this.progress = progress;
    this.tensors = reader.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      indexOf.put(tensors.get(i).name(), i);
    }
  }

  Optional<Difference> firstDifference() {
    return nameDifference().or(this::formDifference).or(this::valueDifference);
  }

  private Optional<Difference> nameDifference() {
    for (Parameter parameter : model.parameters()) {
      if (!indexOf.containsKey(parameter.name())) {
        return Optional.of(new Difference.Missing(parameter.name()));
      }
    }
    for (String name : indexOf.keySet()) {
      if (model.parameter(name).isEmpty()) {
        return Optional.of(new Difference.Extra(name));
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> formDifference() {
    for (Parameter parameter : model.parameters()) {
      String name = parameter.name();
      TensorInfo found = tensors.get(indexOf.get(name));
      if (!found.type().dtype().equals(Optional.of(parameter.dtype()))) {
        String expected = parameter.dtype().name();
        return Optional.of(new Difference.Form(name, "dtype", expected, found.type().name()));
      }
      if (!found.shape().equals(parameter.shape())) {
        String expected = parameter.shape().toString();
        return Optional.of(new Difference.Form(name, "shape", expected, found.shape().toString()));
      }
    }
    return Optional.empty();
  }

  private Optional<Difference> valueDifference() {
    progress.begin(model.bytes());
    for (Parameter parameter : model.parameters()) {
      int tensor = indexOf.get(parameter.name());
      ComparingStorage storage = new ComparingStorage(reader, tensor);
      Destination destination = Destination.in(new CountingStorage(storage, progress));
      boolean columnMajor = reader.isColumnMajor(tensor);
      backend.fill(
          parameter.fill(Region.whole()), columnMajor ? destination.columnMajor() : destination);
      Optional<ComparingStorage.Mismatch> mismatch = storage.firstMismatch();
      if (mismatch.isPresent()) {
        return Optional.of(difference(parameter, columnMajor, mismatch.get()));
      }
      progress.finished(parameter);
    }
    return Optional.empty();
  }

  private static Difference difference(
      Parameter parameter, boolean columnMajor, ComparingStorage.Mismatch mismatch) {
    StoredType type = StoredType.of(parameter.dtype()).orElseThrow();
    return new Difference.Value(
        parameter.name(),
        index(parameter.shape(), columnMajor, mismatch.position() / parameter.dtype().parts()),
        type.partText(mismatch.expectedBits()),
        type.partText(mismatch.foundBits()));
  }

  /** The index along each axis of the element at a place in the file. */
  private static List<Long> index(Shape shape, boolean columnMajor, long element) {
    List<Long> index = new ArrayList<>(Collections.nCopies(shape.rank(), 0L));
    long rest = element;
    for (int i = 0; i < shape.rank(); i++) {
      int axis = columnMajor ? i : shape.rank() - 1 - i;
      index.set(axis, rest % shape.size(axis));
      rest /= shape.size(axis);
    }
    return index;
  }
}
