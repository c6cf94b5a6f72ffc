package io.tensorinit.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Files under hidden names that wait for their own. A living process holds a lock on each of its
 * files, and its name says who made it: {@code .tensorinit-HOST-PROCESS-START-RANDOM.tmp}. A
 * process that is killed leaves them; the next one that writes in the folder deletes those on which
 * no lock is held. Of files that another host made that is not enough, since locks may end at the
 * host: they must not have changed for a day either.
 */
final class TemporaryFiles {
  private static final SecureRandom NAMES = new SecureRandom();
  private static final String PREFIX = ".tensorinit-";
  private static final String SUFFIX = ".tmp";
  private static final Duration ELSEWHERE = Duration.ofDays(1);
  private static final String HOST = PREFIX + host() + "-";
  private static final String OWN = HOST + process() + "-";

  private TemporaryFiles() {}

  private static String host() {
    String name = "";
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      name = System.getenv().getOrDefault("COMPUTERNAME", "");
    }
    return String.format(Locale.ROOT, "%08x", name.hashCode());
  }

  private static String process() {
    ProcessHandle self = ProcessHandle.current();
    long start = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return Long.toHexString(self.pid()) + "-" + Long.toHexString(start);
  }

  /**
   * A new file, locked.
   *
   * @param path its path
   * @param channel open for reading and writing; the lock ends when it is closed
   */
  record Opened(Path path, FileChannel channel) {}

  /** Makes a file in a folder, which must exist; first deletes what dead processes left there. */
  static Opened create(Path folder) throws IOException {
    deleteAbandoned(folder);
    while (true) {
      Path path = folder.resolve(OWN + Long.toHexString(NAMES.nextLong()) + SUFFIX);
      FileChannel channel;
      try {
        channel =
            FileChannel.open(
                path,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
      } catch (FileAlreadyExistsException e) {
        continue; // another process drew the same name: draw again
      }
      try {
        if (LockFile.isFree(channel) && channel.size() == 0) {
          return new Opened(path, channel);
        }
      } catch (IOException e) { // an interrupt closes the channel
        Files.deleteIfExists(path);
        throw e;
      }
      channel.close(); // somebody took it for abandoned before it was locked
    }
  }

  private static void deleteAbandoned(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        // Opening and closing one of this process's own would end its lock.
        if (!String.valueOf(file.getFileName()).startsWith(OWN)) {
          deleteIfAbandoned(file);
        }
      }
    } catch (IOException e) {
      // a folder that cannot be listed is left as it is
    }
  }

  private static void deleteIfAbandoned(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      boolean here = String.valueOf(file.getFileName()).startsWith(HOST);
      if (channel.tryLock() != null && (here || isOld(file))) {
        channel.write(ByteBuffer.wrap(new byte[1])); // tells its maker, if it was made just now
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // gone meanwhile, somebody else's, or on a file system without locks: it stays
    }
  }

  private static boolean isOld(Path file) throws IOException {
    Instant changed = Files.getLastModifiedTime(file).toInstant();
    return changed.isBefore(Instant.now().minus(ELSEWHERE));
  }
}
