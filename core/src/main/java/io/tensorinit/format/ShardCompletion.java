package io.tensorinit.format;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds tensors to the checkpoint of a folder. Files that are there stay as they are: the tensors go
 * into a file of their own, {@code model-added-00001.safetensors}, and the index is replaced by one
 * that names it, too, in one step. A process that is killed leaves the folder as it was, but for a
 * file that nothing speaks of and that the next run replaces. A folder whose checkpoint is a single
 * file without an index has that file replaced in one step, since other readers would not look into
 * a second.
 */
public final class ShardCompletion implements Closeable {
  private final CheckpointWriter writer;
  private final Path folder;
  private final ShardIndex index;
  private final List<TensorInfo> more;

  private ShardCompletion(
      CheckpointWriter writer, Path folder, ShardIndex index, List<TensorInfo> more) {
    this.writer = writer;
    this.folder = folder;
    this.index = index;
    this.more = more;
  }

  /**
   * Begins to add tensors.
   *
   * @param folder the folder
   * @param more the tensors, of names that its checkpoint does not have
   * @return this, for one thread at a time
   * @throws MalformedCheckpointException if the folder holds no checkpoint, or a broken one
   * @throws IllegalArgumentException if a safetensors file cannot hold the tensors; nothing was
   *     written then
   * @throws IOException if the folder cannot be read or written, or there is no room
   */
  public static ShardCompletion begin(Path folder, List<TensorInfo> more) throws IOException {
    ShardIndex index = ShardIndex.of(folder);
    CheckpointWriter writer =
        index.name().isEmpty()
            ? CheckpointWriter.complete(folder.resolve(index.files().get(0)), more)
            : CheckpointWriter.create(
                folder.resolve(freeName(index)), CheckpointFormat.SAFETENSORS, more);
    return new ShardCompletion(writer, folder, index, more);
  }

  /** The first name of its kind that the index does not know; a file of that name is a remnant. */
  private static String freeName(ShardIndex index) {
    int number = 1;
    while (index.files().contains(addedName(number))) {
      number++;
    }
    return addedName(number);
  }

  private static String addedName(int number) {
    return String.format(Locale.ROOT, "model-added-%05d.safetensors", number);
  }

  /** Whether a file holds tensors that were added to a set. */
  static boolean isAdded(String file) {
    return file.matches("model-added-[0-9]{5,}\\.safetensors");
  }

  /**
   * The file to fill the tensors into.
   *
   * @return its writer, whose tensors are those given; it is closed with this
   */
  public CheckpointWriter writer() {
    return writer;
  }

  /**
   * Finishes the file, and the index. Every tensor must have been written.
   *
   * @throws IOException if they cannot be written; then the folder's checkpoint is as it was
   */
  public void commit() throws IOException {
    if (index.name().isEmpty()) {
      writer.commit();
      return;
    }
    byte[] completed = completedIndex(); // before anything takes its name
    writer.commit();
    try (AtomicFile file = AtomicFile.create(folder.resolve(index.name().get()))) {
      ChannelIo.write(file.channel(), 0, completed);
      file.commit();
    } catch (IOException e) {
      Files.deleteIfExists(writer.path());
      throw e;
    }
  }

  /** The index as it is, with the tensors that are added. */
  private byte[] completedIndex() throws IOException {
    Path file = folder.resolve(index.name().orElseThrow());
    String name = String.valueOf(writer.path().getFileName());
    try {
      Map<String, @Nullable Object> tree = fields(JsonReader.read(Files.readAllBytes(file)));
      Map<String, @Nullable Object> weightMap = fields(tree.get("weight_map"));
      more.forEach(tensor -> weightMap.put(tensor.name(), name));
      tree.put("weight_map", weightMap);
      if (tree.get("metadata") instanceof Map<?, ?>) {
        tree.put("metadata", metadata(fields(tree.get("metadata")), name));
      }
      StringWriter json = new StringWriter();
      JsonWriter.write(tree, json);
      return json.toString().getBytes(StandardCharsets.UTF_8);
    } catch (JsonException e) {
      throw new MalformedCheckpointException(
          MessageText.of(file.toString()) + ": " + e.getMessage(), e);
    }
  }

  private Map<String, @Nullable Object> metadata(
      Map<String, @Nullable Object> metadata, String name) {
    if (metadata.get("total_size") instanceof Long size) {
      long added = more.stream().mapToLong(TensorInfo::byteCount).sum();
      metadata.put("total_size", size + added);
    }
    if (metadata.get("files") instanceof List<?> files) {
      List<@Nullable Object> all = new ArrayList<>(files);
      all.add(name);
      metadata.put("files", all);
    }
    return metadata;
  }

  @SuppressWarnings("unchecked") // a JSON tree's keys are strings
  private static Map<String, @Nullable Object> fields(@Nullable Object value) {
    if (value instanceof Map) {
      return new LinkedHashMap<>((Map<String, @Nullable Object>) value);
    }
    throw new MalformedCheckpointException("an index must be an object with a weight_map");
  }

  /** Ends the writing; what was not committed is deleted. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
