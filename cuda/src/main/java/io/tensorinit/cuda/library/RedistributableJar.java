package io.tensorinit.cuda.library;

import io.tensorinit.backend.BackendException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * NVIDIA's libraries in the redistributable jar that JavaCPP publishes for Linux: with it on the
 * class path, NVIDIA's driver is all that a machine needs. Only the files that the linker misses
 * are unpacked. Safe for use by several threads.
 */
final class RedistributableJar {
  /** The jar, as Maven knows it. */
  static final String COORDINATES = "org.bytedeco:cuda:11.8-8.6-1.5.8:linux-x86_64-redist";

  private static final String FOLDER = "org/bytedeco/cuda/linux-x86_64/";

  private final PrivateFolder folder;
  private final ClassLoader classPath;
  private final Consumer<Path> load;
  private final Set<String> supplied = ConcurrentHashMap.newKeySet();

  /**
   * The jar, if it is on a class path.
   *
   * @param folder where its files are unpacked
   * @param classPath who finds the jar
   * @param load loads a file of native code
   */
  RedistributableJar(PrivateFolder folder, ClassLoader classPath, Consumer<Path> load) {
    this.folder = folder;
    this.classPath = classPath;
    this.load = load;
  }

  /**
   * Loads a library that the linker misses, and those that it needs in turn.
   *
   * @param fileName its name (SONAME)
   * @param attempt what was loaded for the same purpose before; this is added
   * @return false if the jar is not here, does not have it, or it was loaded before and is missed
   *     all the same
   * @throws BackendException if it cannot be unpacked
   * @throws UnsatisfiedLinkError if it, or one that it needs, cannot be loaded
   */
  boolean supply(String fileName, Set<String> attempt) {
    if (!attempt.add(fileName)) {
      return false;
    }
    Optional<Path> file = folder.unpackLarge(FOLDER + fileName, classPath);
    if (file.isEmpty()) {
      return false;
    }
    while (true) {
      try {
        load.accept(file.get());
        supplied.add(fileName);
        return true;
      } catch (UnsatisfiedLinkError e) {
        Optional<String> missed = MissingLibrary.in(e);
        if (missed.isEmpty() || !supply(missed.get(), attempt)) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether a library was loaded from the jar.
   *
   * @param fileName its name (SONAME)
   */
  boolean hasSupplied(String fileName) {
    return supplied.contains(fileName);
  }
}
