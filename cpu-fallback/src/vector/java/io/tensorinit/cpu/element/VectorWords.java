package io.tensorinit.cpu.element;

import io.tensorinit.random.Philox4x32;
import io.tensorinit.random.SelectionLanes;
import io.tensorinit.random.WordLanes;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Words by the Vector API: two vectors of blocks at once stay in registers for all ten rounds, each
 * word in the lower half of a lane.
 *
 * <p>Both factors of a product are masked, the constant too: so the compiler sees that it may
 * multiply 32 by 32 bits.
 */
final class VectorWords implements WordLane {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Words that a step computes. */
  private static final int STEP = 2 * LANES * Philox4x32.WORDS;

  private static final long WORD = 0xFFFFFFFFL;
  private static final long[] INDEX = new long[LANES];
  private static final VectorShuffle<Long> FIRST_HALF;
  private static final VectorShuffle<Long> SECOND_HALF;

  static {
    int[] first = new int[LANES];
    int[] second = new int[LANES];
    for (int i = 0; i < LANES; i++) {
      INDEX[i] = i;
      first[i] = i / 2 + i % 2 * LANES;
      second[i] = first[i] + LANES / 2;
    }
    FIRST_HALF = VectorShuffle.fromArray(SPECIES, first, 0);
    SECOND_HALF = VectorShuffle.fromArray(SPECIES, second, 0);
  }

  /** What does not fill a step. */
  private final WordLanes rest =
      new WordLanes(LANES < 8 ? WordLanes.Form.HALVES : WordLanes.Form.PRODUCTS);

  private final SelectionLanes selection = new SelectionLanes(rest);

  /** Words by vectors. */
  VectorWords() {}

  @Override
  public void fill(long key, long position, int[] out, int offset, int length) {
    int head = Math.min(length, (int) -position & 3);
    int steps = (length - head) / STEP;
    int tail = head + steps * STEP;
    if (head > 0) {
      rest.fill(key, position, out, offset, head);
    }
    if (steps > 0) {
      steps(key, position + head >>> 2, steps, out, offset + head);
    }
    if (tail < length) {
      rest.fill(key, position + tail, out, offset + tail, length - tail);
    }
  }

  @Override
  public void fill(long key, long position, int[] at, int from, int count, int[] out) {
    rest.fill(key, position, at, from, count, out);
  }

  @Override
  public SelectionLanes selection() {
    return selection;
  }

  private static void steps(long key, long firstBlock, int steps, int[] out, int offset) {
    LongVector mask = LongVector.broadcast(SPECIES, WORD);
    LongVector m0 = LongVector.broadcast(SPECIES, Philox4x32.MULTIPLIER_0).and(mask);
    LongVector m1 = LongVector.broadcast(SPECIES, Philox4x32.MULTIPLIER_1).and(mask);
    long block = firstBlock;
    for (int at = offset; at < offset + steps * STEP; at += STEP, block += 2 * LANES) {
      LongVector b = LongVector.fromArray(SPECIES, INDEX, 0).add(block);
      LongVector x0 = b.lanewise(VectorOperators.LSHR, 16);
      LongVector x1 =
          b.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.LSHR, 50);
      LongVector x2 = b.and(0xFFFF);
      LongVector x3 = LongVector.zero(SPECIES);
      b = b.add(LANES);
      LongVector y0 = b.lanewise(VectorOperators.LSHR, 16);
      LongVector y1 =
          b.lanewise(VectorOperators.LSHL, 2).lanewise(VectorOperators.LSHR, 50);
      LongVector y2 = b.and(0xFFFF);
      LongVector y3 = x3;
      int key0 = (int) key;
      int key1 = (int) (key >>> 32);
      for (int round = 0; round < Philox4x32.ROUNDS; round++) {
        LongVector k0 = LongVector.broadcast(SPECIES, (long) key0);
        LongVector k1 = LongVector.broadcast(SPECIES, (long) key1);
        LongVector p0 = x0.and(mask).mul(m0);
        LongVector p1 = x2.and(mask).mul(m1);
        LongVector q0 = y0.and(mask).mul(m0);
        LongVector q1 = y2.and(mask).mul(m1);
        x0 =
            p1.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x1)
                .lanewise(VectorOperators.XOR, k0);
        x2 =
            p0.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, x3)
                .lanewise(VectorOperators.XOR, k1);
        y0 =
            q1.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, y1)
                .lanewise(VectorOperators.XOR, k0);
        y2 =
            q0.lanewise(VectorOperators.LSHR, 32)
                .lanewise(VectorOperators.XOR, y3)
                .lanewise(VectorOperators.XOR, k1);
        x1 = p1;
        x3 = p0;
        y1 = q1;
        y3 = q0;
        key0 += Philox4x32.WEYL_0;
        key1 += Philox4x32.WEYL_1;
      }
      LongVector a = x0.and(mask).or(x1.lanewise(VectorOperators.LSHL, 32));
      LongVector c = x2.and(mask).or(x3.lanewise(VectorOperators.LSHL, 32));
      a.rearrange(FIRST_HALF, c).reinterpretAsInts().intoArray(out, at);
      a.rearrange(SECOND_HALF, c).reinterpretAsInts().intoArray(out, at + 2 * LANES);
      a = y0.and(mask).or(y1.lanewise(VectorOperators.LSHL, 32));
      c = y2.and(mask).or(y3.lanewise(VectorOperators.LSHL, 32));
      a.rearrange(FIRST_HALF, c).reinterpretAsInts().intoArray(out, at + 4 * LANES);
      a.rearrange(SECOND_HALF, c).reinterpretAsInts().intoArray(out, at + 6 * LANES);
    }
  }
}
