package io.tensorinit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refusals of places for a page, which must replace neither what it is about nor weights. */
final class PagePlace {
  private static final List<String> CHECKPOINTS = List.of(".safetensors", ".npz", ".index.json");

  /** What every page begins with, and no file of a checkpoint can. */
  static final String BEGINNING = "<!DOCTYPE html>\n";

  private PagePlace() {}

  /**
   * Refuses a page that would replace an input: a file, or what lies in a folder, but for pages.
   *
   * @param page the page's file
   * @param name what the input is, for the message
   * @param input a file or folder that is read; null if there is none
   */
  static void requireOther(Path page, String name, @Nullable Path input) throws IOException {
    if (input == null || !Files.exists(page) || !Files.exists(input)) {
      return;
    }
    if (Files.isSameFile(page, input)) {
      throw new IllegalArgumentException("--html must not be " + name + ", was " + page);
    }
    if (Files.isDirectory(input)
        && Files.isRegularFile(page)
        && liesIn(page, input)
        && !isPage(page)) {
      throw new IllegalArgumentException(
          "--html must not be a file of " + name + " (" + input + "), was " + page);
    }
  }

  /** Refuses a page with the name of a checkpoint's file, or that is a link to one. */
  static void requirePageName(Path page) throws IOException {
    if (isCheckpointName(page) || (Files.exists(page) && isCheckpointName(page.toRealPath()))) {
      throw new IllegalArgumentException(
          "--html must not end in "
              + String.join(", ", CHECKPOINTS)
              + ", which are a checkpoint's, was "
              + page);
    }
  }

  private static boolean isCheckpointName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return CHECKPOINTS.stream().anyMatch(name::endsWith);
  }

  /** Whether a file lies below a folder, or a link in the folder leads to it. */
  private static boolean liesIn(Path page, Path folder) throws IOException {
    if (page.toRealPath().startsWith(folder.toRealPath())) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.exists(file) && Files.isSameFile(page, file)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPage(Path file) throws IOException {
    byte[] beginning = BEGINNING.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(beginning.length), beginning);
    }
  }
}
