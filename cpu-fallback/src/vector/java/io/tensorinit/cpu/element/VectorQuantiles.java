package io.tensorinit.cpu.element;

import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.QuantileLanes;
import io.tensorinit.random.QuantileTable;
import io.tensorinit.random.Tiles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Quantiles of odd distributions by the Vector API, for vectors of 16 floats: a vector holds one
 * coefficient of an octave's 16 pieces, so that a permutation reads the table for 16 words. The
 * first {@value #OCTAVES} octaves are read so, from each of which the words that lie there take
 * theirs; the words of the others, one in 64, take the element function.
 *
 * <p>One large method on purpose: in several the compiler does not keep vectors in registers.
 */
final class VectorQuantiles implements QuantileLane {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final int LANES = INTS.length();
  private static final int OCTAVES = 6;

  /** Entries of one coefficient. */
  private static final int SIZE = OCTAVES * LANES;

  private static final int PLACE_BITS = 27;

  /** JDK 17 does not have it. */
  private static final VectorOperators.Unary LEADING_ZEROS = leadingZeros();

  /** What the permutations do not serve. */
  private final QuantileLanes rest = new QuantileLanes();

  /** The table whose coefficients are at hand. */
  private QuantileTable.@Nullable Float32 table;

  /** Its coefficients' bits: constants of all rows, then what t is multiplied with, and so on. */
  private final int[] coefficients = new int[QuantileTable.Float32.COEFFICIENTS * SIZE];

  /** For each vector of a tile, which words lie in further octaves. */
  private final long[] further = new long[Tiles.LENGTH / LANES];

  /**
   * Quantiles by vectors.
   *
   * @throws UnsupportedOperationException if this machine's vectors hold another number of floats
   */
  VectorQuantiles() {
    if (IntVector.SPECIES_PREFERRED.length() != LANES) {
      throw new UnsupportedOperationException("vectors of 16 floats are needed");
    }
  }

  private static VectorOperators.Unary leadingZeros() {
    try {
      return (VectorOperators.Unary)
          VectorOperators.class.getField("LEADING_ZEROS_COUNT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException("JDK 19 or newer is needed", e);
    }
  }

  @Override
  public void fill(QuantileElement.Float32 element, int[] words, int count, float[] out, int from) {
    int vectors = count / LANES;
    if (vectors == 0 || !element.table().isOdd()) {
      rest.fill(element, words, count, out, from);
      return;
    }
    if (element.table() != table) {
      take(element.table());
    }
    values(words, vectors, out, from, element.scale(), element.shift());
    for (int v = 0; v < vectors; v++) {
      for (long left = further[v]; left != 0; left &= left - 1) {
        int at = v * LANES + Long.numberOfTrailingZeros(left);
        out[from + at] = element.at(words[at]);
      }
    }
    for (int at = vectors * LANES; at < count; at++) {
      out[from + at] = element.at(words[at]);
    }
    if (element.isBounded()) {
      clamp(out, from, vectors, element.low(), element.high());
    }
  }

  private void take(QuantileTable.Float32 newTable) {
    float[] rows = newTable.coefficients();
    for (int row = 0; row < SIZE; row++) {
      for (int c = 0; c < QuantileTable.Float32.COEFFICIENTS; c++) {
        coefficients[c * SIZE + row] =
            Float.floatToRawIntBits(rows[row * QuantileTable.Float32.COEFFICIENTS + c]);
      }
    }
    table = newTable;
  }

  private void values(int[] words, int vectors, float[] out, int from, float scale, float shift) {
    int[] p = coefficients;
    for (int v = 0; v < vectors; v++) {
      IntVector x = IntVector.fromArray(INTS, words, v * LANES);
      IntVector w =
          x.lanewise(VectorOperators.LSHL, 1)
              .lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.ASHR, 31))
              .or(1);
      IntVector k = w.lanewise(LEADING_ZEROS);
      IntVector n = w.lanewise(VectorOperators.LSHL, k);
      IntVector piece = n.lanewise(VectorOperators.LSHR, PLACE_BITS).and(LANES - 1);
      FloatVector t =
          ((FloatVector) n.or(-1 << PLACE_BITS).convert(VectorOperators.I2F, 0)).mul(-0x1p-27f);
      VectorMask<Integer> in1 = k.compare(VectorOperators.EQ, 1);
      VectorMask<Integer> in2 = k.compare(VectorOperators.EQ, 2);
      VectorMask<Integer> in3 = k.compare(VectorOperators.EQ, 3);
      VectorMask<Integer> in4 = k.compare(VectorOperators.EQ, 4);
      VectorMask<Integer> in5 = k.compare(VectorOperators.EQ, 5);
      IntVector c3 =
          piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE))
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE + 1 * LANES)), in1)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE + 2 * LANES)), in2)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE + 3 * LANES)), in3)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE + 4 * LANES)), in4)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * SIZE + 5 * LANES)), in5);
      IntVector c2 =
          piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE))
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE + 1 * LANES)), in1)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE + 2 * LANES)), in2)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE + 3 * LANES)), in3)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE + 4 * LANES)), in4)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * SIZE + 5 * LANES)), in5);
      FloatVector z = c3.reinterpretAsFloats().fma(t, c2.reinterpretAsFloats());
      IntVector c1 =
          piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE))
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE + 1 * LANES)), in1)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE + 2 * LANES)), in2)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE + 3 * LANES)), in3)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE + 4 * LANES)), in4)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * SIZE + 5 * LANES)), in5);
      z = z.fma(t, c1.reinterpretAsFloats());
      IntVector c0 =
          piece.selectFrom(IntVector.fromArray(INTS, p, 0))
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 1 * LANES)), in1)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 2 * LANES)), in2)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 3 * LANES)), in3)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 4 * LANES)), in4)
              .blend(piece.selectFrom(IntVector.fromArray(INTS, p, 5 * LANES)), in5);
      z = z.fma(t, c0.reinterpretAsFloats());
      z.reinterpretAsInts()
          .lanewise(VectorOperators.XOR, x.and(Integer.MIN_VALUE))
          .reinterpretAsFloats()
          .fma(FloatVector.broadcast(FLOATS, scale), FloatVector.broadcast(FLOATS, shift))
          .intoArray(out, from + v * LANES);
      further[v] = k.compare(VectorOperators.GE, OCTAVES).toLong();
    }
  }

  private static void clamp(float[] out, int from, int vectors, float low, float high) {
    for (int at = from; at < from + vectors * LANES; at += LANES) {
      FloatVector.fromArray(FLOATS, out, at)
          .lanewise(VectorOperators.MAX, low)
          .lanewise(VectorOperators.MIN, high)
          .intoArray(out, at);
    }
  }
}
