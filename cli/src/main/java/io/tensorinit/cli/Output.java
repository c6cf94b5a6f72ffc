package io.tensorinit.cli;

import io.tensorinit.format.CheckpointFormat;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OUT as it was typed: a file or a folder.
 *
 * @param path its path
 * @param isFolder whether it is a folder
 */
record Output(Path path, boolean isFolder) {
  /** Ends as files of weights and archives do, of which a folder's name would be a slip. */
  private static final Pattern FILE_ENDING = Pattern.compile(".*\\.[A-Za-z_]{1,12}");

  /**
   * Tells a folder from a file: one that exists or ends in a slash, or has no ending as files have.
   */
  static Output of(String typed) {
    Path path;
    try {
      path = Path.of(typed);
    } catch (InvalidPathException e) {
      throw refused(typed, e);
    }
    boolean slash = typed.endsWith("/") || typed.endsWith(path.getFileSystem().getSeparator());
    if (typed.isEmpty()) {
      throw refused(typed, null);
    }
    if (slash || path.getFileName() == null) {
      return new Output(path, true);
    }
    try {
      CheckpointFormat.of(path);
      return new Output(path, false);
    } catch (IllegalArgumentException e) {
      if (!Files.isDirectory(path)
          && FILE_ENDING.matcher(path.getFileName().toString()).matches()) {
        throw refused(typed, e);
      }
      return new Output(path, true);
    }
  }

  private static IllegalArgumentException refused(String typed, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "OUT must be NAME.safetensors, NAME.npz or a folder (if new, ending in a slash or without"
            + " an ending), was \""
            + typed
            + "\"",
        cause);
  }
}
