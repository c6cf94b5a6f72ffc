package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Backends;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.Interruption;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.SafetensorsStream;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is done with a whole model's checkpoint file.
 *
 * <p>Where the calling thread is interrupted while a file is read or written, {@link
 * java.io.InterruptedIOException} is thrown, an IOException; the thread stays interrupted, and
 * nothing half-written is left.
 */
public final class Checkpoints {
  private static final int STREAM_BUFFER_BYTES = 1 << 16;

  private Checkpoints() {}

  /**
   * Fills a model's parameters into a new file, by the shared backend that can.
   *
   * @param model the model
   * @param file the file; its name ends in {@code .safetensors} or {@code .npz}
   * @throws IllegalArgumentException as {@link #write(Model, Path, Backend, Progress)}
   * @throws IOException if the file cannot be written
   * @throws BackendException if no backend can fill it; or the device or the memory fails
   */
  public static void write(Model model, Path file) throws IOException {
    write(model, file, Backends.shared(model::refusal));
  }

  /**
   * Fills a model's parameters into a new file.
   *
   * @param model the model
   * @param file the file; its name ends in {@code .safetensors} or {@code .npz}
   * @param backend what fills
   * @throws IllegalArgumentException as {@link #write(Model, Path, Backend, Progress)}
   * @throws IOException if the file cannot be written
   * @throws BackendException as {@link #write(Model, Path, Backend, Progress)}
   */
  public static void write(Model model, Path file, Backend backend) throws IOException {
    write(model, file, backend, Progress.NONE);
  }

  /**
   * Fills a model's parameters into a new file. It appears whole or not at all, in the place of an
   * older one of that name.
   *
   * @param model the model
   * @param file the file; its name ends in {@code .safetensors} or {@code .npz}
   * @param backend what fills
   * @param progress hears how far it has come
   * @throws IllegalArgumentException if the file's kind is unknown or it cannot hold the model;
   *     nothing was written then
   * @throws IOException if the file cannot be written
   * @throws BackendException if the backend cannot fill one of the parameters, before anything is
   *     written; or the device or the memory fails
   */
  public static void write(Model model, Path file, Backend backend, Progress progress)
      throws IOException {
    write(model, file, backend, progress, Optional.empty());
  }

  /**
   * Fills a model's parameters into a new file, and works out their digests on the way.
   *
   * @param model the model
   * @param file the file; its name ends in {@code .safetensors} or {@code .npz}
   * @param backend what fills
   * @param progress hears how far it has come
   * @param digests takes each tensor's digest; empty if none is wanted
   * @throws IllegalArgumentException as {@link #write(Model, Path, Backend, Progress)}
   * @throws IOException if the file cannot be written
   * @throws BackendException as {@link #write(Model, Path, Backend, Progress)}
   */
  public static void write(
      Model model, Path file, Backend backend, Progress progress, Optional<Digests> digests)
      throws IOException {
    CheckpointFormat format = CheckpointFormat.of(file);
    List<ShardPlan.Part> parts = wholes(model);
    List<TensorInfo> tensors = FileFill.tensors(parts, format);
    FileFill.requireFills(backend, model);
    try (CheckpointWriter writer = CheckpointWriter.create(file, format, tensors)) {
      progress.begin(model.bytes());
      FileFill.run(writer, parts, backend, progress, digests);
      writer.commit();
    }
  }

  private static List<ShardPlan.Part> wholes(Model model) {
    return model.parameters().stream().map(ShardPlan.Part::whole).toList();
  }

  /**
   * Fills a model's parameters and writes them to a stream as a safetensors file, byte for byte
   * that of {@link #write(Model, Path, Backend, Progress)}. Memory does not grow with the model: 64
   * MiB or so, or two orthogonal matrices.
   *
   * @param model the model
   * @param out the stream; it is flushed, not closed
   * @param backend what fills
   * @param progress hears how far it has come
   * @throws IllegalArgumentException if a safetensors file cannot hold the model; nothing was
   *     written then
   * @throws IOException if the stream fails
   * @throws BackendException if the backend cannot fill one of the parameters, before anything is
   *     written; or the device or the memory fails
   */
  public static void stream(Model model, OutputStream out, Backend backend, Progress progress)
      throws IOException {
    FileFill.requireFills(backend, model);
    List<TensorInfo> tensors = FileFill.tensors(wholes(model), CheckpointFormat.SAFETENSORS);
    BufferedOutputStream buffered = new BufferedOutputStream(out, STREAM_BUFFER_BYTES);
    SafetensorsStream stream = SafetensorsStream.begin(buffered, tensors);
    progress.begin(model.bytes());
    PieceFeed feed = new PieceFeed(backend, progress);
    List<Parameter> parameters = model.parameters();
    for (int tensor : stream.order()) {
      Parameter parameter = parameters.get(tensor);
      feed.run(parameter, (position, piece) -> stream.write(piece));
      progress.finished(parameter);
    }
    buffered.flush();
  }

  /**
   * The digests of a model's parameters, without a file: their values are made and forgotten.
   *
   * @param model the model
   * @param backend what fills
   * @param progress hears how far it has come
   * @return the digests
   * @throws IllegalArgumentException if a parameter is of a dtype for tensors in memory only
   * @throws BackendException if the backend cannot fill one of the parameters, or the device or the
   *     memory fails
   */
  public static Digests digests(Model model, Backend backend, Progress progress) {
    FileFill.requireFills(backend, model);
    FileFill.tensors(wholes(model), CheckpointFormat.NPZ);
    progress.begin(model.bytes());
    Digests digests = new Digests();
    PieceFeed feed = new PieceFeed(backend, progress);
    try {
      for (Parameter parameter : model.parameters()) {
        digest(parameter, feed, digests);
        progress.finished(parameter);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a digest cannot fail to be written", e);
    }
    return digests;
  }

  /** Fills a parameter for its digest alone. */
  static void digest(Parameter parameter, PieceFeed feed, Digests digests) throws IOException {
    TensorDigest digest = PieceFeed.digest(parameter);
    feed.run(parameter, (position, piece) -> digest.update(piece));
    digests.put(parameter.name(), digest.hex());
  }

  /**
   * The digests of a checkpoint's tensors.
   *
   * @param file the file or folder
   * @param progress hears how far it has come
   * @return the digests
   * @throws MalformedCheckpointException if it is no checkpoint, or a broken one
   * @throws IllegalArgumentException if it holds a tensor of a type whose size is not known
   * @throws IOException if it cannot be read
   */
  public static Digests digests(Path file, Progress progress) throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      return FileDigests.of(reader, progress);
    }
  }

  /**
   * Refuses a checkpoint whose digests {@link #digests(Path, Progress)} could not give. It reads no
   * values: for asking before a checkpoint is changed.
   *
   * @param file the file or folder
   * @throws MalformedCheckpointException if it is no checkpoint, or a broken one
   * @throws IllegalArgumentException if it holds a tensor of a type whose size is not known
   * @throws IOException if it cannot be read
   */
  public static void requireDigests(Path file) throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      FileDigests.require(reader);
    }
  }

  /**
   * Fills a model's parameters into a file, or into what a file or folder lacks.
   *
   * <p>With {@link FillScope#ONLY_UNINITIALIZED} the checkpoint must exist, of whatever kind {@link
   * #verify} reads. A parameter is uninitialized if no tensor of its name is there, nor one of a
   * name that is tied to it. Everything that is there stays, byte for byte: tensors of the model,
   * others, those of types that are not filled, a safetensors file's notes, other members of an
   * npz. A file is replaced in one step. In a folder with an index the files stay as they are; new
   * values go into one more, {@code model-added-00001.safetensors}, and the index, replaced in one
   * step, names it. If nothing is missing nothing is written.
   *
   * @param model the model
   * @param file the file; for {@link FillScope#ALL} its name ends in {@code .safetensors} or {@code
   *     .npz}
   * @param scope which parameters are filled
   * @param backend what fills
   * @param progress hears how far it has come
   * @throws MalformedCheckpointException if what is there is no checkpoint, or a broken one
   * @throws IllegalArgumentException if the file's kind is unknown or it cannot hold the model; or
   *     a tensor that is there has another shape or dtype than the model's, or is a part of one;
   *     nothing was written then
   * @throws IOException if the checkpoint cannot be read or written; then it is as it was
   * @throws BackendException if the backend cannot fill one of the parameters, before anything is
   *     written; or the device or the memory fails
   */
  public static void write(
      Model model, Path file, FillScope scope, Backend backend, Progress progress)
      throws IOException {
    if (scope == FillScope.ALL) {
      write(model, file, backend, progress);
    } else {
      Completion.run(model, file, backend, progress);
    }
  }

  /**
   * Makes a model again, by the shared backend that can, and compares it with a file.
   *
   * @param model the model that the file should hold
   * @param file the file
   * @return what {@link #verify(Model, Path, Backend, Progress)} says
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   * @throws BackendException if no backend can fill it; or the device or the memory fails
   */
  public static Comparison verify(Model model, Path file) throws IOException {
    return verify(model, file, Backends.shared(model::refusal));
  }

  /**
   * Makes a model again and compares it with a file.
   *
   * @param model the model that the file should hold
   * @param file the file
   * @param backend what fills
   * @return what {@link #verify(Model, Path, Backend, Progress)} says
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   * @throws BackendException if the device or the memory fails
   */
  public static Comparison verify(Model model, Path file, Backend backend) throws IOException {
    return verify(model, file, backend, Progress.NONE);
  }

  /**
   * Makes a model again and compares it with a file, bit for bit, but that any NaN counts as any
   * other, in every tensor. Orthogonal matrices by the method QR may be another machine's: every
   * element within {@link io.tensorinit.plan.OrthogonalTolerance} of this one's (one step further
   * in types narrower than float32), and, in matrices of 64 elements or more of the other types, at
   * least one element in 64 with other bits, so that a changed bit is found in a file that this
   * kind of machine made.
   *
   * <p>A tensor under a name that is tied to a parameter must have that parameter's values; it may
   * stand in its place.
   *
   * @param model the model that the file should hold
   * @param file the file
   * @param backend what fills
   * @param progress hears how far it has come
   * @return the first difference, if any, and which tensors are equal within the tolerance only
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   * @throws BackendException if the device or the memory fails
   */
  public static Comparison verify(Model model, Path file, Backend backend, Progress progress)
      throws IOException {
    return verify(model, Set.of(), file, backend, progress);
  }

  /**
   * As {@link #verify(Model, Path, Backend, Progress)}, of a file that may hold further tensors.
   *
   * @param model the model that the file should hold
   * @param besides tensors that are no difference where they are there in this form, whatever their
   *     values, such as those that {@link io.tensorinit.model.CheckpointOutline#leftOut} names
   * @param file the file
   * @param backend what fills
   * @param progress hears how far it has come
   * @return the first difference, if any, and which tensors are equal within the tolerance only
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   * @throws BackendException if the device or the memory fails
   */
  public static Comparison verify(
      Model model, Set<TensorInfo> besides, Path file, Backend backend, Progress progress)
      throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      return new Verification(reader, model, besides, backend, progress).run();
    } catch (MalformedCheckpointException e) {
      throw inFile(file, e);
    } catch (UncheckedIOException e) {
      throw Interruption.told(e, "cannot read " + file);
    }
  }

  /**
   * Looks at the values of every tensor of a file.
   *
   * @param file the file
   * @return the statistics, in the file's order
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   */
  public static List<TensorStatistics> inspect(Path file) throws IOException {
    return inspect(file, Progress.NONE);
  }

  /**
   * Looks at the values of every tensor of a file.
   *
   * @param file the file
   * @param progress hears how far it has come; each byte is read once or twice, {@link
   *     Progress#begin} says how many are read in all
   * @return the statistics, in the file's order
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   */
  public static List<TensorStatistics> inspect(Path file, Progress progress) throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      return Inspection.of(reader, progress);
    } catch (MalformedCheckpointException e) {
      throw inFile(file, e);
    } catch (UncheckedIOException e) {
      throw Interruption.told(e, "cannot read " + file);
    }
  }

  /**
   * Looks at the values of every tensor of a file and sets them beside what a model's plan makes
   * likely, whatever the seed.
   *
   * @param file the file
   * @param model what it should hold
   * @param progress hears how far it has come; each byte is read once or twice, {@link
   *     Progress#begin} says how many are read in all
   * @return the statistics, and which of them sampling cannot explain
   * @throws MalformedCheckpointException if the file is no checkpoint, or a broken one
   * @throws IOException if the file cannot be read
   */
  public static PlanAgreement inspect(Path file, Model model, Progress progress)
      throws IOException {
    return PlanAgreement.of(model, inspect(file, progress));
  }

  /** What was found while the values were read, with the file's name. */
  private static MalformedCheckpointException inFile(Path file, MalformedCheckpointException e) {
    String name = file + ": ";
    boolean isNamed = e.getMessage() != null && e.getMessage().startsWith(name);
    return isNamed ? e : new MalformedCheckpointException(name + e.getMessage(), e);
  }
}
