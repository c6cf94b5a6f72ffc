package io.tensorinit.random;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes values of {@link UniformElement} for many words at once, in loops that the compiler
 * turns into vector instructions. The values are the same, bit for bit.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class UniformLanes {
  private @Nullable FloatCasts floatCasts;
  private @Nullable DoubleCasts doubleCasts;
  private long[] digits = {};

  /**
   * Empty lanes: about 9 KiB for float64, and where casts are no vectors about 21 KiB for float32
   * and 42 for float64 besides, once they are used.
   */
  public UniformLanes() {}

  /**
   * Writes the float32 values of words.
   *
   * @param element the element function
   * @param words the words
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds {@link Tiles#LENGTH} or an array
   *     does not hold so many
   */
  public void fill(UniformElement.Float32 element, int[] words, int count, float[] out, int from) {
    Objects.checkFromIndexSize(0, count, Math.min(Tiles.LENGTH, words.length));
    Objects.checkFromIndexSize(from, count, out.length);
    FloatCasts casts = floatCasts;
    if (casts == null) {
      casts = FloatCasts.forUnsigned();
      floatCasts = casts;
    }
    casts.unsigned(words, count, UnitInterval.STEP_32, out, from);
    for (int i = from; i < from + count; i++) {
      out[i] = element.place(out[i] + UnitInterval.HALF_STEP_32);
    }
  }

  /**
   * Writes the float64 values of words.
   *
   * @param element the element function
   * @param words their words
   * @param low the words of the sub-stream {@code low}
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds {@link Tiles#LENGTH} or an array
   *     does not hold so many
   */
  public void fill(
      UniformElement.Float64 element, int[] words, int[] low, int count, double[] out, int from) {
    Objects.checkFromIndexSize(
        0, count, Math.min(Tiles.LENGTH, Math.min(words.length, low.length)));
    Objects.checkFromIndexSize(from, count, out.length);
    DoubleCasts casts = doubleCasts;
    if (casts == null) {
      casts = DoubleCasts.make();
      doubleCasts = casts;
      digits = new long[Tiles.SCRATCH];
    }
    digits(words, low, digits, count);
    casts.signed(digits, count, UnitInterval.STEP_64, out, from);
    for (int i = from; i < from + count; i++) {
      out[i] = element.place(out[i] + UnitInterval.HALF_STEP_64);
    }
  }

  private static void digits(int[] words, int[] low, long[] digits, int count) {
    for (int i = 0; i < count; i++) {
      digits[i] = UnitInterval.digits(words[i], low[i]);
    }
  }
}
