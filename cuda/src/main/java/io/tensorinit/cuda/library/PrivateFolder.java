package io.tensorinit.cuda.library;

import io.tensorinit.backend.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that only this user can write to, for native libraries unpacked from jars. A file lies
 * in a folder named by its hash; it is written under another name and moved there in one step, so
 * that threads and processes that start at once do not see each other's halves, and it is compared
 * before each use.
 */
final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path root;

  /**
   * A folder.
   *
   * @param root its place; made when first needed
   */
  PrivateFolder(Path root) {
    this.root = root;
  }

  /**
   * The user's own: {@code tensorinit/natives} in {@code $XDG_CACHE_HOME}, {@code %LOCALAPPDATA%}
   * or {@code ~/.cache}.
   */
  static PrivateFolder ofUser() {
    for (String variable : new String[] {"XDG_CACHE_HOME", "LOCALAPPDATA"}) {
      String folder = System.getenv(variable);
      if (folder != null && Path.of(folder).isAbsolute()) {
        return new PrivateFolder(Path.of(folder, "tensorinit", "natives"));
      }
    }
    return new PrivateFolder(
        Path.of(System.getProperty("user.home"), ".cache", "tensorinit", "natives"));
  }

  /**
   * Unpacks a file, unless it lies here already.
   *
   * @param resource the file's name in a jar
   * @param loader who finds the jar
   * @param origin the jar, as Maven knows it, for messages
   * @return the unpacked file
   * @throws BackendException if no jar has it, or the folder is not this user's alone or cannot be
   *     written to
   */
  Path unpack(String resource, ClassLoader loader, String origin) {
    return keep(resource, read(resource, loader, origin));
  }

  /**
   * Copies a file, unless its copy lies here already.
   *
   * @param original the file
   * @return the copy
   * @throws BackendException if it cannot be read, or the folder is not this user's alone or cannot
   *     be written to
   */
  Path copy(Path original) {
    try {
      return keep(original.toString(), Files.readAllBytes(original));
    } catch (IOException e) {
      throw new BackendException("cannot read " + original, e);
    }
  }

  private Path keep(String name, byte[] content) {
    return place(
        hash(content).substring(0, 16),
        name,
        file -> {
          if (!isSame(file, content)) {
            write(file, fresh -> Files.write(fresh, content));
          }
        });
  }

  /**
   * Unpacks a file of any size, unless one of the size and the checksum (CRC-32) that the jar
   * states lies here already: hundreds of megabytes are not inflated at each start. Only this user
   * can have put it here.
   *
   * @param resource the file's name in a jar
   * @param loader who finds the jar
   * @return the unpacked file; empty if no jar has it
   * @throws BackendException if the jar cannot be read, or the folder is not this user's alone or
   *     cannot be written to
   */
  Optional<Path> unpackLarge(String resource, ClassLoader loader) {
    URL url = loader.getResource(resource);
    if (url == null) {
      return Optional.empty();
    }
    try {
      Checksum expected = Checksum.stated(url);
      return Optional.of(
          place(
              expected.toString(),
              resource,
              file -> {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) != expected.size()
                    || !Checksum.of(file).equals(expected)) {
                  write(file, fresh -> Checksum.copy(url, fresh).require(expected, resource));
                }
              }));
    } catch (IOException e) {
      throw new BackendException("cannot read " + resource + " from the class path", e);
    }
  }

  /** Work on a file. */
  private interface FileWork {
    void on(Path file) throws IOException;
  }

  /** Makes a file's folder, and lets the work put the file there. */
  private Path place(String folderName, String name, FileWork work) {
    Path folder = root.resolve(folderName);
    Path file = folder.resolve(Path.of(name).getFileName().toString());
    try {
      Files.createDirectories(root.getParent());
      makePrivate(root);
      makePrivate(folder);
      work.on(file);
      return file.toAbsolutePath();
    } catch (IOException | UnsupportedOperationException e) {
      throw new BackendException(
          "cannot unpack "
              + file.getFileName()
              + " to "
              + folder
              + ": "
              + e
              + "; set XDG_CACHE_HOME to a folder that you can write to",
          e);
    }
  }

  private static byte[] read(String resource, ClassLoader loader, String origin) {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      if (in == null) {
        throw new BackendException(
            resource
                + " is not on the class path; add "
                + origin
                + " with the classifier of this platform");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new BackendException("cannot read " + resource + " from the class path", e);
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Makes the folder, or checks that the one that is there is this user's and no one else's. */
  private static void makePrivate(Path folder) throws IOException {
    if (!POSIX) {
      Files.createDirectories(folder);
      return;
    }
    FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.createDirectory(folder, mode);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // another thread or process was first: what it made is checked below
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw e;
        }
      }
    }
    requireOwn(folder);
    if (!EnumSet.copyOf(OWNER_ONLY).containsAll(permissions(folder))) {
      throw new BackendException(
          folder
              + " must be open to its owner alone (mode 700), was "
              + PosixFilePermissions.toString(permissions(folder)));
    }
  }

  private static Set<PosixFilePermission> permissions(Path path) throws IOException {
    return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The owner of a file made now is this user, whatever names the system has for it. */
  private static void requireOwn(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "owner", ".tmp");
    try {
      Object own = Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (!own.equals(owner)) {
        throw new BackendException(
            folder + " must belong to this user (" + own + "), its owner is " + owner);
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static boolean isSame(Path file, byte[] content) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == content.length
        && hash(Files.readAllBytes(file)).equals(hash(content));
  }

  private static void write(Path file, FileWork content) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), "unpacking", ".tmp");
    try {
      content.on(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
