package io.tensorinit.format;

import io.tensorinit.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The header of an {@code .npy} array: magic text, version, length, and a Python dictionary with
 * the type, the order of the elements and the shape, filled up so that the elements start at a
 * multiple of 64 bytes.
 *
 * <p>Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", and {@code
 * numpy.lib.format}, whose bytes {@link #encode} gives.
 *
 * @param type the type of the elements
 * @param descriptor the type as the header spells it
 * @param shape the shape
 * @param columnMajor whether the first axis varies fastest (Fortran's order)
 * @param byteCount the header's own size in bytes
 */
record NpyHeader(
    NumpyType type, String descriptor, Shape shape, boolean columnMajor, int byteCount) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** NumPy keeps room for the first size to grow to this many digits. */
  private static final int GROWTH_DIGITS = 21;

  /** The longest header that is read: of records with thousands of fields. */
  private static final int MAX_DICTIONARY_BYTES = 1 << 20;

  private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

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

  /** Whether a file that begins with these bytes is an array. */
  static boolean isMagic(byte[] start) {
    return Arrays.equals(start, MAGIC);
  }

  /** How many of a file's first bytes tell whether it is an array. */
  static int magicBytes() {
    return MAGIC.length;
  }

  /**
   * Reads a header.
   *
   * @param in the array's file, behind the magic text; afterwards at the first element
   * @return the header
   * @throws MalformedCheckpointException if it is not one
   * @throws IOException if the file cannot be read
   */
  static NpyHeader readAfterMagic(InputStream in) throws IOException {
    byte[] version = exactly(in, 2);
    if (version[0] < 1 || version[0] > 3 || version[1] != 0) {
      throw new MalformedCheckpointException(
          ".npy version " + (version[0] & 0xff) + "." + (version[1] & 0xff) + " is not known");
    }
    int lengthBytes = version[0] == 1 ? 2 : 4;
    long length = littleEndian(exactly(in, lengthBytes));
    if (length > MAX_DICTIONARY_BYTES) {
      throw new MalformedCheckpointException("its .npy header has " + length + " bytes");
    }
    byte[] text = exactly(in, (int) length);
    boolean isVersion3 = version[0] == 3;
    try {
      return parse(
          PythonLiteral.parse(
              new String(text, isVersion3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
              !isVersion3),
          MAGIC.length + version.length + lengthBytes + text.length);
    } catch (PythonLiteral.SyntaxException e) {
      throw new MalformedCheckpointException(
          "its .npy header is no Python literal: " + e.getMessage(), e);
    }
  }

  private static NpyHeader parse(PythonLiteral.Node header, int byteCount) {
    if (!(header.value() instanceof Map<?, ?> fields) || !fields.keySet().equals(KEYS)) {
      throw new MalformedCheckpointException(
          "its .npy header must be a dictionary of descr, fortran_order and shape, was "
              + header.text().strip());
    }
    PythonLiteral.Node order = node(fields, "fortran_order");
    if (!(order.value() instanceof Boolean isFortran)) {
      throw new MalformedCheckpointException(
          "its .npy header's fortran_order must be True or False, was " + order.text());
    }
    Shape shape = shape(node(fields, "shape"));
    PythonLiteral.Node descriptor = node(fields, "descr");
    return new NpyHeader(
        NumpyType.of(descriptor),
        descriptor.value() instanceof String name ? name : descriptor.text(),
        shape,
        isFortran && shape.rank() > 1,
        byteCount);
  }

  private static PythonLiteral.Node node(Map<?, ?> fields, String key) {
    return (PythonLiteral.Node) Objects.requireNonNull(fields.get(key), key);
  }

  private static long size(PythonLiteral.Node node) {
    if (node.value() instanceof BigInteger size) {
      return size.longValueExact();
    }
    throw new IllegalArgumentException("no integer: " + node.text());
  }

  private static Shape shape(PythonLiteral.Node node) {
    try {
      if (node.value() instanceof PythonLiteral.Tuple tuple) {
        return Shape.of(tuple.elements().stream().mapToLong(NpyHeader::size).toArray());
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedCheckpointException(
          "its .npy header has no valid shape: " + node.text(), e);
    }
    throw new MalformedCheckpointException("its .npy header has no valid shape: " + node.text());
  }

  /** Whether the size of the elements follows from type and shape; pickled ones have any. */
  boolean isSized() {
    return type.itemBytes().isPresent();
  }

  /**
   * The array as a tensor.
   *
   * @param name its name
   * @param dataBytes what the file holds behind the header
   * @return the tensor
   * @throws MalformedCheckpointException if header and file do not agree
   */
  TensorInfo tensor(String name, long dataBytes) {
    if (isSized()) {
      long asked;
      try {
        asked = Math.multiplyExact(shape.elementCount(), type.itemBytes().getAsLong());
      } catch (ArithmeticException e) {
        throw new MalformedCheckpointException("it must have at most 2^63 - 1 bytes", e);
      }
      if (asked != dataBytes) {
        throw new MalformedCheckpointException(
            "it has " + dataBytes + " bytes of elements where its header asks for " + asked);
      }
    }
    return type.type() == StoredType.OTHER
        ? TensorInfo.other(name, descriptor, shape, dataBytes)
        : new TensorInfo(name, type.type(), shape);
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
