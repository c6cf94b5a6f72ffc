package io.tensorinit.benchmarks.quantile;

/**
 * The library's table before: 16 cubics an octave for either half, the place measured from the
 * outer edge, the value held between the outermost words' quantiles.
 */
final class TwoSided implements Candidate {
  private final float[] table;
  private final float high = (float) Fit.distance(0x1p-33);
  private final int[] folded = new int[BLOCK];
  private final int[] rows = new int[BLOCK];
  private final float[] places = new float[BLOCK];

  TwoSided() {
    table =
        Fit.table(
            2 * 512,
            Fit.chebyshev(4),
            new Fit.Row() {
              @Override
              public double argument(int row, double place) {
                return place;
              }

              @Override
              public double value(int row, double t) {
                double inOctave = 1 + ((row & 15) + t) / 16;
                double z = Fit.distance(Math.scalb(inOctave, -2 - (row >> 4 & 31)));
                return row < 512 ? -z : z;
              }
            });
  }

  @Override
  public float at(int word) {
    int w = 2 * (word ^ (word >> 31)) + 1;
    int octave = Integer.numberOfLeadingZeros(w);
    int n = w << octave;
    int piece = n >>> 27 & 15;
    return value((((word >= 0 ? 0 : 32) + octave) << 4) + piece, (n & 0x7FFFFFF) * 0x1p-27f);
  }

  private float value(int row, float t) {
    float z = Fit.cubic(table, row, t);
    return Math.min(Math.max(z, -high), high);
  }

  @Override
  public void block(int[] words, float[] values) {
    Passes.foldOdd(words, folded);
    Passes.leadingZeros(folded, rows);
    Passes.shiftLeft(folded, rows);
    Passes.rows(rows, folded, 4);
    for (int i = 0; i < BLOCK; i++) {
      folded[i] &= 0x7FFFFFF;
    }
    Passes.convert(folded, 0x1p-27f, places);
    for (int i = 0; i < BLOCK; i++) {
      values[i] = value(rows[i] + (words[i] >>> 31 << 9), places[i]);
    }
  }

  @Override
  public float[] table() {
    return table;
  }
}
