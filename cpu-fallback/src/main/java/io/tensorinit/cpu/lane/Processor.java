package io.tensorinit.cpu.lane;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What is known of the processor before anything was measured. No value depends on it. */
public final class Processor {
  private static final String DESCRIPTION = "/proc/cpuinfo";

  /** The first processor's lines are shorter. */
  private static final int ENOUGH = 1 << 12;

  private static final Pattern FLAG =
      Pattern.compile("^flags\\s*:.*\\bavx512dq\\b", Pattern.MULTILINE);

  private Processor() {}

  /**
   * Whether vectors multiply 64 bits by 64, unless Java was told not to use them.
   *
   * @return true if Linux says that there is AVX-512 DQ; false if not, or if nothing can be read
   */
  public static boolean multipliesLongs() {
    try (InputStream in = new FileInputStream(DESCRIPTION)) {
      String text = new String(in.readNBytes(ENOUGH), StandardCharsets.ISO_8859_1);
      return multipliesLongs(text);
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /** The same by the text that Linux describes its processors with. */
  static boolean multipliesLongs(String text) {
    return FLAG.matcher(text).find();
  }
}
