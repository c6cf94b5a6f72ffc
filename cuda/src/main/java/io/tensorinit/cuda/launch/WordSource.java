package io.tensorinit.cuda.launch;

import java.util.Locale;

/** Where the words of a distribution come from. Both give the same bits. */
public enum WordSource {
  /**
   * The distribution's own kernel works them out in registers: one pass over the memory that is
   * filled.
   */
  FUSED,
  /** cuRAND generates them into workspace, and a kernel turns them into values. */
  CURAND;

  /** The system property that chooses: {@code fused}, which is the default, or {@code curand}. */
  public static final String PROPERTY = "tensorinit.cuda.words";

  /**
   * The source that {@value #PROPERTY} names now.
   *
   * @return the source
   * @throws IllegalArgumentException if it names none
   */
  public static WordSource configured() {
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
