package io.tensorinit.random;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What is known of the processor before anything was measured. No value depends on it. Safe for use
 * by many threads.
 */
public final class Processor {
  private static final String DESCRIPTION = "/proc/cpuinfo";

  /** The first processor's lines are shorter. */
  private static final int ENOUGH = 1 << 12;

  private static final Pattern FLAG =
      Pattern.compile("^flags\\s*:.*\\bavx512dq\\b", Pattern.MULTILINE);

  private static final boolean HAS_LONG_VECTORS = hasLongVectors(description());

  private Processor() {}

  /**
   * Whether vectors multiply 64 bits by 64, and convert integers of 64 bits to floats, unless Java
   * was told not to use them.
   *
   * @return true if Linux says that there is AVX-512 DQ; false if not, or if nothing can be read
   */
  public static boolean hasLongVectors() {
    return HAS_LONG_VECTORS;
  }

  /** The same by the text that Linux describes its processors with. */
  static boolean hasLongVectors(String text) {
    return FLAG.matcher(text).find();
  }

  private static String description() {
    try (InputStream in = new FileInputStream(DESCRIPTION)) {
      return new String(in.readNBytes(ENOUGH), StandardCharsets.ISO_8859_1);
    } catch (IOException | SecurityException e) {
      return "";
    }
  }
}
