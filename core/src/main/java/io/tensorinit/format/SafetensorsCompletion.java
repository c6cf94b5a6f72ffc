package io.tensorinit.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a safetensors file that holds the tensors of an older one, byte for byte, and more.
 * Notes, and fields of tensors that are not known, stay; the tensors stand in the order in which
 * the format's own writer puts all of them, so that the file is that of the whole written at once.
 */
final class SafetensorsCompletion implements FileLayout {
  private final SafetensorsReader older;
  private final SafetensorsLayout whole;
  private final int olderTensors;

  private SafetensorsCompletion(SafetensorsReader older, SafetensorsLayout whole) {
    this.older = older;
    this.whole = whole;
    this.olderTensors = older.tensors().size();
  }

  /** Lays out an older file's tensors and more, whose names it does not have. */
  static SafetensorsCompletion of(Path file, List<TensorInfo> more) throws IOException {
    SafetensorsReader older = SafetensorsReader.open(file);
    try {
      List<TensorInfo> all = new ArrayList<>(older.tensors());
      all.addAll(more);
      SafetensorsHeader header = older.header();
      return new SafetensorsCompletion(
          older,
          new SafetensorsLayout(
              all,
              header.metadata(),
              header.entries().stream().map(SafetensorsHeader.Entry::moreFields).toList()));
    } catch (RuntimeException e) {
      older.close();
      throw e;
    }
  }

  @Override
  public long position(int tensor) {
    return whole.position(olderTensors + tensor);
  }

  @Override
  public long fileSize() {
    return whole.fileSize();
  }

  @Override
  public void writeFrame(FileChannel channel) throws IOException {
    for (int tensor = 0; tensor < olderTensors; tensor++) {
      older.copyTo(tensor, channel, whole.position(tensor));
    }
    whole.writeFrame(channel);
  }

  @Override
  public void close() throws IOException {
    older.close();
  }
}
