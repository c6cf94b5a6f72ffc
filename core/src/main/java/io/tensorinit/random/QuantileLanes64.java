package io.tensorinit.random;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link QuantileLanes} does, for {@link QuantileElement.Float64}.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class QuantileLanes64 {
  private static final Step[] STEPS = Step.values();

  private @Nullable Scratch scratch;

  /** Empty lanes: about 37 KiB, where casts are no vectors 79, once they are used. */
  public QuantileLanes64() {}

  /**
   * Writes the values of words.
   *
   * @param element the element function
   * @param words their words
   * @param low the words of the sub-stream {@code low}
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds a tile or an array does not hold so
   *     many
   */
  public void fill(
      QuantileElement.Float64 element, int[] words, int[] low, int count, double[] out, int from) {
    Objects.checkFromIndexSize(
        0, count, Math.min(Tiles.LENGTH, Math.min(words.length, low.length)));
    Objects.checkFromIndexSize(from, count, out.length);
    Scratch made = scratch;
    if (made == null) {
      made = new Scratch();
      scratch = made;
    }
    Tile tile = new Tile(element, words, low, count, out, from);
    for (Step step : STEPS) {
      step.run(tile, made);
    }
  }

  /** What is worked on. */
  private record Tile(
      QuantileElement.Float64 element, int[] words, int[] low, int count, double[] out, int from) {}

  /** What the steps hand on to each other. */
  private static final class Scratch {
    /** x, the digits behind the margin. */
    final long[] digits = new long[Tiles.SCRATCH];

    /** w, then n, then -M t. */
    final long[] shifted = new long[Tiles.SCRATCH];

    /** k and the margin, then indices of the rows' coefficients. */
    final long[] rows = new long[Tiles.SCRATCH];

    /** t, then z, then values. */
    final double[] places = new double[Tiles.SCRATCH];

    final DoubleCasts casts = DoubleCasts.make();
  }

  private enum Step {
    /** x. */
    DIGITS {
      @Override
      void run(Tile tile, Scratch scratch) {
        int[] words = tile.words;
        int[] low = tile.low;
        long[] x = scratch.digits;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          x[i] = UnitInterval.digits(words[i], low[i]) << QuantileTable.Float64.MARGIN;
        }
      }
    },
    /** w, the digits folded to the nearer end. */
    FOLD {
      @Override
      void run(Tile tile, Scratch scratch) {
        long[] x = scratch.digits;
        long[] w = scratch.shifted;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          w[i] = (((x[i] << 1) ^ (x[i] >> 63)) >>> QuantileTable.Float64.MARGIN) | 1;
        }
      }
    },
    /** k, the octaves, and the margin. */
    LEADING_ZEROS {
      @Override
      void run(Tile tile, Scratch scratch) {
        long[] w = scratch.shifted;
        long[] k = scratch.rows;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          k[i] = Long.numberOfLeadingZeros(w[i]);
        }
      }
    },
    /** n, in the place of w. */
    SHIFT {
      @Override
      void run(Tile tile, Scratch scratch) {
        long[] w = scratch.shifted;
        long[] k = scratch.rows;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          w[i] = w[i] << k[i];
        }
      }
    },
    /** Indices of the rows' coefficients, in the place of k; -M t in the place of n. */
    LOCATE {
      @Override
      void run(Tile tile, Scratch scratch) {
        long[] x = scratch.digits;
        long[] n = scratch.shifted;
        long[] k = scratch.rows;
        long upperRows = tile.element.table().upperRows();
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          long row =
              ((k[i] - QuantileTable.Float64.MARGIN) << QuantileTable.Float64.PIECE_BITS)
                  + (n[i] >>> QuantileTable.Float64.PLACE_BITS)
                  - (1 << QuantileTable.Float64.PIECE_BITS)
                  + ((x[i] >> 63) & upperRows);
          k[i] = row * QuantileTable.Float64.COEFFICIENTS;
          n[i] = n[i] | (-1L << QuantileTable.Float64.PLACE_BITS);
        }
      }
    },
    /** t. */
    PLACE {
      @Override
      void run(Tile tile, Scratch scratch) {
        scratch.casts.signed(scratch.shifted, tile.count, -0x1p-61, scratch.places, 0);
      }
    },
    /** z but for the sign, in the place of t. */
    LOOK {
      @Override
      void run(Tile tile, Scratch scratch) {
        double[] table = tile.element.table().rows();
        long[] rows = scratch.rows;
        double[] places = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          int at = (int) rows[i];
          double t = places[i];
          double z = table[at + 12];
          z = Math.fma(z, t, table[at + 11]);
          z = Math.fma(z, t, table[at + 10]);
          z = Math.fma(z, t, table[at + 9]);
          z = Math.fma(z, t, table[at + 8]);
          z = Math.fma(z, t, table[at + 7]);
          z = Math.fma(z, t, table[at + 6]);
          z = Math.fma(z, t, table[at + 5]);
          z = Math.fma(z, t, table[at + 4]);
          z = Math.fma(z, t, table[at + 3]);
          z = Math.fma(z, t, table[at + 2]);
          z = Math.fma(z, t, table[at + 1]);
          places[i] = Math.fma(z, t, table[at]);
        }
      }
    },
    /** z, where the upper half's rows are those of the lower one. */
    SIGN {
      @Override
      void run(Tile tile, Scratch scratch) {
        if (!tile.element.table().isOdd()) {
          return;
        }
        long[] x = scratch.digits;
        double[] z = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          z[i] =
              Double.longBitsToDouble(Double.doubleToRawLongBits(z[i]) ^ (x[i] & Long.MIN_VALUE));
        }
      }
    },
    SCALE {
      @Override
      void run(Tile tile, Scratch scratch) {
        double scale = tile.element.scale();
        double shift = tile.element.shift();
        double[] z = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          z[i] = Math.fma(z[i], scale, shift);
        }
      }
    },
    CLAMP {
      @Override
      void run(Tile tile, Scratch scratch) {
        if (!tile.element.isBounded()) {
          return;
        }
        double low = tile.element.low();
        double high = tile.element.high();
        double[] z = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          z[i] = Math.min(Math.max(z[i], low), high);
        }
      }
    },
    /** As with {@link QuantileLanes}. */
    PUT {
      @Override
      void run(Tile tile, Scratch scratch) {
        System.arraycopy(scratch.places, 0, tile.out, tile.from, tile.count);
      }
    };

    abstract void run(Tile tile, Scratch scratch);
  }
}
