package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UniformLanesTest {
  private static final long SEED = 1;
  private static final double[][] BOUNDS = {{0, 1}, {-0.1, 0.1}, {3, 3}, {-1e30, 1e37}, {-0.0, 0}};

  @Test
  void areTheValuesOfTheElementFunctions() {
    Random random = new Random(SEED);
    UniformLanes lanes = new UniformLanes();
    for (double[] bounds : BOUNDS) {
      UniformElement.Float32 element32 = UniformElement.Float32.of(bounds[0], bounds[1]);
      UniformElement.Float64 element64 = UniformElement.Float64.of(bounds[0], bounds[1]);
      for (int count : new int[] {0, 1, 500, 1023, 1024}) {
        int[] words = random.ints(count).toArray();
        int[] low = random.ints(count).toArray();
        if (count > 1) {
          words[0] = 0;
          words[1] = -1;
          low[1] = -1;
        }
        float[] expected32 = new float[count + 2];
        double[] expected64 = new double[count + 2];
        for (int i = 0; i < count; i++) {
          expected32[2 + i] = element32.at(words[i]);
          expected64[2 + i] = element64.at(UnitInterval.digits(words[i], low[i]));
        }
        float[] found32 = new float[count + 2];
        double[] found64 = new double[count + 2];
        lanes.fill(element32, words, count, found32, 2);
        lanes.fill(element64, words, low, count, found64, 2);
        assertArrayEquals(expected32, found32, "seed " + SEED + ", " + element32);
        assertArrayEquals(expected64, found64, "seed " + SEED + ", " + element64);
      }
    }
  }

  @Test
  void refuseMoreThanATile() {
    UniformElement.Float32 unit = UniformElement.Float32.of(0, 1);
    UniformLanes lanes = new UniformLanes();
    int[] words = new int[2000];
    float[] out = new float[2000];
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(unit, words, 1025, out, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(unit, words, 1000, out, 1001));
  }
}
