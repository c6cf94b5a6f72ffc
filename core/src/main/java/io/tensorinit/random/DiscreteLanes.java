package io.tensorinit.random;

import java.util.Arrays;
import java.util.Objects;

/**
 * Finds the cases of {@link DiscreteTable} that many words choose: where there are few, by counting
 * for each threshold the words that are not below it, in loops that the compiler turns into vector
 * instructions.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class DiscreteLanes {
  private static final int TILE = Tiles.LENGTH;

  /** The most thresholds for which a search, whose branches nobody can predict, takes longer. */
  private static final int FEW = 32;

  /** The words of a tile, and behind them their cases. */
  private int[] tile = {};

  /** Empty lanes: 8 KiB, once they are used. */
  public DiscreteLanes() {}

  /**
   * Replaces words by the cases that they choose.
   *
   * @param table the cases
   * @param words the words
   * @param count how many, from the beginning
   * @throws IndexOutOfBoundsException if the array does not hold so many
   */
  public void choose(DiscreteTable table, int[] words, int count) {
    Objects.checkFromIndexSize(0, count, words.length);
    if (table.cases() > FEW) {
      for (int i = 0; i < count; i++) {
        words[i] = table.at(words[i]);
      }
      return;
    }
    if (tile.length == 0) {
      tile = new int[2 * TILE];
    }
    for (int done = 0; done < count; done += TILE) {
      int length = Math.min(TILE, count - done);
      System.arraycopy(words, done, tile, 0, length);
      Arrays.fill(tile, TILE, TILE + length, 0);
      for (int k = 0; k < table.cases() - 1; k++) {
        if (table.thresholdOf(k) <= 0xFFFF_FFFFL) {
          countNotBelow(tile, length, (int) table.thresholdOf(k));
        }
      }
      System.arraycopy(tile, TILE, words, done, length);
    }
  }

  private static void countNotBelow(int[] x, int count, int threshold) {
    for (int i = 0; i < count; i++) {
      int word = x[i];
      int below = ((~word & threshold) | ((~word | threshold) & (word - threshold))) >>> 31;
      x[i + TILE] += 1 - below;
    }
  }
}
