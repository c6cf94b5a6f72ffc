package io.tensorinit.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Refusals of files the command is given. */
final class InputFiles {
  private InputFiles() {}

  /** Refuses a path where nothing can be read; a folder may be a checkpoint. */
  static Path requireCheckpoint(Path file) {
    return requireReadable(file);
  }

  /** Refuses a path where no manifest can be read. */
  static Path requireManifest(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException("MANIFEST must be a file, " + file + " is a folder");
    }
    return requireReadable(file);
  }

  /** Whether a path stands for the standard input. */
  static boolean isStdin(Path file) {
    return file.toString().equals("-");
  }

  private static Path requireReadable(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("cannot read " + file + ": no such file");
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("cannot read " + file + ": no permission");
    }
    return file;
  }
}
