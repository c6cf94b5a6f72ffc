package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a checkpoint file. Everything about it is decided when it is created; then each tensor is
 * written at its {@link #position place} through the {@link #channel}, in any order and by any
 * number of threads; {@link #commit} adds the frame and gives the file its name. A file that is not
 * committed leaves nothing behind, and an older file of that name untouched ({@link AtomicFile}).
 */
public final class CheckpointWriter implements Closeable {
  private final Path path;
  private final FileLayout layout;
  private final AtomicFile file;

  private CheckpointWriter(Path path, FileLayout layout, AtomicFile file) {
    this.path = path;
    this.layout = layout;
    this.file = file;
  }

  /**
   * Begins a file.
   *
   * @param path its path
   * @param format its kind
   * @param tensors its tensors
   * @return the writer
   * @throws IllegalArgumentException if this kind of file cannot hold the tensors, or two have the
   *     same name; nothing was written then
   * @throws IOException if the file cannot be written there, or there is no room for it
   */
  public static CheckpointWriter create(
      Path path, CheckpointFormat format, List<TensorInfo> tensors) throws IOException {
    return create(path, format, tensors, Map.of());
  }

  /** Begins a file with more texts in its metadata than the usual ones. */
  static CheckpointWriter create(
      Path path, CheckpointFormat format, List<TensorInfo> tensors, Map<String, String> notes)
      throws IOException {
    return begin(path, format.checkedLayout(tensors, notes));
  }

  private static CheckpointWriter begin(Path path, FileLayout layout) throws IOException {
    AtomicFile file = AtomicFile.create(path);
    try {
      requireRoom(path, file.usableSpace().orElse(Long.MAX_VALUE), layout.fileSize());
      return new CheckpointWriter(path, layout, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Begins a file that takes the place of an older one: everything that is in that, byte for byte
   * (tensors of any type, notes, other members of an npz), and more tensors. {@link #position} is
   * that of the further ones; the older ones are copied when the file is finished. Its kind is the
   * older file's, whatever its name.
   *
   * @param path the older file's path
   * @param more the further tensors
   * @return the writer
   * @throws MalformedCheckpointException if the older file is no checkpoint, or a broken one
   * @throws IllegalArgumentException if such a file cannot hold the further tensors, or has a
   *     tensor or member of their names; nothing was written then
   * @throws IOException if the older file cannot be read, or there is no room for another
   */
  public static CheckpointWriter complete(Path path, List<TensorInfo> more) throws IOException {
    FileLayout layout = CheckpointFormat.completion(path, more);
    try {
      return begin(path, layout);
    } catch (IOException | RuntimeException e) {
      layout.close();
      throw e;
    }
  }

  private static void requireRoom(Path path, long room, long needed) throws IOException {
    if (room < needed) {
      throw new IOException(
          "cannot write " + path + ": it needs " + needed + " bytes, " + room + " are free there");
    }
  }

  /**
   * The file's path.
   *
   * @return the path, as it was given
   */
  public Path path() {
    return path;
  }

  /**
   * The place of a tensor's first byte.
   *
   * @param tensor the tensor's index in the list
   * @return the place, in bytes from the file's beginning
   */
  public long position(int tensor) {
    return layout.position(tensor);
  }

  /**
   * The file's contents; the elements are little-endian, row-major.
   *
   * @return the channel
   */
  public FileChannel channel() {
    return file.channel();
  }

  /**
   * Hears that bytes of tensors were written, and brings them to the disk while others are made.
   * Whoever does not call it waits longer for the {@link #commit}. May be called by several
   * threads.
   *
   * @param bytes how many since the last call
   * @throws java.io.UncheckedIOException if earlier ones could not be brought to the disk
   */
  public void wrote(long bytes) {
    file.wrote(bytes);
  }

  /**
   * A failure to write, with the file's name.
   *
   * @param cause what failed
   * @return an exception whose message says which file could not be written, and why
   */
  public IOException cannotWrite(IOException cause) {
    return file.cannotWrite(cause);
  }

  /**
   * The size of the finished file.
   *
   * @return the size in bytes
   */
  public long fileSize() {
    return layout.fileSize();
  }

  /**
   * Finishes the file and gives it its name. Every tensor must have been written.
   *
   * @throws IOException if it cannot be written; then nothing is left of it
   */
  public void commit() throws IOException {
    try (this) {
      finish();
      publish();
    }
  }

  /**
   * Writes what is left to write, so that the file needs but its name.
   *
   * @throws IOException if it cannot be written
   */
  public void finish() throws IOException {
    try {
      layout.writeFrame(file.channel());
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    file.finish();
  }

  /**
   * Gives a file that is {@link #finish finished} its name.
   *
   * @throws IOException if it cannot be renamed
   */
  public void publish() throws IOException {
    file.publish();
  }

  /** Ends the writing; a file that was not committed is deleted. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    try {
      layout.close();
    } finally {
      file.close();
    }
  }
}
