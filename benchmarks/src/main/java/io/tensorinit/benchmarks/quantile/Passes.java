package io.tensorinit.benchmarks.quantile;

/**
 * Passes over a block that several candidates have. Each is a small method with one loop, one store
 * and indices that begin at 0: otherwise the compiler takes two arrays for one and vectorizes
 * nothing.
 */
final class Passes {
  private Passes() {}

  static void fold(int[] words, int[] y) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      y[i] = words[i] ^ (words[i] >> 31);
    }
  }

  static void foldOdd(int[] words, int[] w) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      w[i] = ((words[i] << 1) ^ (words[i] >> 31)) | 1;
    }
  }

  static void leadingZeros(int[] w, int[] octaves) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      octaves[i] = Integer.numberOfLeadingZeros(w[i]);
    }
  }

  static void shiftLeft(int[] w, int[] octaves) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      w[i] <<= octaves[i];
    }
  }

  /** Turns octaves into rows. */
  static void rows(int[] octaves, int[] shifted, int pieceBits) {
    int placeBits = 31 - pieceBits;
    int first = 1 << pieceBits;
    for (int i = 0; i < Candidate.BLOCK; i++) {
      octaves[i] = (octaves[i] << pieceBits) + (shifted[i] >>> placeBits) - first;
    }
  }

  static void convert(int[] x, float scale, float[] converted) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      converted[i] = (float) x[i] * scale;
    }
  }

  /** {@code (x + 1/2) scale}. */
  static void convertHalf(int[] x, float scale, float[] converted) {
    for (int i = 0; i < Candidate.BLOCK; i++) {
      converted[i] = ((float) x[i] + 0.5f) * scale;
    }
  }
}
