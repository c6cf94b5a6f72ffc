package io.tensorinit.format;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * The layout of an npz archive that begins with all bytes of an older one up to its directory, goes
 * on with more arrays, and ends with the older directory and their entries.
 */
final class NpzCompletion implements FileLayout {
  private final ZipArchive older;
  private final NpzLayout more;

  private NpzCompletion(ZipArchive older, NpzLayout more) {
    this.older = older;
    this.more = more;
  }

  /** Lays out an older archive and more arrays, whose names it does not have. */
  static NpzCompletion of(Path file, List<TensorInfo> more) throws IOException {
    ZipArchive older = ZipArchive.open(file);
    try {
      return new NpzCompletion(
          older, new NpzLayout(more, older.directory(), older.directoryBytes()));
    } catch (IOException | RuntimeException e) {
      older.close();
      throw e;
    }
  }

  @Override
  public long position(int tensor) {
    return more.position(tensor);
  }

  @Override
  public long fileSize() {
    return more.fileSize();
  }

  @Override
  public void writeFrame(FileChannel channel) throws IOException {
    older.copyMembers(channel);
    more.writeFrame(channel);
  }

  @Override
  public void close() throws IOException {
    older.close();
  }
}
