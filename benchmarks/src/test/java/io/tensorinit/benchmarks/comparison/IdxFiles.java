package io.tensorinit.benchmarks.comparison;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests. */
final class IdxFiles {
  private IdxFiles() {}

  /** A gzip file of the header (magic number, then sizes) and the elements. */
  static Path write(Path file, int magic, int[] sizes, byte... elements) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(magic);
      for (int size : sizes) {
        out.writeInt(size);
      }
      out.write(elements);
    }
    return file;
  }

  /** A folder of training images and labels. */
  static void writeFolder(Path folder, byte[] pixels, byte... labels) throws IOException {
    write(
        folder.resolve("train-images-idx3-ubyte.gz"),
        0x803,
        new int[] {pixels.length / (28 * 28), 28, 28},
        pixels);
    write(folder.resolve("train-labels-idx1-ubyte.gz"), 0x801, new int[] {labels.length}, labels);
  }
}
