package io.tensorinit.random;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes values of {@link QuantileElement.Float32} for many words at once, in loops that each do
 * one thing: so the compiler turns all of them into vector instructions but the shift, which
 * differs from word to word, and the reading of the table. The values are the same, bit for bit.
 *
 * <p>A step in a loop and a method of its own is faster than several together: what the compiler
 * cannot do for many words at once it would otherwise take as a reason to do nothing so. The steps
 * are called through one place, so that each is compiled by itself: put together in one method they
 * have too few registers.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class QuantileLanes {
  /** Below this number of words the element function itself is as fast. */
  private static final int FEW = 64;

  private static final Step[] STEPS = Step.values();

  private @Nullable Scratch scratch;

  /** Empty lanes: about 14 KiB, with JDK 17 35, once there are more than a few words. */
  public QuantileLanes() {}

  /**
   * Writes the values of words.
   *
   * @param element the element function
   * @param words the words
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds {@link Tiles#LENGTH} or an array
   *     does not hold so many
   */
  public void fill(QuantileElement.Float32 element, int[] words, int count, float[] out, int from) {
    Objects.checkFromIndexSize(0, count, Math.min(Tiles.LENGTH, words.length));
    Objects.checkFromIndexSize(from, count, out.length);
    if (count < FEW || element.table().bothHalves().length == 0) {
      for (int i = 0; i < count; i++) {
        out[from + i] = element.at(words[i]);
      }
      return;
    }
    Scratch made = scratch;
    if (made == null) {
      made = new Scratch();
      scratch = made;
    }
    Tile tile = new Tile(element, words, count, out, from);
    for (Step step : STEPS) {
      step.run(tile, made);
    }
  }

  /** What is worked on. */
  private record Tile(
      QuantileElement.Float32 element, int[] words, int count, float[] out, int from) {}

  /** What the steps hand on to each other. */
  private static final class Scratch {
    /** w, then n, then -M t. */
    final int[] shifted = new int[Tiles.SCRATCH];

    /** k, then indices of the rows' coefficients. */
    final int[] rows = new int[Tiles.SCRATCH];

    /** t, then z, then values. */
    final float[] places = new float[Tiles.SCRATCH];

    final FloatCasts casts = FloatCasts.forSigned();
  }

  private enum Step {
    /** w, the word folded to the nearer end. */
    FOLD {
      @Override
      void run(Tile tile, Scratch scratch) {
        int[] words = tile.words;
        int[] w = scratch.shifted;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          w[i] = ((words[i] << 1) ^ (words[i] >> 31)) | 1;
        }
      }
    },
    /** k, the octaves. */
    LEADING_ZEROS {
      @Override
      void run(Tile tile, Scratch scratch) {
        int[] w = scratch.shifted;
        int[] k = scratch.rows;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          k[i] = Integer.numberOfLeadingZeros(w[i]);
        }
      }
    },
    /** n, in the place of w. */
    SHIFT {
      @Override
      void run(Tile tile, Scratch scratch) {
        int[] w = scratch.shifted;
        int[] k = scratch.rows;
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
        int[] words = tile.words;
        int[] n = scratch.shifted;
        int[] k = scratch.rows;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          int row =
              (k[i] << QuantileTable.Float32.PIECE_BITS)
                  + (n[i] >>> QuantileTable.Float32.PLACE_BITS)
                  - (1 << QuantileTable.Float32.PIECE_BITS)
                  + ((words[i] >> 31) & QuantileTable.Float32.ROWS);
          k[i] = row * QuantileTable.Float32.COEFFICIENTS;
          n[i] = n[i] | (-1 << QuantileTable.Float32.PLACE_BITS);
        }
      }
    },
    /** t. */
    PLACE {
      @Override
      void run(Tile tile, Scratch scratch) {
        scratch.casts.signed(scratch.shifted, tile.count, -0x1p-27f, scratch.places, 0);
      }
    },
    /** z, in the place of t. */
    LOOK {
      @Override
      void run(Tile tile, Scratch scratch) {
        float[] table = tile.element.table().bothHalves();
        int[] rows = scratch.rows;
        float[] t = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          int at = rows[i];
          float z = Math.fma(table[at + 3], t[i], table[at + 2]);
          z = Math.fma(z, t[i], table[at + 1]);
          t[i] = Math.fma(z, t[i], table[at]);
        }
      }
    },
    SCALE {
      @Override
      void run(Tile tile, Scratch scratch) {
        float scale = tile.element.scale();
        float shift = tile.element.shift();
        float[] z = scratch.places;
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
        float low = tile.element.low();
        float high = tile.element.high();
        float[] z = scratch.places;
        int count = tile.count;
        for (int i = 0; i < count; i++) {
          z[i] = Math.min(Math.max(z[i], low), high);
        }
      }
    },
    /** The values are made in scratch: a loop that wrote somewhere into {@code out} is slower. */
    PUT {
      @Override
      void run(Tile tile, Scratch scratch) {
        System.arraycopy(scratch.places, 0, tile.out, tile.from, tile.count);
      }
    };

    abstract void run(Tile tile, Scratch scratch);
  }
}
