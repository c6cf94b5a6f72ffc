package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that one living process holds at a time: the system lets go of it when the process ends,
 * however it ends. It may carry a text for whoever holds it next. Where a file system knows no
 * locks everybody holds it.
 *
 * <p>A holder may delete the file. Whoever waited for it then holds a file without a name, sees
 * that by what the holder left in it, and begins again.
 */
final class LockFile implements Closeable {
  private static final String DELETED = "deleted";
  private static final int LONGEST_TEXT = 4096;
  private static final int WAIT_MILLIS = 5;

  private final Path path;
  private final FileChannel channel;

  private LockFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes a lock, if nobody holds it.
   *
   * @param path the lock's file, which is made if need be
   * @return the lock; empty if a living process, or another part of this one, holds it
   * @throws InterruptedIOException if this thread is interrupted
   * @throws IOException if the file cannot be made
   */
  static Optional<LockFile> tryHold(Path path) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) { // before a file is made that nobody deletes
        throw interrupted(path);
      }
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      LockFile lock = new LockFile(path, channel);
      try {
        if (!isFree(channel)) {
          channel.close();
          return Optional.empty();
        }
        if (!lock.text().equals(DELETED)) {
          return Optional.of(lock);
        }
        channel.close();
      } catch (IOException e) {
        channel.close();
        throw Interruption.told(e, "cannot lock " + path);
      }
    }
  }

  private static InterruptedIOException interrupted(Path path) {
    return new InterruptedIOException("cannot lock " + path + ": the thread was interrupted");
  }

  /**
   * Takes a lock, and waits for it as long as others hold it.
   *
   * @param path the lock's file, which is made if need be
   * @return the lock
   * @throws InterruptedIOException if this thread is interrupted meanwhile
   * @throws IOException if the file cannot be made
   */
  static LockFile hold(Path path) throws IOException {
    while (true) {
      Optional<LockFile> lock = tryHold(path);
      if (lock.isPresent()) {
        return lock.get();
      }
      try {
        Thread.sleep(WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw interrupted(path);
      }
    }
  }

  /** Locks an open file until it is closed; false if somebody else has. */
  static boolean isFree(FileChannel channel) {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      return true; // no locks here
    }
  }

  /**
   * The text that was left in the file.
   *
   * @return the text, empty at first
   * @throws IOException if it cannot be read
   */
  String text() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST_TEXT));
    ChannelIo.read(channel, 0, bytes);
    return new String(bytes.array(), StandardCharsets.UTF_8);
  }

  /**
   * Leaves a text in the file.
   *
   * @param text the text
   * @throws IOException if it cannot be written
   */
  void leave(String text) throws IOException {
    channel.truncate(0);
    ChannelIo.write(channel, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Deletes the file and lets go of it.
   *
   * @throws IOException if it cannot be deleted
   */
  void delete() throws IOException {
    try (this) {
      leave(DELETED);
      Files.deleteIfExists(path);
    }
  }

  /** Lets go of the file, which stays. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
