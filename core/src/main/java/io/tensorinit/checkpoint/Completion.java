package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.checkpoint.ShardPlan.Part;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.OtherMember;
import io.tensorinit.format.ShardCompletion;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.json.MessageText;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills what a checkpoint lacks of a model. */
final class Completion {
  private final Model model;
  private final Path file;
  private final Map<String, TensorInfo> found = new HashMap<>();
  private final Map<String, OtherMember> others = new HashMap<>();

  private Completion(Model model, Path file, CheckpointReader reader) {
    this.model = model;
    this.file = file;
    List<TensorInfo> tensors = reader.tensors();
    for (int i = 0; i < tensors.size(); i++) {
      TensorInfo tensor = tensors.get(i);
      Optional<Shape> whole = reader.wholeShape(i);
      if (!whole.equals(Optional.of(tensor.shape()))) {
        throw new MalformedCheckpointException(
            file + ": tensor " + MessageText.quoted(tensor.name()) + " is a part of a whole");
      }
      found.put(tensor.name(), tensor);
    }
    reader.others().forEach(other -> others.put(other.name(), other));
  }

  /**
   * As {@link Checkpoints#write(Model, Path, io.tensorinit.model.FillScope, Backend, Progress)}.
   */
  static void run(Model model, Path file, Backend backend, Progress progress) throws IOException {
    List<Parameter> missing;
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      missing = new Completion(model, file, reader).missing();
    }
    requireFills(backend, missing);
    List<Part> parts = missing.stream().map(Part::whole).toList();
    progress.begin(parts.stream().mapToLong(Part::bytes).sum());
    if (missing.isEmpty()) {
      return;
    }
    List<TensorInfo> tensors = FileFill.tensors(parts, CheckpointFormat.SAFETENSORS);
    if (Files.isDirectory(file)) {
      try (ShardCompletion folder = ShardCompletion.begin(file, tensors)) {
        FileFill.run(folder.writer(), parts, backend, progress, Optional.empty());
        folder.commit();
      }
    } else {
      try (CheckpointWriter writer = CheckpointWriter.complete(file, tensors)) {
        FileFill.run(writer, parts, backend, progress, Optional.empty());
        writer.commit();
      }
    }
  }

  private static void requireFills(Backend backend, List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      Optional<String> reason = backend.refusal(parameter.plan(), parameter.shape());
      if (reason.isPresent()) {
        throw new BackendException(
            "backend "
                + backend.name()
                + " cannot fill "
                + MessageText.quoted(parameter.name())
                + ": "
                + reason.get());
      }
    }
  }

  /** The parameters that the checkpoint has under no name, in the model's order. */
  private List<Parameter> missing() {
    StoredNames namesOf = new StoredNames(model);
    List<Parameter> missing = new ArrayList<>();
    for (Parameter parameter : model.parameters()) {
      boolean isThere = false;
      for (String name : namesOf.of(parameter)) {
        isThere |= isThere(name, parameter);
      }
      if (!isThere) {
        missing.add(parameter);
      }
    }
    return missing;
  }

  /** Whether the checkpoint has a tensor of this name; one of another form is refused. */
  private boolean isThere(String name, Parameter parameter) {
    OtherMember other = others.get(name);
    if (other != null) {
      throw new IllegalArgumentException(
          file
              + ": "
              + MessageText.quoted(name)
              + " is in the model, but there it "
              + other.reason());
    }
    TensorInfo tensor = found.get(name);
    if (tensor == null) {
      return false;
    }
    if (!tensor.type().dtype().equals(Optional.of(parameter.dtype()))) {
      throw otherForm(name, "dtype", tensor.dtype(), parameter.dtype().name());
    }
    if (!tensor.shape().equals(parameter.shape())) {
      throw otherForm(name, "shape", tensor.shape().toString(), parameter.shape().toString());
    }
    return true;
  }

  private IllegalArgumentException otherForm(
      String name, String property, String found, String expected) {
    return new IllegalArgumentException(
        file
            + ": tensor "
            + MessageText.quoted(name)
            + " has "
            + property
            + " "
            + found
            + ", the model's has "
            + expected
            + "; what is there is kept, so they must be the same");
  }
}
