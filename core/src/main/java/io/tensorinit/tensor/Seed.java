package io.tensorinit.tensor;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The seed of a model, from which the {@link Key} of each of its parameters follows by name.
 *
 * <p>Integers from -2^63 to 2^64 - 1 are taken modulo 2^64; so -1 and 2^64 - 1 are the same seed.
 * Immutable.
 *
 * @param value the seed modulo 2^64
 */
public record Seed(long value) {
  /** The seed where none is given: 1234. */
  public static final Seed DEFAULT = new Seed(1234);

  private static final BigInteger MIN = BigInteger.ONE.shiftLeft(63).negate();
  private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
  private static final Pattern INTEGER = Pattern.compile("[+-]?(0[xX][0-9a-fA-F]+|[0-9]+)");

  /**
   * The seed of an integer.
   *
   * @param seed the integer; a negative one stands for its value modulo 2^64
   * @return the seed
   */
  public static Seed of(long seed) {
    return new Seed(seed);
  }

  /**
   * The seed of an integer of any size.
   *
   * @param seed the integer, from -2^63 to 2^64 - 1
   * @return the seed
   * @throws IllegalArgumentException if the integer lies outside that range
   */
  public static Seed of(BigInteger seed) {
    if (seed.compareTo(MIN) < 0 || seed.compareTo(MAX) > 0) {
      throw new IllegalArgumentException("seed must lie in -2^63 .. 2^64 - 1, was " + seed);
    }
    return new Seed(seed.longValue());
  }

  /**
   * The seed of a text: the first 8 bytes, little-endian, of SHA-256 of its UTF-8. The text {@code
   * "7"} is another seed than the integer 7; see {@link #parse}.
   *
   * @param text any text, empty allowed
   * @return the seed
   * @throws IllegalArgumentException if the text is null or has an unpaired surrogate
   */
  public static Seed of(String text) {
    return new Seed(StreamHash.first8(new byte[0], StreamHash.utf8("seed", text)));
  }

  /**
   * The seed of a text: a decimal or {@code 0x} integer where the text reads as one, else the seed
   * of the text.
   *
   * @param text what was typed
   * @return the seed
   * @throws IllegalArgumentException if the text is an integer outside -2^63 .. 2^64 - 1, or has an
   *     unpaired surrogate
   */
  public static Seed parse(String text) {
    if (!readsAsInteger(text)) {
      return of(text);
    }
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    BigInteger magnitude = hex ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
    return of(negative ? magnitude.negate() : magnitude);
  }

  /**
   * Whether a text is an integer for {@link #parse}, and no text.
   *
   * @param text what was typed
   * @return true for decimal digits, or hexadecimal ones behind {@code 0x}, with or without a sign
   */
  public static boolean readsAsInteger(String text) {
    return INTEGER.matcher(text).matches();
  }

  /**
   * A seed not used before, from the platform's source of entropy. Report its value, or the model
   * cannot be made again.
   *
   * @return a fresh seed
   */
  public static Seed fresh() {
    return new Seed(new SecureRandom().nextLong());
  }

  /**
   * The seed inherited from a generator: its next 64 bits.
   *
   * @param generator the generator, which advances
   * @return the seed
   */
  public static Seed from(RandomGenerator generator) {
    return new Seed(generator.nextLong());
  }

  /**
   * The key of a parameter: the first 8 bytes, little-endian, of SHA-256 over this seed (8 bytes,
   * little-endian) and the name in UTF-8.
   *
   * @param name the parameter's name, as it stands (no normalization), empty allowed
   * @return the key
   * @throws IllegalArgumentException if the name is null or has an unpaired surrogate
   */
  public Key key(String name) {
    byte[] prefix = StreamHash.littleEndian(value, Long.BYTES);
    return new Key(StreamHash.first8(prefix, StreamHash.utf8("name", name)));
  }

  /**
   * The seed as an unsigned decimal integer.
   *
   * @return its digits
   */
  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }
}
