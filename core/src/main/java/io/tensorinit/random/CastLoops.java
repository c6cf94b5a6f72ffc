package io.tensorinit.random;

/** Which loops of casts are known to become vector instructions. No value depends on it. */
final class CastLoops {
  /** JDK 17's compiler vectorizes none of them. */
  private static final int SINCE = 21;

  private CastLoops() {}

  /** Whether those from {@code int} do. */
  static boolean vectorizeInts() {
    return Runtime.version().feature() >= SINCE;
  }

  /** Whether those from {@code long} do, for which processors of x86-64 need AVX-512 DQ. */
  static boolean vectorizeLongs() {
    return vectorizeInts() && Processor.hasLongVectors();
  }
}
