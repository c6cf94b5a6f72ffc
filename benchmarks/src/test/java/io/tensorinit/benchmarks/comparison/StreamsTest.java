package io.tensorinit.benchmarks.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.Seed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is random in a training: orders and masks. */
class StreamsTest {
  private static final Seed SEED = Seed.of(1);

  /** Chi-square of 6 cells, 5 degrees of freedom: above 25.7 once in 10,000. */
  @Test
  void everyOrderIsAsLikelyAsAnyOther() {
    Map<String, Integer> counts = new HashMap<>();
    int draws = 6000;
    for (int i = 0; i < draws; i++) {
      int[] order = Order.shuffled(new int[] {0, 1, 2}, SEED, "order" + i);
      counts.merge(Arrays.toString(order), 1, Integer::sum);
    }
    assertEquals(6, counts.size());
    double chiSquare = 0;
    for (int count : counts.values()) {
      chiSquare += (count - draws / 6.0) * (count - draws / 6.0) / (draws / 6.0);
    }
    assertTrue(chiSquare < 25.7, "chi-square " + chiSquare);
  }

  @Test
  void anOrderHoldsEachNumberOnceAndFollowsFromSeedAndName() {
    int[] numbers = IntStream.range(0, 1000).toArray();
    int[] order = Order.shuffled(numbers, SEED, "split");
    assertArrayEquals(numbers, Arrays.stream(order).sorted().toArray());
    assertArrayEquals(order, Order.shuffled(numbers, SEED, "split"));
    assertNotEquals(
        Arrays.toString(order), Arrays.toString(Order.shuffled(numbers, Seed.of(2), "split")));
  }

  /** The count of zeros among n lies within 5 standard deviations: wrong once in 2 million. */
  @Test
  void aFifthIsDroppedAndTheRestMadeLarger() {
    float[] factors = Dropout.of(0.2, SEED, "training", 0).factors(0, 400, 250);
    int dropped = 0;
    for (float factor : factors) {
      assertTrue(factor == 0 || factor == 1.25f, "factor " + factor);
      dropped += factor == 0 ? 1 : 0;
    }
    assertEquals(20_000, dropped, 5 * Math.sqrt(100_000 * 0.2 * 0.8));
  }

  @Test
  void aBatchHasItsRowsOfTheMaskOfAllInputs() {
    float[] all = Dropout.of(0.2, SEED, "training", 0).factors(1, 300, 128);
    float[] second = Dropout.of(0.2, SEED, "training", 100).factors(1, 100, 128);
    assertArrayEquals(Arrays.copyOfRange(all, 100 * 128, 200 * 128), second);
    assertNotEquals(
        Arrays.toString(all),
        Arrays.toString(Dropout.of(0.2, SEED, "training", 0).factors(0, 300, 128)));
    assertArrayEquals(new float[] {1, 1, 1, 1, 1, 1}, Dropout.NONE.factors(0, 2, 3));
  }
}
