package io.tensorinit.cuda.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PTX files in the jar. */
final class PtxFile {
  private static final String FOLDER = "/io/tensorinit/cuda/ptx/";

  /** A kernel's text, from its name to the brace in the first column. */
  private static final Pattern ENTRY =
      Pattern.compile("^\\.visible \\.entry (\\w+)\\(.*?^}\\n", Pattern.MULTILINE | Pattern.DOTALL);

  private PtxFile() {}

  /** The text of a file with one of its kernels, and what stands outside of them. */
  static byte[] text(String file, String kernel) {
    return ENTRY
        .matcher(new String(text(file), StandardCharsets.US_ASCII))
        .replaceAll(
            entry -> entry.group(1).equals(kernel) ? Matcher.quoteReplacement(entry.group()) : "")
        .getBytes(StandardCharsets.US_ASCII);
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
