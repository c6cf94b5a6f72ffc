package io.tensorinit.cpu.element;

import io.tensorinit.cpu.lane.Lane;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Run with the Vector API: compares its words and quantiles with the elements' own functions. */
final class ElementLanesProgram {
  private static final List<QuantileElement.Float32> ELEMENTS =
      List.of(
          QuantileElement.Float32.normal(0, 1),
          QuantileElement.Float32.normal(0.5, 0.02),
          QuantileElement.Float32.truncatedNormal(0, 1, -2, 2),
          QuantileElement.Float32.truncatedNormal(1, 2, 0.5, 7));

  private ElementLanesProgram() {}

  /** Prints what computes, and how many values were compared; fails if one differs. */
  public static void main(String[] arguments) {
    ElementLanes lanes = new ElementLanes(Lane.VECTOR);
    long compared = 0;
    for (int round = 0; round < 300; round++) {
      Random random = new Random(round);
      int length = 1 + random.nextInt(ScratchChunks.TILE);
      long key = random.nextLong();
      long position = random.nextInt(4) == 0 ? -random.nextInt(4000) : random.nextLong();
      int[] expected = new int[length + 3];
      int[] found = new int[length + 3];
      Words.fill(key, position, expected, 3, length);
      lanes.words().lanes().serving().fill(key, position, found, 3, length);
      require(Arrays.equals(expected, found), "words", round);
      int[] words = Arrays.copyOfRange(found, 3, length + 3);
      for (int i = 0; i < length; i += 5) {
        words[i] = (words[i] >>> random.nextInt(32)) ^ (random.nextBoolean() ? -1 : 0);
      }
      for (QuantileElement.Float32 element : ELEMENTS) {
        int[] values = new int[length];
        float[] out = new float[length + 1];
        lanes.quantiles().lanes().serving().fill(element, words, length, out, 1);
        int[] bits = new int[length];
        for (int i = 0; i < length; i++) {
          values[i] = Float.floatToRawIntBits(element.at(words[i]));
          bits[i] = Float.floatToRawIntBits(out[i + 1]);
        }
        require(Arrays.equals(values, bits), element.toString(), round);
        compared += length;
      }
    }
    System.out.println(ElementLanes.description(Lane.VECTOR));
    System.out.println(compared + " values");
  }

  private static void require(boolean equal, String what, int seed) {
    if (!equal) {
      throw new AssertionError(what + " differ, seed " + seed);
    }
  }
}
