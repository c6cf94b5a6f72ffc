package io.tensorinit.cli;

import io.tensorinit.checkpoint.Digests;
import java.io.PrintWriter;

/** Digests as they are printed: as {@code sha256sum} prints those of files. */
final class DigestLines {
  private static final String MODEL = "(model)";

  private DigestLines() {}

  /**
   * Prints a line a tensor and, if the model is whole, one of it.
   *
   * @param digests the digests
   * @param whole whether they are those of all tensors of the model
   * @param out where they go
   */
  static void print(Digests digests, boolean whole, PrintWriter out) {
    digests.ofTensors().forEach((name, digest) -> line(digest, name, out));
    if (whole) {
      line(digests.ofModel(), MODEL, out);
    }
  }

  private static void line(String digest, String name, PrintWriter out) {
    out.print(digest + "  " + Printable.of(name) + "\n");
  }
}
