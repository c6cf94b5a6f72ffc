package io.tensorinit.format;

import io.tensorinit.tensor.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a checkpoint: a file, or a folder with a set of safetensors files. What they say about
 * themselves is checked when they are opened: lengths, bounds, sizes, names. Safe for use by
 * several threads.
 */
public interface CheckpointReader extends Closeable {
  /**
   * Opens a file, whose kind is told by its contents, not by its name; or a folder: the files that
   * {@code model.safetensors.index.json} names, else those that the one other {@code
   * NAME.safetensors.index.json} names, else {@code model.safetensors}, else the one safetensors
   * file there is. Tensors that are cut into parts, as PyTorch's distributed checkpoints say it in
   * their metadata, are whole in what is read.
   *
   * @param file the file or folder
   * @return the reader; the caller closes it
   * @throws MalformedCheckpointException if it is no checkpoint, or a broken one; of a folder also
   *     if a file is missing or lacks a tensor, two files hold the same elements, or the index
   *     names a file outside
   * @throws IOException if it cannot be read; a {@link java.io.InterruptedIOException} if this
   *     thread was interrupted
   */
  static CheckpointReader open(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        return ShardedReader.open(file);
      }
      return NpzReader.isZip(file) ? NpzReader.open(file) : SafetensorsReader.open(file);
    } catch (MalformedCheckpointException e) {
      throw new MalformedCheckpointException(file + ": " + e.getMessage(), e);
    } catch (ClosedChannelException e) {
      throw Interruption.told(e, "cannot read " + file);
    }
  }

  /**
   * The tensors.
   *
   * @return the tensors, in the file's order
   */
  List<TensorInfo> tensors();

  /**
   * What the file holds besides tensors: of an npz the members that are no arrays, and those that
   * cannot be unpacked. Folders are not listed.
   *
   * @return the members, in the file's order
   */
  default List<OtherMember> others() {
    return List.of();
  }

  /**
   * The notes that a safetensors file has of itself ({@code __metadata__}).
   *
   * @return the notes; empty where there are none, or each file of a folder has its own
   */
  default Map<String, String> metadata() {
    return Map.of();
  }

  /**
   * Whether a tensor's first axis varies fastest (an {@code .npy} array in Fortran's order).
   *
   * @param tensor the tensor's index in the list
   * @return false for row-major tensors
   */
  default boolean isColumnMajor(int tensor) {
    return false;
  }

  /**
   * Whether a tensor is unpacked as a whole when it is first read (compressed members of an npz),
   * and again when another one was read meanwhile: such tensors are best read one after the other.
   *
   * @param tensor the tensor's index in the list
   * @return false where any part can be read at any time
   */
  default boolean isUnpacked(int tensor) {
    return false;
  }

  /**
   * The shape of the whole tensor, of which a file can hold a part.
   *
   * @param tensor the tensor's index in the list
   * @return the whole's shape, for most tensors the shape in the list; empty if a file that holds a
   *     part does not say it
   * @throws MalformedCheckpointException if the part does not lie in the whole
   */
  default Optional<Shape> wholeShape(int tensor) {
    return Optional.of(tensors().get(tensor).shape());
  }

  /**
   * Compares a tensor with its checksum, where the format has one (npz). {@link #read} does so for
   * compressed members alone.
   *
   * @param tensor the tensor's index in the list
   * @throws MalformedCheckpointException if its bytes were changed since they were written
   * @throws IOException if the file cannot be read
   */
  default void requireIntact(int tensor) throws IOException {}

  /**
   * Reads elements as the file holds them, but for a numeric array that is big-endian there: always
   * little-endian. Of tensors without values ({@link StoredType#hasValues}) the file's bytes.
   *
   * @param tensor the tensor's index in the list
   * @param position the first byte to read, counted from the tensor's first
   * @param into filled from its position to its limit
   * @throws IOException if the file cannot be read
   */
  void read(int tensor, long position, ByteBuffer into) throws IOException;
}
