package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.checkpoint.ShardPlan.Part;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.Storage;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Fills the parts of parameters that lie in one file. */
final class FileFill {
  private FileFill() {}

  /** The tensors of a file, in the order of its parts. */
  static List<TensorInfo> tensors(List<Part> parts, CheckpointFormat format) {
    return parts.stream()
        .map(
            part ->
                new TensorInfo(
                    part.parameter().name(),
                    format.typeOf(part.parameter().name(), part.parameter().dtype()),
                    part.shape()))
        .toList();
  }

  /** Refuses a model that a backend cannot fill. */
  static void requireFills(Backend backend, Model model) {
    Optional<String> reason = model.refusal(backend);
    if (reason.isPresent()) {
      throw new BackendException("backend " + backend.name() + " " + reason.get());
    }
  }

  /** Fills all parts of a file that was begun with their tensors. */
  static void run(CheckpointWriter writer, List<Part> parts, Backend backend, Progress progress)
      throws IOException {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      Storage storage =
          Destination.file(writer.channel(), writer.position(i), part.bytes()).storage();
      try {
        backend.fill(
            part.parameter().fill(part.region()),
            Destination.in(new CountingStorage(storage, progress)));
      } catch (UncheckedIOException e) {
        throw writer.cannotWrite(Objects.requireNonNull(e.getCause(), "cause"));
      }
      progress.finished(part.parameter());
    }
  }
}
