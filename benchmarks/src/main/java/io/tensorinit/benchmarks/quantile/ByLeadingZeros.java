package io.tensorinit.benchmarks.quantile;

/**
 * Rows by the leading zeros of {@code w = 2 y + 1} and the bits that follow; the place is measured
 * from the piece's inner edge, so the table is odd and keeps relative accuracy at 0.
 */
abstract class ByLeadingZeros implements Candidate {
  final float[] table;
  private final int[] folded = new int[BLOCK];
  private final int[] rows = new int[BLOCK];
  private final float[] places = new float[BLOCK];

  ByLeadingZeros(float[] table) {
    this.table = table;
  }

  /** A table of {@code 2^pieceBits} pieces an octave, of polynomials in the place. */
  static float[] fit(int pieceBits, int coefficients) {
    int pieces = 1 << pieceBits;
    Fit.Row function =
        new Fit.Row() {
          @Override
          public double argument(int row, double place) {
            return place;
          }

          @Override
          public double value(int row, double t) {
            double inOctave = 1 + ((row & (pieces - 1)) + 1 - t) / pieces;
            return -Fit.distance(Math.scalb(inOctave, -2 - (row >> pieceBits)));
          }
        };
    float[] table = Fit.table(Fit.OCTAVES << pieceBits, Fit.chebyshev(coefficients), function);
    // the innermost row goes through 0
    float[] throughZero = Fit.table(pieces, Fit.radau(coefficients), function);
    int innermost = (pieces - 1) * coefficients;
    System.arraycopy(throughZero, innermost, table, innermost, coefficients);
    return table;
  }

  /** A constant: the logarithm of how many pieces an octave has. */
  abstract int pieceBits();

  /** A constant: the unit of the place, negative. */
  float scale() {
    return -1.0f / (1 << (31 - pieceBits()));
  }

  /** A row's polynomial. */
  abstract float value(int row, float t);

  @Override
  public float at(int word) {
    int w = ((word << 1) ^ (word >> 31)) | 1;
    int octave = Integer.numberOfLeadingZeros(w);
    int n = w << octave;
    int placeBits = 31 - pieceBits();
    int row = (octave << pieceBits()) + (n >>> placeBits) - (1 << pieceBits());
    return Fit.flipped(value(row, (float) (n | (-1 << placeBits)) * scale()), word);
  }

  @Override
  public final void block(int[] words, float[] values) {
    Passes.foldOdd(words, folded);
    Passes.leadingZeros(folded, rows);
    Passes.shiftLeft(folded, rows);
    Passes.rows(rows, folded, pieceBits());
    int above = -1 << (31 - pieceBits());
    for (int i = 0; i < BLOCK; i++) {
      folded[i] |= above;
    }
    Passes.convert(folded, scale(), places);
    for (int i = 0; i < BLOCK; i++) {
      values[i] = Fit.flipped(value(rows[i], places[i]), words[i]);
    }
  }

  @Override
  public final float[] table() {
    return table;
  }
}
