package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.checkpoint.ShardPlan.Part;
import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.RankClaim;
import io.tensorinit.format.ShardWriter;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sharded checkpoints: a folder with safetensors files {@code model-00001-of-00004.safetensors} ...
 * and {@code model.safetensors.index.json}, as hubs use it. {@link Checkpoints#verify} and {@link
 * Checkpoints#inspect} read such folders.
 *
 * <p>Every tensor of a file that holds a part of a cut one has its place in the whole in the file's
 * metadata, as PyTorch's distributed checkpoints have it: {@code "DCP_SHARDING_INFO"} is the JSON
 * text {@code {TENSOR: {"saved_offsets": [...], "shape": [...]}}}, the shape that of the whole
 * tensor.
 */
public final class ShardedCheckpoints {
  private ShardedCheckpoints() {}

  /**
   * Fills a model's parameters into all files of a folder. Until all of them are on the disk, an
   * older checkpoint in the folder stays whole; then the files take their names within
   * milliseconds, the index last, and an older set of another number of files is deleted. Other
   * files in the folder stay.
   *
   * @param plan the model, and what lies in which file
   * @param folder the folder; it is made if its parent exists
   * @param backend what fills
   * @param progress hears how far it has come
   * @param digests takes each tensor's digest, worked out on the way; empty if none is wanted
   * @throws IllegalArgumentException if a safetensors file cannot hold the model; nothing was
   *     written then
   * @throws IOException if the folder cannot be written
   * @throws BackendException if the backend cannot fill one of the parameters, before anything is
   *     written; or the device or the memory fails
   */
  public static void write(
      ShardPlan plan, Path folder, Backend backend, Progress progress, Optional<Digests> digests)
      throws IOException {
    FileFill.requireFills(backend, plan.model());
    for (int file = 0; file < plan.files(); file++) {
      FileFill.tensors(plan.parts(file), CheckpointFormat.SAFETENSORS);
    }
    try (ShardWriter set = begin(plan, folder)) {
      requireRoom(folder, plan.model().bytes());
      progress.begin(plan.model().bytes());
      for (int file = 0; file < plan.files(); file++) {
        fill(plan, file, set, backend, progress, digests);
      }
      set.commit();
    }
  }

  /**
   * Fills one rank's file, and writes the index that all ranks write alike. When the last rank has
   * done so the folder holds the whole; then what is left there of older sets of another number of
   * files is deleted. A rank that died can be run again, also after the others have ended.
   *
   * @param plan the model, and what lies in which file, as {@link ShardPlan#byRank} gives it
   * @param launch the rank
   * @param folder the folder; it is made if its parent exists
   * @param backend what fills
   * @param progress hears how far it has come
   * @param digests takes the digests of the tensors that this rank holds whole, and of a share of
   *     those that are cut, which it makes whole for that alone; those of all ranks together are
   *     each tensor's once; empty if none is wanted
   * @throws IllegalArgumentException if a safetensors file cannot hold the model, or the plan has
   *     another number of files than there are ranks; nothing was written then
   * @throws IOException if the folder cannot be written, or another rank has the same number: a
   *     living one, or one of the same launch that is done
   * @throws BackendException if the backend cannot fill one of the parameters, before anything is
   *     written; or the device or the memory fails
   */
  public static void writeRank(
      ShardPlan plan,
      Launch launch,
      Path folder,
      Backend backend,
      Progress progress,
      Optional<Digests> digests)
      throws IOException {
    if (plan.files() != launch.ranks()) {
      throw new IllegalArgumentException(
          "the plan has " + plan.files() + " files for " + launch.ranks() + " ranks");
    }
    FileFill.requireFills(backend, plan.model());
    FileFill.tensors(plan.parts(launch.rank()), CheckpointFormat.SAFETENSORS);
    try (ShardWriter set = begin(plan, folder);
        RankClaim claim = RankClaim.take(folder, launch.rank(), launch.ranks(), launch.name())) {
      List<Parameter> more =
          digests.isPresent() ? plan.cutDigests(launch.rank()) : List.<Parameter>of();
      progress.begin(plan.bytes(launch.rank()) + more.stream().mapToLong(Parameter::bytes).sum());
      fill(plan, launch.rank(), set, backend, progress, digests);
      for (Parameter parameter : more) {
        Checkpoints.digest(parameter, new PieceFeed(backend, progress), digests.get());
      }
      set.commit();
      claim.done();
    }
  }

  private static ShardWriter begin(ShardPlan plan, Path folder) throws IOException {
    return ShardWriter.create(
        folder, plan.files(), plan.firstFiles(), plan.model().bytes(), plan.isCut());
  }

  private static void requireRoom(Path folder, long needed) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free > 0 && free < needed) {
      throw new IOException(
          "cannot write "
              + folder
              + ": it needs "
              + needed
              + " bytes, "
              + free
              + " are free there");
    }
  }

  private static void fill(
      ShardPlan plan,
      int file,
      ShardWriter set,
      Backend backend,
      Progress progress,
      Optional<Digests> digests)
      throws IOException {
    List<Part> parts = plan.parts(file);
    List<TensorInfo> tensors = FileFill.tensors(parts, CheckpointFormat.SAFETENSORS);
    List<long[]> starts = parts.stream().map(Part::start).toList();
    List<Shape> wholes = parts.stream().map(part -> part.parameter().shape()).toList();
    CheckpointWriter writer =
        plan.isCut() ? set.begin(file, tensors, starts, wholes) : set.begin(file, tensors);
    FileFill.run(writer, parts, backend, progress, digests);
    writer.finish();
  }
}
