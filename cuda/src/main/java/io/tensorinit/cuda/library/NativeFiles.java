package io.tensorinit.cuda.library;

import io.tensorinit.backend.BackendException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds JCuda's native libraries: in a jar of the class path; where no jar has them, in a folder of
 * {@code java.library.path}, which the start of the JVM sets. What is loaded is a copy in the
 * user's {@link PrivateFolder}, since the application may have loaded the original itself, and the
 * JVM loads a file for one class loader only.
 */
final class NativeFiles {
  private NativeFiles() {}

  /**
   * Copies a native library to the private folder, unless it lies there already.
   *
   * @param file the library's file name
   * @param loader who finds the jars
   * @param folder the private folder
   * @param origin the jar that should have it, as Maven knows it, for messages
   * @return the copy, an absolute path
   * @throws BackendException if it is neither in a jar nor on {@code java.library.path}, or the
   *     private folder cannot be used
   */
  static Path find(String file, ClassLoader loader, PrivateFolder folder, String origin) {
    return find(file, loader, folder, origin, System.getProperty("java.library.path", ""));
  }

  /** Copies a native library, the folders of the library path given. */
  static Path find(
      String file, ClassLoader loader, PrivateFolder folder, String origin, String libraryPath) {
    String resource = "lib/" + file;
    if (loader.getResource(resource) == null) {
      Optional<Path> library = onPath(file, libraryPath);
      if (library.isPresent()) {
        return folder.copy(library.get());
      }
    }
    return folder.unpack(resource, loader, origin);
  }

  /** Relative folders are passed over: what they hold depends on where the JVM was started. */
  private static Optional<Path> onPath(String file, String libraryPath) {
    return Stream.of(libraryPath.split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .map(place -> place.resolve(file))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
