package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.OtherMember;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** One comparison of a file with a model. */
final class Verification {
  private final CheckpointReader reader;
  private final Model model;
  private final Backend backend;
  private final Progress progress;
  private final Set<TensorInfo> besides;
  private final List<TensorInfo> tensors;
  private final Map<String, Integer> indexOf = new LinkedHashMap<>();
  private final List<String> rounded = new ArrayList<>();

  Verification(
      CheckpointReader reader,
      Model model,
      Set<TensorInfo> besides,
      Backend backend,
      Progress progress) {
    this.besides = besides;
    this.reader = reader;
    this.model = model;
    this.backend = backend;
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

  private Optional<Difference> nameDifference() {
    for (Parameter parameter : model.parameters()) {
      if (!indexOf.containsKey(parameter.name())) {
        requireNoOther(parameter.name());
        return Optional.of(new Difference.Missing(parameter.name()));
      }
    }
    for (TensorInfo tensor : tensors) {
      if (model.parameter(tensor.name()).isEmpty() && !besides.contains(tensor)) {
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

  /** The parameter's place in the file, which has all of them once the names were compared. */
  private int tensorOf(Parameter parameter) {
    return Objects.requireNonNull(indexOf.get(parameter.name()), parameter.name());
  }

  private Optional<Difference> formDifference() {
    for (Parameter parameter : model.parameters()) {
      String name = parameter.name();
      TensorInfo found = tensors.get(tensorOf(parameter));
      if (!found.type().dtype().equals(Optional.of(parameter.dtype()))) {
        String expected = parameter.dtype().name();
        return Optional.of(new Difference.Form(name, "dtype", expected, found.dtype()));
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
      int tensor = tensorOf(parameter);
      Rounding rounding = new Rounding(parameter);
      ComparingStorage storage = new ComparingStorage(reader, tensor, rounding);
      HostDestination destination = Destination.in(new CountingStorage(storage, progress));
      boolean columnMajor = reader.isColumnMajor(tensor);
      backend.fill(
          parameter.fill(Region.whole()), columnMajor ? destination.columnMajor() : destination);
      Optional<ComparingStorage.Mismatch> mismatch = storage.firstMismatch();
      if (mismatch.isPresent()) {
        return Optional.of(difference(parameter, columnMajor, mismatch.get()));
      }
      if (rounding.isFound()) {
        rounded.add(parameter.name());
      }
      progress.finished(parameter);
    }
    return Optional.empty();
  }

  private static Difference difference(
      Parameter parameter, boolean columnMajor, ComparingStorage.Mismatch mismatch) {
    StoredType type = StoredType.of(parameter.dtype()).orElseThrow();
    long element = mismatch.position() / parameter.dtype().partCount();
    long[] index = TensorIndex.of(parameter.shape(), columnMajor, element);
    return new Difference.Value(
        parameter.name(),
        LongStream.of(index).boxed().toList(),
        type.partText(mismatch.expectedBits()),
        type.partText(mismatch.foundBits()));
  }
}
