package io.tensorinit.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * Unpacks a bzip2 stream. Its own checksums are not compared: those of the archive around it are.
 *
 * <p>Source: Seward, bzip2 1.0 (1996-2019); the format as described in "bzip2 Format
 * Specification", Tsai (2016).
 */
@SuppressWarnings("InputStreamSlowMultibyteRead") // the class above has it
final class Bzip2Stream extends ByteByByte {
  private static final long BLOCK = 0x314159265359L;
  private static final long END = 0x177245385090L;
  private static final int BLOCK_UNIT = 100_000;
  private static final int GROUP_SYMBOLS = 50;
  private static final int LONGEST_CODE = 20;

  private final InputStream in;
  private final int[] block;
  private long bits;
  private int bitCount;

  /** Where the output of the block goes on, and how much of it is left. */
  private int at;

  private int left;
  private int last;
  private int equal;
  private int repeats;
  private boolean ended;

  Bzip2Stream(InputStream in) throws IOException {
    this.in = in;
    int size = bits(24) == 0x425a68 ? bits(8) - '0' : 0;
    if (size < 1 || size > 9) {
      throw new ZipException("no bzip2 stream");
    }
    block = new int[size * BLOCK_UNIT];
  }

  @Override
  public int read() throws IOException {
    if (repeats > 0) {
      repeats--;
      return last;
    }
    if (left == 0 && (ended || !readBlock())) {
      ended = true;
      return -1;
    }
    int value = next();
    equal = equal > 0 && value == last ? equal + 1 : 1;
    last = value;
    if (equal == 4) { // four of a kind are followed by how many more there are
      if (left == 0) {
        throw new ZipException("a bzip2 block ends inside a run");
      }
      repeats = next();
      equal = 0;
    }
    return value;
  }

  private int next() {
    int entry = block[at];
    at = entry >>> 8;
    left--;
    return entry & 0xff;
  }

  /** Reads a block, and undoes the sorting of its rotations. False at the end of the stream. */
  private boolean readBlock() throws IOException {
    do {
      long magic = (long) bits(24) << 24 | bits(24);
      if (magic == END) {
        return false;
      }
      bits(16); // a checksum
      bits(16);
      if (magic != BLOCK || bits(1) != 0) {
        throw new ZipException("no bzip2 block, or a randomized one");
      }
      int origin = bits(24);
      int size = readSorted();
      left = size;
      if (size > 0) {
        unsort(origin, size);
      }
    } while (left == 0);
    equal = 0;
    return true;
  }

  private void unsort(int origin, int size) throws IOException {
    if (origin >= size) {
      throw new ZipException("a bzip2 block begins outside of itself");
    }
    int[] place = new int[257];
    for (int i = 0; i < size; i++) {
      place[(block[i] & 0xff) + 1]++;
    }
    for (int value = 0; value < 256; value++) {
      place[value + 1] += place[value];
    }
    for (int i = 0; i < size; i++) {
      block[place[block[i] & 0xff]++] |= i << 8;
    }
    at = block[origin] >>> 8;
  }

  /** Reads the sorted bytes of a block: Huffman codes of places in a list of recent values. */
  private int readSorted() throws IOException {
    byte[] recent = usedValues();
    int symbols = recent.length + 2;
    int tables = bits(3);
    int groups = bits(15);
    if (tables < 2 || tables > 6 || groups < 1 || recent.length == 0) {
      throw new ZipException("a bzip2 block without codes");
    }
    byte[] tableOf = selectors(tables, groups);
    HuffmanCode[] codes = new HuffmanCode[tables];
    for (int table = 0; table < tables; table++) {
      codes[table] = new HuffmanCode(codeLengths(symbols));
    }
    int size = 0;
    long run = 0;
    int power = 0;
    for (int count = 0; ; count++) {
      if (count >= groups * GROUP_SYMBOLS) {
        throw new ZipException("a bzip2 block has no end");
      }
      int symbol = codes[tableOf[count / GROUP_SYMBOLS]].read(this);
      if (symbol < 2 && power < 21) { // a digit, 1 or 2, of a number of equal values
        run += (long) (symbol + 1) << power++;
        continue;
      }
      if (run > block.length - size - 1 && (run > block.length - size || symbol < symbols - 1)) {
        throw new ZipException("a bzip2 block is too large");
      }
      for (; run > 0; run--) {
        block[size++] = recent[0] & 0xff;
      }
      power = 0;
      if (symbol == symbols - 1) {
        return size;
      }
      byte value = recent[symbol - 1];
      System.arraycopy(recent, 0, recent, 1, symbol - 1);
      recent[0] = value;
      block[size++] = value & 0xff;
    }
  }

  private byte[] usedValues() throws IOException {
    int rows = bits(16);
    byte[] used = new byte[256];
    int count = 0;
    for (int row = 0; row < 16; row++) {
      int columns = (rows >> (15 - row) & 1) == 0 ? 0 : bits(16);
      for (int column = 0; column < 16; column++) {
        if ((columns >> (15 - column) & 1) != 0) {
          used[count++] = (byte) (row * 16 + column);
        }
      }
    }
    return Arrays.copyOf(used, count);
  }

  /** Which table decodes each group of symbols. */
  private byte[] selectors(int tables, int groups) throws IOException {
    byte[] recent = {0, 1, 2, 3, 4, 5};
    byte[] selectors = new byte[groups];
    for (int group = 0; group < groups; group++) {
      int place = 0;
      while (bits(1) != 0) {
        if (++place >= tables) {
          throw new ZipException("a bzip2 block names a code that it does not have");
        }
      }
      byte table = recent[place];
      System.arraycopy(recent, 0, recent, 1, place);
      recent[0] = table;
      selectors[group] = table;
    }
    return selectors;
  }

  private int[] codeLengths(int symbols) throws IOException {
    int[] lengths = new int[symbols];
    int length = bits(5);
    for (int symbol = 0; symbol < symbols; symbol++) {
      while (bits(1) != 0) {
        length += bits(1) == 0 ? 1 : -1;
      }
      if (length < 1 || length > LONGEST_CODE) {
        throw new ZipException("a bzip2 code has a length of " + length);
      }
      lengths[symbol] = length;
    }
    return lengths;
  }

  int bits(int count) throws IOException {
    while (bitCount < count) {
      int next = in.read();
      if (next < 0) {
        throw new ZipException("a bzip2 stream ends too early");
      }
      bits = bits << 8 | next;
      bitCount += 8;
    }
    bitCount -= count;
    return (int) (bits >>> bitCount) & ((1 << count) - 1);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Canonical Huffman codes: shorter ones first, in the order of the symbols. */
  private static final class HuffmanCode {
    private final int[] firstCode = new int[LONGEST_CODE + 2];
    private final int[] firstPlace = new int[LONGEST_CODE + 2];
    private final int[] ordered;

    HuffmanCode(int[] lengths) {
      ordered = new int[lengths.length];
      int place = 0;
      int code = 0;
      for (int length = 1; length <= LONGEST_CODE; length++) {
        firstCode[length] = code;
        firstPlace[length] = place;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
          if (lengths[symbol] == length) {
            ordered[place++] = symbol;
            code++;
          }
        }
        code <<= 1;
      }
      firstPlace[LONGEST_CODE + 1] = place;
    }

    int read(Bzip2Stream in) throws IOException {
      int code = 0;
      for (int length = 1; length <= LONGEST_CODE; length++) {
        code = code << 1 | in.bits(1);
        int index = code - firstCode[length];
        if (index >= 0 && index < firstPlace[length + 1] - firstPlace[length]) {
          return ordered[firstPlace[length] + index];
        }
      }
      throw new ZipException("no bzip2 code");
    }
  }
}
