package io.tensorinit.cuda;

import java.util.Locale;

/** Where the words of an elementwise law come from. Both give the same bits. */
enum WordSource {
  /** The law's own kernel works them out in registers: one pass over the memory that is filled. */
  FUSED,
  /** cuRAND generates them into workspace, and a kernel turns them into values. */
  CURAND;

  /** The system property that chooses: {@code fused}, which is the default, or {@code curand}. */
  static final String PROPERTY = "tensorinit.cuda.words";

  /**
   * The source that {@value #PROPERTY} names now.
   *
   * @return the source
   * @throws IllegalArgumentException if it names none
   */
  static WordSource configured() {
    String name = System.getProperty(PROPERTY, "fused");
    for (WordSource source : values()) {
      if (source.name().toLowerCase(Locale.ROOT).equals(name)) {
        return source;
      }
    }
    throw new IllegalArgumentException(
        "system property " + PROPERTY + " must be fused or curand, was " + name);
  }
}
