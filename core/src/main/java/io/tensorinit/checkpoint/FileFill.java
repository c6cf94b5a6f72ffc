package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.FillQueue;
import io.tensorinit.checkpoint.ShardPlan.Part;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.Interruption;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.Storage;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Fills the parts of parameters that lie in one file. */
final class FileFill {
  private final CheckpointWriter writer;
  private final List<Part> parts;
  private final Progress progress;
  private final Optional<Digests> digests;
  private final PieceFeed feed;
  private final FillQueue queue;

  private FileFill(
      CheckpointWriter writer,
      List<Part> parts,
      Backend backend,
      Progress progress,
      Optional<Digests> digests) {
    this.writer = writer;
    this.parts = parts;
    this.progress = progress;
    this.digests = digests;
    this.feed = new PieceFeed(backend, progress);
    this.queue = new FillQueue(backend);
  }

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

  /**
   * Fills all parts of a file.
   *
   * @param writer the file, begun with their tensors
   * @param parts the parts
   * @param backend what fills
   * @param progress hears how far it has come
   * @param digests takes the digests of whole tensors, if any are wanted
   */
  static void run(
      CheckpointWriter writer,
      List<Part> parts,
      Backend backend,
      Progress progress,
      Optional<Digests> digests)
      throws IOException {
    try {
      new FileFill(writer, parts, backend, progress, digests).run();
    } catch (UncheckedIOException e) {
      throw writer.cannotWrite(Objects.requireNonNull(e.getCause(), "cause"));
    }
  }

  private void run() throws IOException {
    SmallRuns small = SmallRuns.of(writer, parts);
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (small.contains(i)) {
        if (small.isFirst(i)) {
          together(small.runOf(i));
        }
        continue;
      }
      if (digests.isPresent() && part.isWhole()) {
        queue.finish(); // so that parameters are finished in the file's order
        inPieces(i, part, digests.get());
        progress.finished(part.parameter());
      } else {
        straight(i, part);
      }
    }
    queue.finish();
  }

  private void straight(int index, Part part) {
    Storage storage =
        Destination.file(writer.channel(), writer.position(index), part.bytes()).storage();
    fill(part, storage, new Written(), () -> progress.finished(part.parameter()));
  }

  private void fill(Part part, Storage storage, Progress counter, Runnable filled) {
    queue.add(
        part.parameter().fill(part.region()),
        Destination.in(new CountingStorage(storage, counter)),
        () -> {
          Interruption.check();
          filled.run();
        });
  }

  /** What goes straight into the file is written when it is made. */
  private final class Written implements Progress {
    @Override
    public void advance(long bytes) {
      progress.advance(bytes);
      writer.wrote(bytes);
    }
  }

  private void inPieces(int index, Part part, Digests wanted) throws IOException {
    TensorDigest digest = PieceFeed.digest(part.parameter());
    feed.run(
        part.parameter(),
        (position, piece) -> {
          digest.update(piece);
          write(writer.position(index) + position, piece);
        });
    wanted.put(part.parameter().name(), digest.hex());
  }

  private void together(SmallRuns.Run run) {
    ByteBuffer buffer = ByteBuffer.allocate((int) (run.end() - run.start()));
    int last = run.parts().get(run.parts().size() - 1);
    for (int index : run.parts()) {
      Part part = parts.get(index);
      ByteBuffer place =
          buffer.slice((int) (writer.position(index) - run.start()), (int) part.bytes());
      Storage storage = Destination.littleEndian(place).storage();
      fill(
          part,
          storage,
          progress,
          () -> {
            digest(part, place);
            if (index == last) {
              write(run.start(), buffer);
              run.parts().forEach(each -> progress.finished(parts.get(each).parameter()));
            }
          });
    }
  }

  private void digest(Part part, ByteBuffer bytes) {
    if (digests.isPresent() && part.isWhole()) {
      TensorDigest digest = PieceFeed.digest(part.parameter());
      digest.update(bytes);
      digests.get().put(part.parameter().name(), digest.hex());
    }
  }

  private void write(long position, ByteBuffer bytes) {
    try {
      long at = position;
      while (bytes.hasRemaining()) {
        at += writer.channel().write(bytes, at);
      }
      writer.wrote(at - position);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
