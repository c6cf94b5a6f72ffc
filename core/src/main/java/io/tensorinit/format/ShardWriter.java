package io.tensorinit.format;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.tensor.Shape;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes all files of a set of safetensors files, or one of them, and the set's index. Until {@link
 * #commit} what is in the folder stays as it is. Then the files take their names, one after the
 * other in a few milliseconds; the index comes last and, where files of the same names are
 * replaced, the old one goes first, so that a process killed in between leaves no index over files
 * of two sets. When all files of the set are there, those of older sets of another number of files,
 * and a {@code model.safetensors}, are deleted. For one thread at a time.
 */
public final class ShardWriter implements Closeable {
  private static final Pattern NAME =
      Pattern.compile("model-[0-9]{5,}-of-([0-9]{5,})\\.safetensors");
  private static final String LOCK = ".tensorinit-folder.lock";

  private final Path folder;
  private final boolean newFolder;
  private final int files;
  private final byte[] index;
  private final Map<Integer, CheckpointWriter> writers = new LinkedHashMap<>();

  private ShardWriter(Path folder, boolean newFolder, int files, byte[] index) {
    this.folder = folder;
    this.newFolder = newFolder;
    this.files = files;
    this.index = index;
  }

  /**
   * The name of a file of a set.
   *
   * @param file which, from 0
   * @param files the number of files
   * @return {@code model-00001-of-00004.safetensors} for the first of four
   */
  public static String fileName(int file, int files) {
    return String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", file + 1, files);
  }

  /**
   * Begins a set.
   *
   * @param folder its folder; it is made if its parent exists
   * @param files the number of files
   * @param fileOf which file has each tensor, or its first element where tensors are cut
   * @param totalSize the size of all tensors in bytes
   * @param cut whether tensors are cut, so that the index has to list all files
   * @return the writer
   * @throws IOException if the folder cannot be made, or is something else
   */
  public static ShardWriter create(
      Path folder, int files, Map<String, Integer> fileOf, long totalSize, boolean cut)
      throws IOException {
    boolean newFolder = false;
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
        newFolder = true;
      } catch (FileAlreadyExistsException e) { // by another rank, just now; or it is no folder
        if (!Files.isDirectory(folder)) {
          throw new IOException("cannot write " + folder + ": it is not a folder", e);
        }
      } catch (IOException e) {
        Path parent = folder.toAbsolutePath().getParent();
        String reason =
            parent != null && !Files.isDirectory(parent)
                ? "the folder " + parent + " does not exist"
                : "no permission to make it";
        throw new IOException("cannot write " + folder + ": " + reason, e);
      }
    }
    return new ShardWriter(folder, newFolder, files, index(files, fileOf, totalSize, cut));
  }

  private static byte[] index(int files, Map<String, Integer> fileOf, long totalSize, boolean cut) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    if (cut) {
      metadata.put("files", IntStream.range(0, files).mapToObj(k -> fileName(k, files)).toList());
    }
    metadata.put("total_size", totalSize);
    Map<String, Object> weightMap = new LinkedHashMap<>();
    fileOf.keySet().stream()
        .sorted(
            Comparator.comparing(
                name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned))
        .forEach(name -> weightMap.put(name, fileName(fileOf.getOrDefault(name, 0), files)));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("metadata", metadata);
    tree.put("weight_map", weightMap);
    StringWriter json = new StringWriter();
    try {
      JsonWriter.write(tree, json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Begins a file of whole tensors. Whoever begins a file fills it and {@linkplain
   * CheckpointWriter#finish finishes} it; this writer gives it its name and closes it.
   *
   * @param file which, from 0
   * @param tensors its tensors
   * @return the file's writer
   * @throws IllegalArgumentException if such a file cannot hold the tensors
   * @throws IOException if the file cannot be written there, or there is no room for it
   */
  public CheckpointWriter begin(int file, List<TensorInfo> tensors) throws IOException {
    return begin(file, tensors, Map.of());
  }

  /**
   * Begins a file of tensors of which some are cut.
   *
   * @param file which, from 0
   * @param tensors what is in the file of each tensor
   * @param starts where that begins in the whole tensor: the first index along each axis
   * @param wholes the shape of each whole tensor
   * @return the file's writer
   * @throws IllegalArgumentException if such a file cannot hold the tensors
   * @throws IOException if the file cannot be written there, or there is no room for it
   */
  public CheckpointWriter begin(
      int file, List<TensorInfo> tensors, List<long[]> starts, List<Shape> wholes)
      throws IOException {
    return begin(file, tensors, TensorPieces.notes(tensors, starts, wholes));
  }

  private CheckpointWriter begin(int file, List<TensorInfo> tensors, Map<String, String> notes)
      throws IOException {
    CheckpointWriter writer =
        CheckpointWriter.create(
            folder.resolve(fileName(file, files)), CheckpointFormat.SAFETENSORS, tensors, notes);
    writers.put(file, writer);
    return writer;
  }

  /**
   * Gives the files that were begun, all of them finished, their names, and writes the index.
   *
   * @throws IOException if a file cannot be renamed or the index not be written
   */
  public void commit() throws IOException {
    LockFile lock = LockFile.hold(folder.resolve(LOCK));
    try {
      Path indexFile = folder.resolve(ShardIndex.NAME);
      boolean replaces = writers.keySet().stream().anyMatch(this::exists);
      if (writers.size() == files && replaces) {
        Files.deleteIfExists(indexFile);
      }
      for (CheckpointWriter writer : writers.values()) {
        writer.publish();
      }
      if (!Files.exists(indexFile) || !Arrays.equals(index, Files.readAllBytes(indexFile))) {
        write(indexFile, index);
      }
      if (isWhole()) {
        deleteOlderSets();
      }
    } finally {
      lock.delete();
    }
  }

  private boolean exists(int file) {
    return Files.exists(folder.resolve(fileName(file, files)));
  }

  /**
   * Whether all files of the set have their names.
   *
   * @return true if none is missing
   */
  boolean isWhole() {
    return IntStream.range(0, files).allMatch(this::exists);
  }

  private static void write(Path path, byte[] bytes) throws IOException {
    try (AtomicFile file = AtomicFile.create(path)) {
      ChannelIo.write(file.channel(), 0, bytes);
      file.commit();
    }
  }

  private void deleteOlderSets() throws IOException {
    List<Path> older = new ArrayList<>();
    try (Stream<Path> found = Files.list(folder)) {
      found.filter(this::isOfOlderSet).forEach(older::add);
    }
    for (Path file : older) {
      Files.deleteIfExists(file);
    }
  }

  private boolean isOfOlderSet(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher shard = NAME.matcher(name);
    return name.equals(ShardIndex.SINGLE)
        || ShardCompletion.isAdded(name)
        || (shard.matches() && !shard.group(1).equals(String.format(Locale.ROOT, "%05d", files)));
  }

  /**
   * Ends the writing; what was not committed is deleted, and the folder if it was made here and is
   * empty. Closing again does nothing.
   */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (CheckpointWriter writer : writers.values()) {
      try {
        writer.close();
      } catch (IOException e) {
        failure = e; // the others are closed, too
      }
    }
    if (newFolder) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        // it is not empty: there is a set in it
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
