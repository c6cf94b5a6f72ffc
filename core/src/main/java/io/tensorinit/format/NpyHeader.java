package io.tensorinit.format;

import io.tensorinit.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of an {@code .npy} array: magic text, version, length, and a Python dictionary with
 * the type, the order of the elements and the shape, filled up so that the elements start at a
 * multiple of 64 bytes.
 *
 * <p>Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", and {@code
 * numpy.lib.format}, whose bytes {@link #encode} gives.
 *
 * @param type the type of the elements
 * @param shape the shape
 * @param columnMajor whether the first axis varies fastest (Fortran's order)
 * @param byteCount the header's own size in bytes
 */
record NpyHeader(StoredType type, Shape shape, boolean columnMajor, int byteCount) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** NumPy keeps room for the first size to grow to this many digits. */
  private static final int GROWTH_DIGITS = 21;

  /** The longest header that is read. A header that says what is read here is far shorter. */
  private static final int MAX_DICTIONARY_BYTES = 1 << 16;

  private static final Pattern DICTIONARY =
      Pattern.compile(
          "\\s*\\{\\s*'descr':\\s*'([^']*)'\\s*,\\s*'fortran_order':\\s*(True|False)\\s*,"
              + "\\s*'shape':\\s*\\(([\\d\\s,L]*)\\)\\s*,?\\s*\\}\\s*");

  /** The header of a row-major array, as NumPy writes it. */
  static byte[] encode(TensorInfo tensor) {
    String descriptor = tensor.type().numpyName().orElseThrow();
    long[] sizes = tensor.shape().sizes();
    StringJoiner tuple = new StringJoiner(", ", "(", sizes.length == 1 ? ",)" : ")");
    Arrays.stream(sizes).forEach(size -> tuple.add(Long.toString(size)));
    String dictionary =
        "{'descr': '" + descriptor + "', 'fortran_order': False, 'shape': " + tuple + ", }";
    if (sizes.length > 0) {
      dictionary += " ".repeat(GROWTH_DIGITS - Long.toString(sizes[0]).length());
    }
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    // Version 1 has a length of 2 bytes; ranks that would need version 2 are refused before.
    int unpadded = MAGIC.length + 4 + text.length + 1;
    int padding = ALIGNMENT - unpadded % ALIGNMENT;
    int length = text.length + padding + 1;
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.writeBytes(MAGIC);
    header.write(1);
    header.write(0);
    header.write(length & 0xff);
    header.write(length >> 8);
    header.writeBytes(text);
    header.writeBytes(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    header.write('\n');
    return header.toByteArray();
  }

  /**
   * Reads a header.
   *
   * @param in the array's file, at its beginning; afterwards at the first element
   * @return the header
   * @throws MalformedCheckpointException if it is not one, or says something that is not read here
   * @throws IOException if the file cannot be read
   */
  static NpyHeader read(InputStream in) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new MalformedCheckpointException("it is not an .npy array");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new MalformedCheckpointException(".npy version " + version + " is not known");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    long length = littleEndian(exactly(in, lengthBytes));
    if (length > MAX_DICTIONARY_BYTES) {
      throw new MalformedCheckpointException("its .npy header has " + length + " bytes");
    }
    byte[] text = exactly(in, (int) length);
    return parse(
        new String(text, StandardCharsets.UTF_8), start.length + lengthBytes + text.length);
  }

  private static NpyHeader parse(String dictionary, int byteCount) {
    Matcher matcher = DICTIONARY.matcher(dictionary);
    if (!matcher.matches()) {
      throw new MalformedCheckpointException(
          "its .npy header is not read here: " + dictionary.strip());
    }
    StoredType type =
        StoredType.ofNumpyName(matcher.group(1))
            .orElseThrow(
                () ->
                    new MalformedCheckpointException(
                        "NumPy type '" + matcher.group(1) + "' is not read here"));
    try {
      long[] sizes =
          Arrays.stream(matcher.group(3).replace("L", "").split(","))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
      return new NpyHeader(
          type, Shape.of(sizes), matcher.group(2).equals("True") && sizes.length > 1, byteCount);
    } catch (IllegalArgumentException e) {
      throw new MalformedCheckpointException(
          "its .npy header has no valid shape: (" + matcher.group(3) + ")", e);
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new MalformedCheckpointException("its .npy header is cut short");
    }
    return bytes;
  }

  private static long littleEndian(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[i] & 0xff);
    }
    return value;
  }
}
