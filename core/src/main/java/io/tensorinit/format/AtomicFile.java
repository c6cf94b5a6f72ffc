package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.OptionalLong;

/**
 * A file that appears whole or not at all. It is written under a hidden name in the same folder and
 * takes its own name, and the place of a file that had it, in one step when it is {@link #commit
 * committed}; until then an older file stays as it is. Without a commit nothing is left: not when
 * it is closed, not when the process is ended by a signal it can notice (SIGINT, SIGTERM, SIGHUP);
 * what a killed process left is deleted by the next that writes in the folder.
 *
 * <p>A symbolic link stays; the file it leads to is replaced. An older file's permissions are kept.
 * For one thread at a time; the channel is for several.
 */
public final class AtomicFile implements Closeable {
  private static final int MAX_LINKS = 40;

  private final Path path;
  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final Writeback writeback;
  private final Thread atSignal;

  private AtomicFile(Path path, Path target, Path temporary, FileChannel channel) {
    this.path = path;
    this.target = target;
    this.temporary = temporary;
    this.channel = channel;
    this.writeback = new Writeback(channel);
    this.atSignal = new Thread(this::deleteTemporary, "tensorinit-delete-unfinished");
  }

  /**
   * Begins a file.
   *
   * @param file its path
   * @return the file, empty and without its name
   * @throws IOException if it cannot be written there: the folder does not exist or is closed to
   *     us, the path is a folder, a device or a file that may not be written
   */
  public static AtomicFile create(Path file) throws IOException {
    Path target = behindLinks(file.toAbsolutePath());
    requireReplaceable(file, target);
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("cannot write " + file + ": the folder " + folder + " does not exist");
    }
    try {
      TemporaryFiles.Opened opened = TemporaryFiles.create(folder);
      return new AtomicFile(file, target, opened.path(), opened.channel()).deletedAtSignal();
    } catch (AccessDeniedException e) {
      throw new IOException("cannot write " + file + ": no permission to write in its folder", e);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  private static Path behindLinks(Path file) throws IOException {
    Path at = file;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MAX_LINKS) {
        throw new IOException("cannot write " + file + ": its symbolic links lead in a circle");
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  private static void requireReplaceable(Path file, Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new IOException("cannot write " + file + ": it is a folder");
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      if (!Files.isRegularFile(target)) {
        throw new IOException("cannot write " + file + ": it is not an ordinary file");
      }
      if (!Files.isWritable(target)) {
        throw new IOException("cannot write " + file + ": it is write-protected");
      }
    }
  }

  private static IOException cannotWrite(Path file, IOException cause) {
    IOException told = Interruption.told(cause, "cannot write " + file);
    if (told != cause) {
      return told;
    }
    String reason = cause instanceof FileSystemException failure ? failure.getReason() : null;
    String text = reason != null ? reason : String.valueOf(cause.getMessage());
    return new IOException("cannot write " + file + ": " + text, cause);
  }

  private AtomicFile deletedAtSignal() {
    try {
      Runtime.getRuntime().addShutdownHook(atSignal);
    } catch (IllegalStateException e) {
      deleteTemporary(); // the process is ending already
    }
    return this;
  }

  /**
   * The file's contents.
   *
   * @return the channel, open for reading and writing
   */
  public FileChannel channel() {
    return channel;
  }

  /**
   * Hears that more bytes were written through the channel, and brings them to the disk meanwhile.
   * May be called by several threads.
   *
   * @param bytes how many
   * @throws java.io.UncheckedIOException if earlier ones could not be brought to the disk
   */
  public void wrote(long bytes) {
    writeback.wrote(bytes);
  }

  /**
   * The room left where the file is.
   *
   * @return the number of bytes; empty where the system does not tell
   */
  public OptionalLong usableSpace() {
    try {
      long bytes = Files.getFileStore(temporary).getUsableSpace();
      return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * A failure to write, with the file's name.
   *
   * @param cause what failed
   * @return an exception whose message says which file could not be written, and why; a {@link
   *     java.io.InterruptedIOException} if this thread was interrupted
   */
  public IOException cannotWrite(IOException cause) {
    return cannotWrite(path, cause);
  }

  /**
   * Brings all of the file to the disk, so that it needs but its name.
   *
   * @throws IOException if it cannot be written
   */
  public void finish() throws IOException {
    try {
      writeback.end();
      channel.force(true);
      keepPermissions();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /**
   * Gives the file its name. All of it is on the disk before that.
   *
   * @throws IOException if it cannot be written or renamed; then nothing is left of it
   */
  public void commit() throws IOException {
    try (this) {
      finish();
      publish();
    }
  }

  /**
   * Gives a file that is {@link #finish finished} its name.
   *
   * @throws IOException if it cannot be renamed
   */
  public void publish() throws IOException {
    try {
      // The lock must not end before: another process would take the file for abandoned.
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private void keepPermissions() throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  /**
   * Ends the writing; what was not committed is deleted. Closing again does nothing. It waits for
   * what is on its way to the disk, even of a file to be deleted: a system cannot take that back.
   */
  @Override
  public void close() throws IOException {
    try {
      writeback.end();
    } catch (IOException e) {
      // a file that was not committed is deleted; one that was had none
    }
    try {
      channel.close();
    } finally {
      deleteTemporary();
      try {
        Runtime.getRuntime().removeShutdownHook(atSignal);
      } catch (IllegalStateException e) {
        // the process is ending, and the hook runs already
      }
    }
  }

  private void deleteTemporary() {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // nothing more can be done about it
    }
  }
}
