package io.tensorinit.format;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, checked against the size of the file.
 *
 * <p>What the format's own reader takes is taken: tensors in any order, {@code __metadata__} that
 * is null, fields of a tensor that are not known, or their values in a list without names. Taken
 * beyond it is a dtype that has no name there, whose size is what {@code data_offsets} says.
 * Refused beyond it is a key twice, of which that reader takes the last.
 *
 * @param entries the tensors, in the order they lie in
 * @param metadata the file's own notes
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final String DTYPE = "dtype";
  private static final String SHAPE = "shape";
  private static final String OFFSETS = "data_offsets";
  private static final List<String> FIELDS = List.of(DTYPE, SHAPE, OFFSETS);

  /**
   * A tensor and its place.
   *
   * @param tensor the tensor
   * @param begin its first byte, counted from the first byte after the header
   * @param moreFields what the header says of it beyond dtype, shape and data_offsets
   */
  record Entry(TensorInfo tensor, long begin, Map<String, @Nullable Object> moreFields) {
    long end() {
      return begin + tensor.byteCount();
    }
  }

  /**
   * Reads a header.
   *
   * @param header its bytes
   * @param dataBytes the number of bytes after the header
   * @return the header
   * @throws MalformedCheckpointException if it is not one, or the tensors do not fill the bytes
   *     after it without gaps and overlaps
   */
  static SafetensorsHeader parse(byte[] header, long dataBytes) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    object(tree(header), "the header")
        .forEach(
            (name, value) -> {
              if (name.equals(SafetensorsLayout.METADATA)) {
                metadata.putAll(metadata(value));
              } else {
                entries.add(entry(name, value));
              }
            });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireNoGaps(entries, dataBytes);
    return new SafetensorsHeader(entries, metadata);
  }

  private static @Nullable Object tree(byte[] header) {
    try {
      return JsonReader.read(header);
    } catch (JsonException e) {
      throw new MalformedCheckpointException("its header is no JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> metadata(@Nullable Object value) {
    Map<String, String> notes = new LinkedHashMap<>();
    if (value != null) {
      object(value, SafetensorsLayout.METADATA)
          .forEach(
              (key, text) -> {
                if (!(text instanceof String note)) {
                  throw new MalformedCheckpointException(
                      "\"" + key + "\" of " + SafetensorsLayout.METADATA + " must be a text");
                }
                notes.put(key, note);
              });
    }
    return notes;
  }

  private static Entry entry(String name, @Nullable Object value) {
    String tensor = "tensor \"" + name + "\"";
    Map<String, @Nullable Object> fields =
        value instanceof List<?> list && list.size() == FIELDS.size()
            ? named(list)
            : object(value, tensor);
    for (String field : FIELDS) {
      if (!fields.containsKey(field)) {
        throw new MalformedCheckpointException(
            tensor + " must have dtype, shape and data_offsets, has " + fields.keySet());
      }
    }
    if (!(fields.get(DTYPE) instanceof String dtype)) {
      throw new MalformedCheckpointException(
          tensor + ": dtype must be a text, was " + fields.get(DTYPE));
    }
    long[] sizes = integers(fields.get(SHAPE), tensor + ": shape");
    long[] offsets = integers(fields.get(OFFSETS), tensor + ": data_offsets");
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new MalformedCheckpointException(
          tensor + ": data_offsets must be a begin and an end, were " + fields.get(OFFSETS));
    }
    Map<String, @Nullable Object> more = new LinkedHashMap<>(fields);
    more.keySet().removeAll(FIELDS);
    return new Entry(info(name, dtype, sizes, offsets[1] - offsets[0]), offsets[0], more);
  }

  /** A tensor's fields without their names, which the format's own reader takes, too. */
  private static Map<String, @Nullable Object> named(List<?> values) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < FIELDS.size(); i++) {
      fields.put(FIELDS.get(i), values.get(i));
    }
    return fields;
  }

  private static TensorInfo info(String name, String dtype, long[] sizes, long byteCount) {
    Shape shape;
    try {
      shape = Shape.of(sizes);
    } catch (IllegalArgumentException e) {
      throw new MalformedCheckpointException("tensor \"" + name + "\": " + e.getMessage(), e);
    }
    try {
      return new TensorInfo(name, StoredType.ofSafetensorsName(dtype), dtype, shape, byteCount);
    } catch (IllegalArgumentException e) {
      throw new MalformedCheckpointException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireNoGaps(List<Entry> entries, long dataBytes) {
    long end = 0;
    for (Entry entry : entries) {
      if (entry.begin() != end) {
        throw new MalformedCheckpointException(
            "tensor \""
                + entry.tensor().name()
                + "\" begins at byte "
                + entry.begin()
                + " of the data, not where the one before it ends, at "
                + end);
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw new MalformedCheckpointException(
          "its tensors take " + end + " bytes, the file has " + dataBytes + " for them");
    }
  }

  @SuppressWarnings("unchecked") // a JSON tree's keys are strings
  private static Map<String, @Nullable Object> object(@Nullable Object value, String place) {
    if (value instanceof Map) {
      return (Map<String, @Nullable Object>) value;
    }
    throw new MalformedCheckpointException(place + " must be an object");
  }

  private static long[] integers(@Nullable Object value, String place) {
    if (value instanceof List<?> list
        && list.stream().allMatch(e -> e instanceof Long number && number >= 0)) {
      return list.stream().mapToLong(e -> (Long) e).toArray();
    }
    throw new MalformedCheckpointException(place + " must be a list of integers of 0 or more");
  }
}
