package io.tensorinit.benchmarks.quantile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.random.NormalQuantile;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is compared does the same work. */
class CandidateTest {
  @ParameterizedTest
  @FieldSource("io.tensorinit.benchmarks.quantile.Candidate#NAMES")
  void isTheNormalQuantileOneByOneAndInBlocks(String name) {
    Candidate candidate = Candidate.of(name);
    int[] words = words();
    float[] expected = new float[Candidate.BLOCK];
    for (int i = 0; i < Candidate.BLOCK; i++) {
      double v = ((words[i] & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
      expected[i] = candidate.at(words[i]);
      assertEquals(NormalQuantile.at(v, 1 - v), expected[i], 1e-6);
    }
    float[] values = new float[Candidate.BLOCK];
    candidate.block(words, values);
    assertArrayEquals(expected, values);
  }

  /** Of all octaves of both halves, the outermost words among them. */
  private static int[] words() {
    SplittableRandom random = new SplittableRandom(1);
    int[] words = new int[Candidate.BLOCK];
    for (int i = 0; i < Candidate.BLOCK; i++) {
      int word = (int) ((random.nextInt() & 0xFFFFFFFFL) >>> (i / 2 % 33));
      words[i] = i % 2 == 0 ? word : ~word;
    }
    return words;
  }
}
