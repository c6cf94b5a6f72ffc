package io.tensorinit.format;

import io.tensorinit.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a safetensors file, byte for byte that of the format's own writer: 8 bytes with the
 * header's length, the header (JSON, filled up with blanks to a multiple of 8 bytes), then the
 * tensors without gaps, those of the largest type first, by name within a type.
 *
 * <p>Source: Hugging Face, safetensors, README ("Format") and {@code serialize}.
 */
final class SafetensorsLayout implements FileLayout {
  /** The name that the format reserves for the file's own notes. */
  static final String METADATA = "__metadata__";

  /** The longest header that readers of the format accept, in bytes. */
  static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int ALIGNMENT = 8;

  private final byte[] header;
  private final long[] positions;
  private final long fileSize;

  SafetensorsLayout(List<TensorInfo> tensors, Map<String, String> metadata) {
    this(tensors, metadata, List.of());
  }

  /**
   * The layout of tensors of which some have fields that are not known here.
   *
   * @param tensors the tensors
   * @param metadata the file's notes
   * @param moreFields further fields of the first tensors
   */
  SafetensorsLayout(
      List<TensorInfo> tensors,
      Map<String, String> metadata,
      List<Map<String, @Nullable Object>> moreFields) {
    Integer[] order = new Integer[tensors.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(
        order,
        Comparator.<Integer, StoredType>comparing(i -> tensors.get(i).type())
            .reversed()
            .thenComparing(
                i -> tensors.get(i).name().getBytes(StandardCharsets.UTF_8),
                Arrays::compareUnsigned));
    positions = new long[order.length];
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      members.put(METADATA, metadata);
    }
    long end = 0;
    for (int i : order) {
      TensorInfo tensor = tensors.get(i);
      positions[i] = end;
      end = Math.addExact(end, tensor.byteCount());
      Map<String, @Nullable Object> fields = member(tensor, positions[i], end);
      if (i < moreFields.size()) {
        fields.putAll(moreFields.get(i));
      }
      members.put(tensor.name(), fields);
    }
    header = padded(JsonWriter.compact(members));
    for (int i = 0; i < positions.length; i++) {
      positions[i] = Math.addExact(positions[i], Long.BYTES + (long) header.length);
    }
    fileSize = Math.addExact(end, Long.BYTES + (long) header.length);
  }

  private static Map<String, @Nullable Object> member(TensorInfo tensor, long begin, long end) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("dtype", tensor.dtype());
    fields.put("shape", Arrays.stream(tensor.shape().sizes()).boxed().toList());
    fields.put("data_offsets", List.of(begin, end));
    return fields;
  }

  private static byte[] padded(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(json.getBytes(StandardCharsets.UTF_8));
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "a safetensors header must have at most "
              + MAX_HEADER_BYTES
              + " bytes, these names and shapes take "
              + bytes.size());
    }
    return bytes.toByteArray();
  }

  @Override
  public long position(int tensor) {
    return positions[tensor];
  }

  @Override
  public long fileSize() {
    return fileSize;
  }

  /** All that stands before the tensors. */
  byte[] frame() {
    return ByteBuffer.allocate(Long.BYTES + header.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .array();
  }

  @Override
  public void writeFrame(FileChannel channel) throws IOException {
    ChannelIo.write(channel, 0, frame());
  }
}
