package io.tensorinit.format;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.MessageText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which files a folder's checkpoint consists of, as hubs lay it out: {@code
 * model.safetensors.index.json} holds {@code {"metadata": {"total_size"}, "weight_map": {TENSOR:
 * FILE}}}. Where tensors are cut, {@code "files"} of {@code "metadata"} lists all files, since a
 * name can stand for one file only in the map.
 *
 * @param name the index's name; empty where there is none
 * @param weightMap the file of each tensor; of one that is cut, that of its first part
 * @param files all files, relative to the folder, by name
 */
record ShardIndex(Optional<String> name, Map<String, String> weightMap, List<String> files) {
  /** The index's name. */
  static final String NAME = "model.safetensors.index.json";

  /** The name of a set of one file, which needs no index. */
  static final String SINGLE = "model.safetensors";

  private static final String SUFFIX = ".safetensors";
  private static final int LARGEST = 1 << 28;

  /** Finds out which files a folder's checkpoint consists of. */
  static ShardIndex of(Path folder) throws IOException {
    List<String> names = names(folder);
    List<String> indexes =
        names.stream().filter(name -> name.endsWith(SUFFIX + ".index.json")).toList();
    if (indexes.contains(NAME)) {
      indexes = List.of(NAME);
    }
    if (indexes.size() > 1) {
      throw new MalformedCheckpointException("it holds several indexes: " + indexes);
    }
    if (!indexes.isEmpty()) {
      ShardIndex index = read(folder, indexes.get(0));
      if (names.contains(SINGLE) && !index.files.contains(SINGLE)) {
        throw new MalformedCheckpointException(
            "it holds both " + SINGLE + " and " + indexes.get(0) + ", which does not name it");
      }
      return index;
    }
    List<String> files = names.stream().filter(name -> name.endsWith(SUFFIX)).toList();
    if (files.contains(SINGLE)) {
      files = List.of(SINGLE);
    }
    if (files.size() != 1) {
      throw new MalformedCheckpointException(
          files.isEmpty()
              ? "it holds no safetensors file"
              : "it holds " + files.size() + " safetensors files, but no " + NAME);
    }
    return new ShardIndex(Optional.empty(), Map.of(), files);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static ShardIndex read(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > LARGEST) {
        throw new MalformedCheckpointException("it must have at most " + LARGEST + " bytes");
      }
      return parse(folder, name, JsonReader.read(Files.readAllBytes(file)));
    } catch (JsonException | MalformedCheckpointException e) {
      throw new MalformedCheckpointException(name + ": " + e.getMessage(), e);
    }
  }

  private static ShardIndex parse(Path folder, String name, @Nullable Object tree) {
    Map<?, ?> fields = object(tree, "the index");
    Map<String, String> weightMap = new LinkedHashMap<>();
    TreeSet<String> files = new TreeSet<>();
    object(fields.get("weight_map"), "weight_map")
        .forEach(
            (tensor, file) -> {
              String inside =
                  inside(folder, file, "the file of " + MessageText.quoted((String) tensor));
              weightMap.put((String) tensor, inside);
              files.add(inside);
            });
    if (fields.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("files") instanceof List<?> more) {
      more.forEach(file -> files.add(inside(folder, file, "a file of metadata")));
    }
    return new ShardIndex(Optional.of(name), weightMap, new ArrayList<>(files));
  }

  private static Map<?, ?> object(@Nullable Object value, String place) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new MalformedCheckpointException(place + " must be an object");
  }

  /** A file's name, if it is one and leads nowhere else. */
  private static String inside(Path folder, @Nullable Object value, String what) {
    if (value instanceof String name) {
      try {
        Path file = Path.of(name);
        boolean leaves =
            file.isAbsolute() || file.startsWith("..") || !file.normalize().equals(file);
        if (!name.isEmpty() && !leaves && folder.resolve(file).startsWith(folder)) {
          return name;
        }
      } catch (InvalidPathException e) {
        // no name of a file: refused as the others are
      }
      throw new MalformedCheckpointException(
          what + " must lie in the folder, was " + MessageText.quoted(name));
    }
    throw new MalformedCheckpointException(what + " must be a text");
  }
}
