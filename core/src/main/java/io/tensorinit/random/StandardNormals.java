package io.tensorinit.random;

import io.tensorinit.tensor.Key;

/**
 * A key's standard normal values as they are, neither scaled nor rounded further: what orthogonal
 * matrices are made of. Immutable, and safe for use by many threads.
 */
public final class StandardNormals {
  private final long key;
  private final long lowKey;
  private final boolean inDouble;

  /**
   * The values of a key.
   *
   * @param key the key
   * @param inDouble whether they have float64's digits rather than float32's
   */
  public StandardNormals(Key key, boolean inDouble) {
    this.key = key.value();
    this.lowKey = inDouble ? SubStreams.low(key).value() : 0;
    this.inDouble = inDouble;
  }

  /**
   * The values of consecutive elements: a word (in double two) and a look into the table each.
   *
   * @param position the first one's position
   * @param count how many
   * @return the values; exact floats unless float64's
   * @throws NegativeArraySizeException if {@code count} is negative
   */
  public double[] at(long position, int count) {
    return at(position, 0, 1, count);
  }

  /**
   * The values of several stretches of consecutive elements, at equal distances.
   *
   * @param position the first stretch's first position
   * @param distance how many positions lie from one stretch's first element to the next one's
   * @param stretches how many stretches
   * @param length how many elements each has
   * @return the values, stretch after stretch; exact floats unless float64's
   * @throws NegativeArraySizeException if {@code stretches * length} is negative
   * @throws ArithmeticException if it exceeds 2^31 - 1
   */
  public double[] at(long position, long distance, int stretches, int length) {
    int count = Math.multiplyExact(stretches, length);
    WordLanes lanes = new WordLanes();
    int[] words = new int[count];
    lanes.fill(key, position, distance, stretches, length, words);
    double[] normals = new double[count];
    if (inDouble) {
      int[] low = new int[count];
      lanes.fill(lowKey, position, distance, stretches, length, low);
      QuantileTable.Float64 table = QuantileTable.Float64.standardNormal();
      for (int i = 0; i < count; i++) {
        normals[i] = table.at(UnitInterval.digits(words[i], low[i]));
      }
    } else {
      QuantileTable.Float32 table = QuantileTable.Float32.standardNormal();
      for (int i = 0; i < count; i++) {
        normals[i] = table.at(words[i]);
      }
    }
    return normals;
  }
}
