package io.tensorinit.random;

import java.util.Objects;

/**
 * Rounds many numbers at once to a {@link NarrowFloat}, in loops without branches that the compiler
 * turns into vector instructions. The codes are those of {@link NarrowFloat#encode}, NaN included.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class NarrowLanes {
  private static final int TILE = Tiles.LENGTH;
  private static final int MAGNITUDE = Integer.MAX_VALUE;

  private final NarrowFloat type;
  private final int[] sources = new int[Tiles.SCRATCH];
  private final float[] sums = new float[Tiles.SCRATCH];
  private final int[] steps = new int[Tiles.SCRATCH];
  private final int[] codes = new int[Tiles.SCRATCH];
  private final FloatBits copies = new FloatBits(TILE);

  /**
   * Empty lanes: about 22 KiB.
   *
   * @param type what is rounded to
   */
  public NarrowLanes(NarrowFloat type) {
    this.type = type;
  }

  /**
   * Rounds numbers to a type of 16 bits.
   *
   * @param values the numbers
   * @param count how many, from the beginning
   * @param out takes their codes, from the beginning
   * @throws IndexOutOfBoundsException if an array does not hold so many
   */
  public void encode(float[] values, int count, short[] out) {
    Objects.checkFromIndexSize(0, count, Math.min(values.length, out.length));
    for (int done = 0; done < count; done += TILE) {
      int length = Math.min(TILE, count - done);
      tile(values, done, length);
      narrow(codes, length, out, done);
    }
  }

  /**
   * Rounds numbers to a type of 8 bits.
   *
   * @param values the numbers
   * @param count how many, from the beginning
   * @param out takes their codes, from the beginning
   * @throws IndexOutOfBoundsException if an array does not hold so many
   */
  public void encode(float[] values, int count, byte[] out) {
    Objects.checkFromIndexSize(0, count, Math.min(values.length, out.length));
    for (int done = 0; done < count; done += TILE) {
      int length = Math.min(TILE, count - done);
      tile(values, done, length);
      narrow(codes, length, out, done);
    }
  }

  /** Computes the codes of a tile. */
  private void tile(float[] values, int from, int count) {
    float unit = type.subnormalUnit();
    copies.of(values, from, count, sources);
    normals(sources, count, type.shift(), type.rebias(), codes);
    if (type.smallestNormal() > Float.MIN_NORMAL) { // else subnormal numbers round alike
      System.arraycopy(values, from, sums, 0, count);
      addUnit(sums, count, unit);
      copies.of(sums, 0, count, steps);
      subnormals(sources, count, bits(type.smallestNormal()), steps, bits(unit), codes);
    }
    from(bits(type.overflow()), sources, count, type.overflowCode(), codes);
    from(NarrowFloat.FLOAT_INFINITY + 1, sources, count, type.nanCode(), codes);
    signs(sources, count, type.bits() - 1, codes);
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  /** The addition rounds to the subnormal spacing; the sum's low bits count its steps. */
  private static void addUnit(float[] values, int count, float unit) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.abs(values[i]) + unit;
    }
  }

  /** Normal numbers: the exponent's bias is changed, and the fraction rounded. */
  private static void normals(int[] sources, int count, int shift, int rebias, int[] codes) {
    int half = (1 << (shift - 1)) - 1;
    for (int i = 0; i < count; i++) {
      int magnitude = sources[i] & MAGNITUDE;
      codes[i] = ((magnitude + half + ((magnitude >>> shift) & 1)) >>> shift) - rebias;
    }
  }

  private static void subnormals(
      int[] sources, int count, int smallest, int[] sums, int unit, int[] codes) {
    for (int i = 0; i < count; i++) {
      int magnitude = sources[i] & MAGNITUDE;
      codes[i] = chosen((magnitude - smallest) >> 31, sums[i] - unit, codes[i]);
    }
  }

  /** Gives all numbers from a magnitude on, which is above 0, the same code. */
  private static void from(int least, int[] sources, int count, int code, int[] codes) {
    for (int i = 0; i < count; i++) {
      int magnitude = sources[i] & MAGNITUDE;
      codes[i] = chosen((least - 1 - magnitude) >> 31, code, codes[i]);
    }
  }

  private static void signs(int[] sources, int count, int place, int[] codes) {
    for (int i = 0; i < count; i++) {
      codes[i] |= sources[i] >>> 31 << place;
    }
  }

  /** The first where the mask's bits are set, else the second. */
  private static int chosen(int mask, int first, int second) {
    return second ^ ((first ^ second) & mask);
  }

  private static void narrow(int[] codes, int count, short[] out, int from) {
    for (int i = 0; i < count; i++) {
      out[from + i] = (short) codes[i];
    }
  }

  private static void narrow(int[] codes, int count, byte[] out, int from) {
    for (int i = 0; i < count; i++) {
      out[from + i] = (byte) codes[i];
    }
  }
}
