package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Backends;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** What is done with a whole model's checkpoint file. */
public final class Checkpoints {
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
    CheckpointFormat format = CheckpointFormat.of(file);
    List<ShardPlan.Part> parts = model.parameters().stream().map(ShardPlan.Part::whole).toList();
    List<TensorInfo> tensors = FileFill.tensors(parts, format);
    FileFill.requireFills(backend, model);
    try (CheckpointWriter writer = CheckpointWriter.create(file, format, tensors)) {
      progress.begin(model.bytes());
      FileFill.run(writer, parts, backend, progress);
      writer.commit();
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
   * Makes a model again and compares it with a file, bit for bit. Orthogonal matrices by the method
   * QR may be another machine's: every element within {@link
   * io.tensorinit.plan.OrthogonalTolerance} of this one's (one step further in types narrower than
   * float32), and, in matrices of 64 elements or more of the other types, at least one element in
   * 64 with other bits, so that a changed bit is found in a file that this kind of machine made.
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
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      return new Verification(reader, model, backend, progress).run();
    } catch (MalformedCheckpointException e) {
      throw inFile(file, e);
    } catch (UncheckedIOException e) {
      throw e.getCause();
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
   * @param progress hears how far it has come; each byte is read twice
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
      throw e.getCause();
    }
  }

  /**
   * Looks at the values of every tensor of a file and sets them beside what a model's plan makes
   * likely, whatever the seed.
   *
   * @param file the file
   * @param model what it should hold
   * @param progress hears how far it has come; each byte is read twice
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
