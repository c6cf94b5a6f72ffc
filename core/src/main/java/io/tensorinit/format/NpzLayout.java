package io.tensorinit.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The layout of an npz archive, as {@code numpy.savez} makes them: a zip archive in which tensor
 * {@code x} is the stored file {@code x.npy}, in the order given. Sizes are always zip64, so that
 * nothing depends on how large the archive becomes.
 *
 * <p>A zip archive holds each file's CRC-32 before its bytes; {@link #writeFrame} reads the tensors
 * back for it.
 */
final class NpzLayout implements FileLayout {
  private static final String SUFFIX = ".npy";
  private static final int BUFFER_BYTES = 1 << 18;

  private final Member[] members;
  private final ZipDirectory older;
  private final byte[] olderDirectory;
  private final long directoryPosition;
  private final long fileSize;

  NpzLayout(List<TensorInfo> tensors) {
    this(tensors, new ZipDirectory(List.of(), 0, 0, 0, new byte[0]), new byte[0]);
  }

  /**
   * The layout of arrays that stand where an older archive has its directory.
   *
   * @param tensors the arrays
   * @param older that directory
   * @param olderDirectory its bytes
   */
  NpzLayout(List<TensorInfo> tensors, ZipDirectory older, byte[] olderDirectory) {
    this.older = older;
    this.olderDirectory = olderDirectory;
    members = new Member[tensors.size()];
    long position = older.position();
    long directorySize = older.size() + older.comment().length;
    for (int i = 0; i < members.length; i++) {
      TensorInfo tensor = tensors.get(i);
      byte[] name = (tensor.name() + SUFFIX).getBytes(StandardCharsets.UTF_8);
      members[i] = new Member(name, NpyHeader.encode(tensor), tensor.byteCount(), position);
      position = members[i].end();
      directorySize += ZipRecords.directoryEntry(name, 0, 0, 0).length;
    }
    directoryPosition = position;
    fileSize =
        Math.addExact(
            position, directorySize + ZipRecords.directoryEnd(0, 0, 0, new byte[0]).length);
  }

  @Override
  public long position(int tensor) {
    return members[tensor].tensorPosition();
  }

  @Override
  public long fileSize() {
    return fileSize;
  }

  @Override
  public void writeFrame(FileChannel channel) throws IOException {
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    directory.writeBytes(olderDirectory);
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    for (Member member : members) {
      int crc = member.crc(channel, buffer);
      ChannelIo.write(channel, member.position, member.head(crc));
      directory.writeBytes(
          ZipRecords.directoryEntry(
              member.name, crc, member.size(), member.position - older.shift()));
    }
    directory.writeBytes(
        ZipRecords.directoryEnd(
            older.entries().size() + members.length,
            directory.size(),
            directoryPosition - older.shift(),
            older.comment()));
    ChannelIo.write(channel, directoryPosition, directory.toByteArray());
  }

  /**
   * One file of the archive.
   *
   * @param name its name
   * @param npyHeader what stands before its elements
   * @param tensorBytes the size of its elements
   * @param position the place of its first record
   */
  private record Member(byte[] name, byte[] npyHeader, long tensorBytes, long position) {
    long size() {
      return Math.addExact(npyHeader.length, tensorBytes);
    }

    long tensorPosition() {
      return Math.addExact(position, head(0).length);
    }

    long end() {
      return Math.addExact(tensorPosition(), tensorBytes);
    }

    byte[] head(int crc) {
      byte[] local = ZipRecords.localHeader(name, crc, size());
      return ByteBuffer.allocate(local.length + npyHeader.length).put(local).put(npyHeader).array();
    }

    int crc(FileChannel channel, ByteBuffer buffer) throws IOException {
      CRC32 crc = new CRC32();
      crc.update(npyHeader);
      for (long at = 0; at < tensorBytes; at += buffer.limit()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), tensorBytes - at));
        ChannelIo.read(channel, tensorPosition() + at, buffer);
        crc.update(buffer.flip());
      }
      return (int) crc.getValue();
    }
  }
}
