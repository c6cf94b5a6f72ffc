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
 * @param entries the tensors, in the order they lie in
 * @param metadata the file's notes of itself
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  /**
   * A tensor and its place.
   *
   * @param tensor the tensor
   * @param begin its first byte, counted from the first byte after the header
   */
  record Entry(TensorInfo tensor, long begin) {
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
                readMetadata(value, metadata);
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

  private static void readMetadata(@Nullable Object value, Map<String, String> metadata) {
    object(value, SafetensorsLayout.METADATA)
        .forEach(
            (key, text) -> {
              if (!(text instanceof String note)) {
                throw new MalformedCheckpointException(
                    "\"" + key + "\" of " + SafetensorsLayout.METADATA + " must be a text");
              }
              metadata.put(key, note);
            });
  }

  private static Entry entry(String name, @Nullable Object value) {
    String tensor = "tensor \"" + name + "\"";
    Map<String, @Nullable Object> fields = object(value, tensor);
    if (fields.size() != 3) {
      throw new MalformedCheckpointException(
          tensor + " must have dtype, shape and data_offsets, has " + fields.keySet());
    }
    Object dtype = fields.get("dtype");
    StoredType type =
        StoredType.ofSafetensorsName(String.valueOf(dtype))
            .orElseThrow(
                () ->
                    new MalformedCheckpointException(
                        tensor + " has dtype " + dtype + ", which is not read here"));
    long[] sizes = integers(fields.get("shape"), tensor + ": shape");
    long[] offsets = integers(fields.get("data_offsets"), tensor + ": data_offsets");
    TensorInfo info;
    try {
      info = new TensorInfo(name, type, Shape.of(sizes));
    } catch (IllegalArgumentException e) {
      throw new MalformedCheckpointException(tensor + ": " + e.getMessage(), e);
    }
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw new MalformedCheckpointException(
          tensor + ": data_offsets must be a begin and an end, were " + fields.get("data_offsets"));
    }
    if (offsets[1] - offsets[0] != info.byteCount()) {
      throw new MalformedCheckpointException(
          tensor
              + " has "
              + (offsets[1] - offsets[0])
              + " bytes where shape "
              + info.shape()
              + " and dtype "
              + type
              + " ask for "
              + info.byteCount());
    }
    return new Entry(info, offsets[0]);
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
