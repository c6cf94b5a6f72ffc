package io.tensorinit.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The PTX files in the jar. */
final class PtxFile {
  private static final String FOLDER = "/io/tensorinit/cuda/ptx/";

  /** How a kernel begins, in the first column. */
  private static final String ENTRY = ".visible .entry ";

  /** How it ends, in the first column, too. */
  private static final String END = "\n}\n";

  private PtxFile() {}

  /**
   * The text of a file with one of its kernels, and what stands outside of them. By plain searches:
   * this is part of a first fill, and files have hundreds of kilobytes.
   */
  static byte[] text(String file, String kernel) {
    String all = new String(text(file), StandardCharsets.US_ASCII);
    StringBuilder kept = new StringBuilder();
    int from = 0;
    for (int entry = all.indexOf(ENTRY); entry >= 0; entry = all.indexOf(ENTRY, from)) {
      kept.append(all, from, entry);
      from = all.indexOf(END, entry) + END.length();
      if (all.startsWith(kernel + "(", entry + ENTRY.length())) {
        kept.append(all, entry, from);
      }
    }
    return kept.append(all, from, all.length()).toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The text of a file. */
  static byte[] text(String file) {
    try (InputStream in = PtxFile.class.getResourceAsStream(FOLDER + file + ".ptx")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks ptx/" + file + ".ptx");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read ptx/" + file + ".ptx from the jar", e);
    }
  }
}
