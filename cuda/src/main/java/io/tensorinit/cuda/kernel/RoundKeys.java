package io.tensorinit.cuda.kernel;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.random.Philox4x32;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.Key;

/**
 * A fill's keys as its kernels take them, struct Keys of {@code fill.cuh}: what the key and, for
 * float64, that of the low digits are in each of Philox's rounds.
 */
public final class RoundKeys {
  private RoundKeys() {}

  /**
   * Adds them as an argument.
   *
   * @param arguments where they are added
   * @param key the key the fill draws from
   * @param inDouble whether values are computed in float64
   */
  public static void addTo(Arguments arguments, Key key, boolean inDouble) {
    arguments.argument(Integer.BYTES);
    addRounds(arguments, key.value());
    addRounds(arguments, inDouble ? SubStreams.low(key).value() : 0);
  }

  private static void addRounds(Arguments arguments, long key) {
    for (int round = 0; round < Philox4x32.ROUNDS; round++) {
      arguments.member((int) key + round * Philox4x32.WEYL_0);
    }
    for (int round = 0; round < Philox4x32.ROUNDS; round++) {
      arguments.member((int) (key >>> Integer.SIZE) + round * Philox4x32.WEYL_1);
    }
  }
}
