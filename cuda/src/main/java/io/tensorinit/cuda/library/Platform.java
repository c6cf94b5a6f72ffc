package io.tensorinit.cuda.library;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What can be seen of a machine without loading anything.
 *
 * @param os {@code linux}, {@code windows}, or what Java calls it
 * @param arch {@code x86_64}, or what Java calls it
 * @param libraryFolders where the linker looks for the driver's library
 * @param linkerCache the linker's list of libraries, searched for the driver's
 * @param signs files that are there where an NVIDIA device is
 */
record Platform(
    String os, String arch, List<Path> libraryFolders, Path linkerCache, List<Path> signs) {

  /** Where the linker looks without being told: those of all systems, then those of Debian's. */
  private static final List<String> DEFAULT_FOLDERS =
      List.of(
          "/lib64",
          "/usr/lib64",
          "/lib",
          "/usr/lib",
          "/lib/x86_64-linux-gnu",
          "/usr/lib/x86_64-linux-gnu");

  /** This machine. */
  static Platform current() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean windows = os.startsWith("windows");
    return new Platform(
        windows ? "windows" : os,
        arch.equals("amd64") ? "x86_64" : arch,
        windows ? windowsFolders() : linuxFolders(),
        Path.of("/etc/ld.so.cache"),
        List.of(Path.of("/proc/driver/nvidia"), Path.of("/dev/nvidiactl"), Path.of("/dev/dxg")));
  }

  private static List<Path> windowsFolders() {
    String root = System.getenv("SystemRoot");
    return List.of(Path.of(root == null ? "C:\\Windows" : root, "System32"));
  }

  private static List<Path> linuxFolders() {
    List<Path> folders = new ArrayList<>();
    String given = System.getenv("LD_LIBRARY_PATH");
    if (given != null) {
      for (String folder : given.split(File.pathSeparator, -1)) {
        folders.add(Path.of(folder));
      }
    }
    DEFAULT_FOLDERS.forEach(folder -> folders.add(Path.of(folder)));
    return folders;
  }

  /** Whether JCuda has a native library for this platform. */
  boolean hasNatives() {
    return arch.equals("x86_64") && (os.equals("linux") || os.equals("windows"));
  }

  /** The driver's library. */
  String driverLibrary() {
    return os.equals("windows") ? "nvcuda.dll" : "libcuda.so.1";
  }

  /** Whether the linker would find the driver's library. */
  boolean hasDriverLibrary() {
    return libraryFolders.stream().anyMatch(folder -> Files.exists(folder.resolve(driverLibrary())))
        || isInLinkerCache();
  }

  private boolean isInLinkerCache() {
    try {
      return Files.isReadable(linkerCache)
          && new String(Files.readAllBytes(linkerCache), StandardCharsets.ISO_8859_1)
              .contains("/" + driverLibrary() + "\0");
    } catch (IOException e) {
      // a list that cannot be read shows no library
      return false;
    }
  }

  /** Whether something that looks like a device, or its driver, is here. */
  boolean hasSignsOfDevice() {
    return signs.stream().anyMatch(Files::exists) || hasDriverLibrary();
  }
}
