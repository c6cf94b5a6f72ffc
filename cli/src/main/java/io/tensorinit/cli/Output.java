package io.tensorinit.cli;

import io.tensorinit.format.CheckpointFormat;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OUT as it was typed.
 *
 * @param path its path
 * @param kind what it is
 */
record Output(Path path, Kind kind) {
  /** Ends as files of weights and archives do, of which a folder's name would be a slip. */
  private static final Pattern FILE_ENDING = Pattern.compile(".*\\.[A-Za-z_]{1,12}");

  private static final int TYPE_BITS = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTERS = 0020000;

  /** What OUT may be. */
  enum Kind {
    /** A file that is replaced in one step. */
    FILE,
    /** A folder for a set of files. */
    FOLDER,
    /** A pipe or a device, written to from the beginning to the end. */
    STREAM,
    /** Standard output. */
    STDOUT
  }

  /**
   * Tells what OUT is: {@code -}, a pipe, a folder (one that exists or ends in a slash, or has no
   * ending as files have), or a file.
   */
  static Output of(String typed) {
    Path path;
    try {
      path = Path.of(typed);
    } catch (InvalidPathException e) {
      throw refused(typed, e);
    }
    if (typed.isEmpty()) {
      throw refused(typed, null);
    }
    if (typed.equals("-")) {
      return new Output(path, Kind.STDOUT);
    }
    boolean slash = typed.endsWith("/") || typed.endsWith(path.getFileSystem().getSeparator());
    if (slash || path.getFileName() == null) {
      return new Output(path, Kind.FOLDER);
    }
    Optional<CheckpointFormat> format = format(path);
    if (isStream(path)) {
      if (format.equals(Optional.of(CheckpointFormat.NPZ))) {
        throw new IllegalArgumentException(
            "a pipe takes a safetensors file, no .npz, which is not written in order; was \""
                + typed
                + "\"");
      }
      return new Output(path, Kind.STREAM);
    }
    if (format.isPresent()) {
      return new Output(path, Kind.FILE);
    }
    boolean isSlip = FILE_ENDING.matcher(path.getFileName().toString()).matches();
    if (isSlip && !Files.isDirectory(path)) {
      throw refused(typed, null);
    }
    return new Output(path, Kind.FOLDER);
  }

  /** Opens a pipe, and waits until somebody reads it. */
  OutputStream open() throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.WRITE);
  }

  /** Writes to a stream; a failure says that it was this. */
  void stream(OutputStream stream, Writing writing) throws IOException {
    OutputStream named =
        new NamedStream(stream, kind == Kind.STDOUT ? "to stdout" : path.toString());
    writing.to(named);
  }

  /** What is written to a stream. */
  interface Writing {
    void to(OutputStream stream) throws IOException;
  }

  /** A stream whose failures say its name. */
  private static final class NamedStream extends FilterOutputStream {
    private final String name;

    NamedStream(OutputStream stream, String name) {
      super(stream);
      this.name = name;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw new IOException("cannot write " + name + ": " + e.getMessage(), e);
      }
    }
  }

  private static Optional<CheckpointFormat> format(Path path) {
    try {
      return Optional.of(CheckpointFormat.of(path));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isStream(Path path) {
    try {
      int type = (Integer) Files.getAttribute(path, "unix:mode") & TYPE_BITS;
      return type == PIPE || type == CHARACTERS;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // it does not exist, or the system knows no such files
    }
  }

  private static IllegalArgumentException refused(String typed, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "OUT must be NAME.safetensors, NAME.npz, - or a folder (if new, ending in a slash or"
            + " without an ending), was \""
            + typed
            + "\"",
        cause);
  }
}
