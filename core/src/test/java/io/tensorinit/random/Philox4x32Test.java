package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class Philox4x32Test {
  @Test
  void givesTheKnownAnswersOfRandom123() {
    for (String[] row : KnownAnswers.rows("philox4x32-10")) {
      int[] in = new int[row.length];
      for (int i = 0; i < row.length; i++) {
        in[i] = KnownAnswers.word(row[i]);
      }
      int[] block = new int[5];
      Philox4x32.block(in[0], in[1], in[2], in[3], in[4], in[5], block, 1);
      assertEquals(0, block[0], "word before the block");
      for (int i = 0; i < 4; i++) {
        assertEquals(row[6 + i], String.format("%08x", block[1 + i]));
      }
    }
  }
}
