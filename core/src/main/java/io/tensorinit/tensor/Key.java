package io.tensorinit.tensor;

/**
 * The 64-bit key one fill draws from: the seed of its Philox4x32-10 stream.
 *
 * <p>Made by {@link Seed#key Seed.key(name)}, by {@link #derive derive(label)} for a sub-stream, or
 * {@link #raw raw}: then the words are those of cuRAND's {@code CURAND_RNG_PSEUDO_PHILOX4_32_10}
 * for that seed. Immutable.
 *
 * @param value the key's 64 bits
 */
@CheckReturnValue
public record Key(long value) {
  private static final int PREFIX_BYTES = Long.BYTES + 1;

  /**
   * The key of these bits, as they are.
   *
   * @param value the 64 bits
   * @return the key
   */
  public static Key raw(long value) {
    return new Key(value);
  }

  /**
   * The raw key of a text.
   *
   * @param text a decimal or {@code 0x} integer, from -2^63 to 2^64 - 1
   * @return the key
   * @throws IllegalArgumentException if the text is no such integer
   */
  public static Key parse(String text) {
    if (Seed.readsAsInteger(text)) {
      try {
        return new Key(Seed.parse(text).value());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("key must lie in -2^63 .. 2^64 - 1, was " + text, e);
      }
    }
    throw new IllegalArgumentException("key must be a decimal or 0x integer, was \"" + text + "\"");
  }

  /**
   * The key of a sub-stream: the first 8 bytes, little-endian, of SHA-256 over this key (8 bytes,
   * little-endian), the byte 0xFF and the label in UTF-8. No label gives the key of a {@link
   * Seed#key name}, since UTF-8 never contains 0xFF.
   *
   * @param label any text, empty allowed, taken as it stands
   * @return the key of the sub-stream
   * @throws IllegalArgumentException if the label has an unpaired surrogate
   */
  public Key derive(String label) {
    byte[] prefix = StreamHash.littleEndian(value, PREFIX_BYTES);
    prefix[Long.BYTES] = (byte) 0xff;
    return new Key(StreamHash.first8(prefix, StreamHash.utf8("label", label)));
  }

  /**
   * The key in hexadecimal.
   *
   * @return {@code 0x} and 16 digits
   */
  @Override
  public String toString() {
    String digits = Long.toHexString(value);
    return "0x" + "0".repeat(Long.BYTES * 2 - digits.length()) + digits;
  }
}
