package io.tensorinit.format;

import io.tensorinit.format.PythonLiteral.Node;
import io.tensorinit.format.PythonLiteral.Tuple;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of a NumPy array's elements, as the {@code descr} of an {@code .npy} header gives it.
 *
 * <p>Source: {@code numpy.lib.format.descr_to_dtype}, and NumPy's reference, "Data type objects".
 *
 * @param type the type; {@link StoredType#OTHER} for text, times, objects, records, numbers that
 *     have no counterpart, and descriptors that are not known
 * @param isBigEndian whether the bytes of a number stand in the other order
 * @param itemBytes the size of an element; empty where it is not known, or the elements are pickled
 */
record NumpyType(StoredType type, boolean isBigEndian, OptionalLong itemBytes) {
  /** A byte order, a kind with a size or a name, and the unit of a time. */
  private static final Pattern DESCRIPTOR =
      Pattern.compile("([<>=|]?)([A-Za-z?]+)([0-9]{0,9})(\\[.*\\])?");

  /** NumPy's names and letters of types, and their kinds and sizes. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("bool", "b1"),
          Map.entry("?", "b1"),
          Map.entry("b", "i1"),
          Map.entry("B", "u1"),
          Map.entry("h", "i2"),
          Map.entry("H", "u2"),
          Map.entry("i", "i4"),
          Map.entry("I", "u4"),
          Map.entry("q", "i8"),
          Map.entry("Q", "u8"),
          Map.entry("e", "f2"),
          Map.entry("f", "f4"),
          Map.entry("d", "f8"),
          Map.entry("F", "c8"),
          Map.entry("D", "c16"),
          Map.entry("half", "f2"),
          Map.entry("single", "f4"),
          Map.entry("double", "f8"),
          Map.entry("float16", "f2"),
          Map.entry("float32", "f4"),
          Map.entry("float64", "f8"),
          Map.entry("complex64", "c8"),
          Map.entry("complex128", "c16"),
          Map.entry("int8", "i1"),
          Map.entry("int16", "i2"),
          Map.entry("int32", "i4"),
          Map.entry("int64", "i8"),
          Map.entry("uint8", "u1"),
          Map.entry("uint16", "u2"),
          Map.entry("uint32", "u4"),
          Map.entry("uint64", "u8"));

  private static final String SIZED_BY_BYTES = "ifcuSaV";
  private static final int UNICODE_BYTES = 4;
  private static final int TIME_BYTES = 8;

  /** The type of a descriptor. */
  static NumpyType of(Node descriptor) {
    if (descriptor.value() instanceof String name) {
      return named(name);
    }
    return other(bytesOf(descriptor));
  }

  private static NumpyType other(OptionalLong itemBytes) {
    return new NumpyType(StoredType.OTHER, false, itemBytes);
  }

  private static NumpyType named(String name) {
    Matcher matcher = DESCRIPTOR.matcher(name);
    if (!matcher.matches()) {
      return other(OptionalLong.empty());
    }
    String asLetter = NAMES.get(matcher.group(2) + matcher.group(3));
    String sized = asLetter != null ? asLetter : matcher.group(2) + matcher.group(3);
    for (StoredType type : StoredType.values()) {
      if (type.numpyName().filter(numpys -> numpys.substring(1).equals(sized)).isPresent()) {
        boolean isSwapped = matcher.group(1).equals(">") && type.bytes() > type.parts();
        return new NumpyType(type, isSwapped, OptionalLong.of(type.bytes()));
      }
    }
    return other(bytesOf(matcher.group(2), matcher.group(3)));
  }

  private static OptionalLong bytesOf(String kind, String digits) {
    if (kind.equals("M") || kind.equals("m")) {
      return OptionalLong.of(TIME_BYTES);
    }
    if (digits.isEmpty()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(digits);
    if (kind.equals("U")) {
      return OptionalLong.of(UNICODE_BYTES * number);
    }
    boolean isSized = kind.length() == 1 && SIZED_BY_BYTES.contains(kind);
    return isSized ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The size of a record, or of a type with a shape; empty if it is not known. */
  private static OptionalLong bytesOf(Node descriptor) {
    Object value = descriptor.value();
    if (value instanceof String name) {
      return named(name).itemBytes();
    }
    if (value instanceof Tuple pair && pair.elements().size() == 2) {
      return times(bytesOf(pair.elements().get(0)), pair.elements().get(1).value());
    }
    long sum = 0;
    if (!(value instanceof List<?> fields)) {
      return OptionalLong.empty();
    }
    for (Object field : fields) {
      OptionalLong bytes = fieldBytes(((Node) field).value());
      if (bytes.isEmpty()) {
        return bytes;
      }
      sum = Math.addExact(sum, bytes.getAsLong());
    }
    return OptionalLong.of(sum);
  }

  /** The size of a field: its name, its type and, if any, its shape. */
  private static OptionalLong fieldBytes(@Nullable Object field) {
    if (!(field instanceof Tuple tuple) || tuple.elements().size() < 2) {
      return OptionalLong.empty();
    }
    OptionalLong bytes = bytesOf(tuple.elements().get(1));
    return tuple.elements().size() == 2 ? bytes : times(bytes, tuple.elements().get(2).value());
  }

  private static OptionalLong times(OptionalLong bytes, @Nullable Object sizes) {
    List<?> list = sizes instanceof Tuple tuple ? tuple.elements() : List.of();
    if (bytes.isEmpty() || (!(sizes instanceof Tuple) && !(sizes instanceof BigInteger))) {
      return OptionalLong.empty();
    }
    long product = bytes.getAsLong();
    if (sizes instanceof BigInteger size) {
      product = Math.multiplyExact(product, size.longValueExact());
    }
    for (Object size : list) {
      if (!(((Node) size).value() instanceof BigInteger factor)) {
        return OptionalLong.empty();
      }
      product = Math.multiplyExact(product, factor.longValueExact());
    }
    return OptionalLong.of(product);
  }
}
