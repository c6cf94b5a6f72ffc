package io.tensorinit.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Unpacks an LZMA stream as zip archives hold it: a version, the coder's properties, the data.
 *
 * <p>Source: Pavlov, LZMA specification (2015); PKWARE, APPNOTE.TXT 6.3.10, section 5.8.
 */
@SuppressWarnings("InputStreamSlowMultibyteRead") // the class above has it
final class LzmaStream extends ByteByByte {
  private static final int PROPERTY_BYTES = 5;
  private static final int STATES = 12;
  private static final int EVEN = 1 << 10;
  private static final int LITERAL_PROBABILITIES = 0x300;
  private static final int SLOT_BITS = 6;
  private static final int ALIGN_BITS = 4;
  private static final int FIRST_FREE_SLOT = 14;
  private static final int SHORTEST_MATCH = 2;

  private final InputStream in;
  private final long size;
  private final byte[] window;
  private final int literalContextBits;
  private final int literalPlaceMask;
  private final int placeMask;

  private final int[] literals;
  private final int[] isMatch = even(STATES << 4);
  private final int[] isRepeat = even(STATES);
  private final int[] isRepeat0 = even(STATES);
  private final int[] isRepeat1 = even(STATES);
  private final int[] isRepeat2 = even(STATES);
  private final int[] isLongRepeat0 = even(STATES << 4);
  private final int[] slots = even(4 << SLOT_BITS);
  private final int[] nearDistances = even(1 + 128 - FIRST_FREE_SLOT);
  private final int[] align = even(1 << ALIGN_BITS);
  private final Lengths matchLengths = new Lengths();
  private final Lengths repeatLengths = new Lengths();

  private int range = -1;
  private int code;
  private int state;
  private final int[] distances = new int[4];
  private long produced;
  private int copyLeft;
  private int pendingLiteral = -1;
  private boolean ended;

  /**
   * The stream.
   *
   * @param in the packed member
   * @param size the size of its contents
   */
  LzmaStream(InputStream in, long size) throws IOException {
    this.in = in;
    this.size = size;
    next(); // the version
    next();
    int properties = next() | next() << 8;
    int packed = next();
    long dictionary = 0;
    for (int i = 0; i < 4; i++) {
      dictionary |= (long) next() << (8 * i);
    }
    if (properties != PROPERTY_BYTES || packed >= 9 * 5 * 5) {
      throw new ZipException("no LZMA properties");
    }
    literalContextBits = packed % 9;
    literalPlaceMask = (1 << packed / 9 % 5) - 1;
    placeMask = (1 << (packed / 45)) - 1;
    literals = even(LITERAL_PROBABILITIES << (literalContextBits + packed / 9 % 5));
    window = new byte[(int) Math.min(Math.max(dictionary, 1 << 12), Math.min(size + 1, 1 << 30))];
    if (next() != 0) {
      throw new ZipException("no LZMA stream");
    }
    for (int i = 0; i < 4; i++) {
      code = code << 8 | next();
    }
  }

  private static int[] even(int count) {
    int[] probabilities = new int[count];
    Arrays.fill(probabilities, EVEN);
    return probabilities;
  }

  private int next() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new ZipException("an LZMA stream ends too early");
    }
    return value;
  }

  @Override
  public int read() throws IOException {
    if (copyLeft == 0 && !ended && produced < size) {
      decode();
      if (pendingLiteral >= 0) {
        int value = pendingLiteral;
        pendingLiteral = -1;
        return put(value);
      }
    }
    if (copyLeft == 0) {
      return -1;
    }
    copyLeft--;
    return put(back(distances[0]));
  }

  private int put(int value) {
    window[(int) (produced++ % window.length)] = (byte) value;
    return value;
  }

  /** The byte so many places before the last one. */
  private int back(int distance) {
    return window[(int) ((produced - 1 - distance) % window.length)] & 0xff;
  }

  /** Decodes one literal, or the place and length of bytes to copy. */
  private void decode() throws IOException {
    int place = (int) produced & placeMask;
    if (bit(isMatch, (state << 4) + place) == 0) {
      pendingLiteral = literal();
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
    } else if (bit(isRepeat, state) != 0) {
      repeat(place);
    } else {
      System.arraycopy(distances, 0, distances, 1, 3);
      int length = matchLengths.read(place);
      distances[0] = distance(length);
      if (distances[0] == -1) {
        ended = true;
        return;
      }
      requireInside(distances[0]);
      copyLeft = length + SHORTEST_MATCH;
      state = state < 7 ? 7 : 10;
    }
  }

  private void repeat(int place) throws IOException {
    if (bit(isRepeat0, state) == 0) {
      if (bit(isLongRepeat0, (state << 4) + place) == 0) {
        requireInside(distances[0]);
        copyLeft = 1;
        state = state < 7 ? 9 : 11;
        return;
      }
    } else {
      int which = bit(isRepeat1, state) == 0 ? 1 : bit(isRepeat2, state) == 0 ? 2 : 3;
      int distance = distances[which];
      System.arraycopy(distances, 0, distances, 1, which);
      distances[0] = distance;
    }
    requireInside(distances[0]);
    copyLeft = repeatLengths.read(place) + SHORTEST_MATCH;
    state = state < 7 ? 8 : 11;
  }

  private void requireInside(int distance) throws IOException {
    if (distance < 0 || distance >= Math.min(produced, window.length)) {
      throw new ZipException("an LZMA stream copies from before its beginning");
    }
  }

  private int literal() throws IOException {
    int before = produced == 0 ? 0 : back(0);
    int context =
        (((int) produced & literalPlaceMask) << literalContextBits)
            + (before >> (8 - literalContextBits));
    int base = LITERAL_PROBABILITIES * context;
    int symbol = 1;
    if (state >= 7) {
      int match = back(distances[0]);
      int matchBit;
      int bit;
      do {
        matchBit = match >> 7 & 1;
        match <<= 1;
        bit = bit(literals, base + ((1 + matchBit) << 8) + symbol);
        symbol = symbol << 1 | bit;
      } while (matchBit == bit && symbol < 0x100);
    }
    while (symbol < 0x100) {
      symbol = symbol << 1 | bit(literals, base + symbol);
    }
    return symbol & 0xff;
  }

  /** A distance less one; -1 marks the end of the stream. */
  private int distance(int length) throws IOException {
    int slot = tree(slots, Math.min(length, 3) << SLOT_BITS, SLOT_BITS);
    if (slot < 4) {
      return slot;
    }
    int directBits = (slot >> 1) - 1;
    int distance = (2 | (slot & 1)) << directBits;
    if (slot < FIRST_FREE_SLOT) {
      return distance + reverseTree(nearDistances, distance - slot, directBits);
    }
    distance += direct(directBits - ALIGN_BITS) << ALIGN_BITS;
    return distance + reverseTree(align, 0, ALIGN_BITS);
  }

  private int tree(int[] probabilities, int base, int bits) throws IOException {
    int symbol = 1;
    for (int i = 0; i < bits; i++) {
      symbol = symbol << 1 | bit(probabilities, base + symbol);
    }
    return symbol - (1 << bits);
  }

  private int reverseTree(int[] probabilities, int base, int bits) throws IOException {
    int at = 1;
    int symbol = 0;
    for (int i = 0; i < bits; i++) {
      int bit = bit(probabilities, base + at);
      at = at << 1 | bit;
      symbol |= bit << i;
    }
    return symbol;
  }

  private int bit(int[] probabilities, int index) throws IOException {
    int probability = probabilities[index];
    int bound = (range >>> 11) * probability;
    int bit;
    if (Integer.compareUnsigned(code, bound) < 0) {
      range = bound;
      probabilities[index] += (2048 - probability) >> 5;
      bit = 0;
    } else {
      range -= bound;
      code -= bound;
      probabilities[index] -= probability >> 5;
      bit = 1;
    }
    normalize();
    return bit;
  }

  private int direct(int bits) throws IOException {
    int value = 0;
    for (int i = 0; i < bits; i++) {
      range >>>= 1;
      code -= range;
      int isBelow = code >>> 31;
      code += range & -isBelow;
      value = value << 1 | 1 - isBelow;
      normalize();
    }
    return value;
  }

  private void normalize() throws IOException {
    if (range >>> 24 == 0) {
      range <<= 8;
      code = code << 8 | next();
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Codes of lengths, less the shortest. */
  private final class Lengths {
    private final int[] choice = even(2);
    private final int[] low = even(16 << 3);
    private final int[] middle = even(16 << 3);
    private final int[] high = even(1 << 8);

    int read(int place) throws IOException {
      if (bit(choice, 0) == 0) {
        return tree(low, place << 3, 3);
      }
      if (bit(choice, 1) == 0) {
        return 8 + tree(middle, place << 3, 3);
      }
      return 16 + tree(high, 0, 8);
    }
  }
}
