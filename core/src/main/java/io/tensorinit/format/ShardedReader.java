package io.tensorinit.format;

import io.tensorinit.json.MessageText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the checkpoint of a folder: all files of a set as if they were one. */
final class ShardedReader implements CheckpointReader {
  private final List<CheckpointReader> files;
  private final List<TensorPieces> pieces;
  private final List<TensorInfo> tensors;

  private ShardedReader(List<CheckpointReader> files, List<TensorPieces> pieces) {
    this.files = files;
    this.pieces = pieces;
    this.tensors = pieces.stream().map(TensorPieces::whole).toList();
  }

  static ShardedReader open(Path folder) throws IOException {
    ShardIndex index = ShardIndex.of(folder);
    List<CheckpointReader> opened = new ArrayList<>();
    Map<String, List<TensorPieces.Piece>> found = new LinkedHashMap<>();
    try {
      for (String file : index.files()) {
        CheckpointReader reader = openFile(folder, file);
        opened.add(reader);
        Map<?, ?> cuts = cuts(file, reader);
        for (int tensor = 0; tensor < reader.tensors().size(); tensor++) {
          found
              .computeIfAbsent(reader.tensors().get(tensor).name(), name -> new ArrayList<>())
              .add(TensorPieces.piece(file, reader, tensor, cuts));
        }
      }
      List<TensorPieces> tensors = found.values().stream().map(TensorPieces::of).toList();
      requireAsIndexed(index, tensors);
      return new ShardedReader(opened, tensors);
    } catch (IOException | RuntimeException e) {
      for (CheckpointReader reader : opened) {
        reader.close();
      }
      throw e;
    }
  }

  private static CheckpointReader openFile(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new MalformedCheckpointException(
          "file " + name + ", of which its index speaks, is missing");
    }
    try {
      return SafetensorsReader.open(file);
    } catch (MalformedCheckpointException e) {
      throw new MalformedCheckpointException(name + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Map<?, ?> cuts(String file, CheckpointReader reader) {
    try {
      return TensorPieces.cuts(reader);
    } catch (MalformedCheckpointException e) {
      throw new MalformedCheckpointException(file + ": " + e.getMessage(), e);
    }
  }

  private static void requireAsIndexed(ShardIndex index, List<TensorPieces> tensors) {
    Map<String, TensorPieces> byName = new LinkedHashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.whole().name(), tensor));
    index
        .weightMap()
        .forEach(
            (name, file) -> {
              TensorPieces tensor = byName.get(name);
              if (tensor == null || !tensor.files().contains(file)) {
                throw new MalformedCheckpointException(
                    "its index says that tensor "
                        + MessageText.quoted(name)
                        + " is in "
                        + file
                        + ", which has no such tensor");
              }
            });
  }

  @Override
  public List<TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public void read(int tensor, long position, ByteBuffer into) throws IOException {
    pieces.get(tensor).read(position, into);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (CheckpointReader file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
