package io.tensorinit.cli;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Safetensors files as bytes: each tensor's entry and data, whatever its dtype. Shares no code with
 * the library but for JSON; writes tensors in the order of the map, which the library does not.
 */
final class RawSafetensors {
  final Map<String, Map<String, Object>> entries = new LinkedHashMap<>();
  final Map<String, byte[]> data = new LinkedHashMap<>();
  Object metadata;

  @SuppressWarnings("unchecked")
  static RawSafetensors read(Path file) throws IOException {
    RawSafetensors read = new RawSafetensors();
    byte[] bytes = Files.readAllBytes(file);
    int header = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    Map<String, Object> tree;
    try {
      tree = (Map<String, Object>) JsonReader.read(Arrays.copyOfRange(bytes, 8, 8 + header));
    } catch (JsonException e) {
      throw new IOException(e);
    }
    read.metadata = tree.remove("__metadata__");
    tree.forEach(
        (name, value) -> {
          Map<String, Object> entry = new LinkedHashMap<>((Map<String, Object>) value);
          List<Long> offsets = (List<Long>) entry.remove("data_offsets");
          int begin = 8 + header;
          read.data.put(
              name,
              Arrays.copyOfRange(
                  bytes, begin + offsets.get(0).intValue(), begin + offsets.get(1).intValue()));
          read.entries.put(name, entry);
        });
    return read;
  }

  void put(String name, String dtype, List<Long> shape, byte[] bytes) {
    entries.put(name, new LinkedHashMap<>(Map.of("dtype", dtype, "shape", shape)));
    data.put(name, bytes);
  }

  void remove(String name) {
    entries.remove(name);
    data.remove(name);
  }

  void write(Path file) throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    entries.forEach(
        (name, entry) -> {
          Map<String, Object> fields = new LinkedHashMap<>(entry);
          long begin = all.size();
          all.writeBytes(data.get(name));
          fields.put("data_offsets", List.of(begin, (long) all.size()));
          tree.put(name, fields);
        });
    if (metadata != null) {
      tree.put("__metadata__", metadata);
    }
    byte[] header = JsonWriter.compact(tree).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + header.length + all.size()).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(header.length).put(header).put(all.toByteArray()).array());
  }
}
