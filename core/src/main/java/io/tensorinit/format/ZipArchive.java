package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A zip archive, read as Python's {@code zipfile} reads it: by the directory at its end, whatever
 * stands before it and between its members, with or without zip64 records. A member that cannot be
 * read (encrypted, another compression) does not keep the others from being read. Safe for use by
 * several threads.
 *
 * <p>Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16, 4.4, 4.5.3.
 */
final class ZipArchive implements Closeable {
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel channel;
  private final ZipDirectory directory;

  private ZipArchive(FileChannel channel, ZipDirectory directory) {
    this.channel = channel;
    this.directory = directory;
  }

  /**
   * Opens an archive.
   *
   * @throws MalformedCheckpointException if it is broken
   */
  static ZipArchive open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new ZipArchive(channel, ZipDirectory.read(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  List<ZipEntry> entries() {
    return directory.entries();
  }

  /** Why a member cannot be read, in a few words that follow its name; empty if it can. */
  static String unreadable(ZipEntry entry) {
    if (entry.isEncrypted()) {
      return "is encrypted";
    }
    if (entry.isPatch()) {
      return "is a compressed patch";
    }
    switch (entry.method()) {
      case ZipEntry.STORED:
      case ZipEntry.DEFLATED:
      case ZipEntry.BZIP2:
      case ZipEntry.LZMA:
        return "";
      default:
        return "is compressed by zip's method " + entry.method() + ", which is not read here";
    }
  }

  /**
   * The place of a member's first byte, as it is stored.
   *
   * @throws MalformedCheckpointException if the record before it does not fit the directory
   */
  long dataPosition(ZipEntry entry) throws IOException {
    ByteBuffer record = bytes(entry.position(), LOCAL_BYTES);
    if (record.getInt(0) != LOCAL_SIGNATURE) {
      throw broken("no record stands before \"" + entry.name() + "\"");
    }
    int nameBytes = record.getShort(26) & 0xffff;
    int extraBytes = record.getShort(28) & 0xffff;
    byte[] name = bytes(entry.position() + LOCAL_BYTES, nameBytes).array();
    if (!Arrays.equals(name, entry.rawName())) {
      throw broken("the record before \"" + entry.name() + "\" has another name");
    }
    long position = entry.position() + LOCAL_BYTES + nameBytes + extraBytes;
    if (entry.storedSize() > directory.position() - position) {
      throw broken("\"" + entry.name() + "\" ends behind the directory's beginning");
    }
    if (entry.method() == ZipEntry.STORED && entry.storedSize() != entry.size()) {
      throw broken("\"" + entry.name() + "\" has two sizes");
    }
    return position;
  }

  private ByteBuffer bytes(long position, int count) throws IOException {
    if (position < 0 || position > channel.size() - count) {
      throw broken("a record lies outside of it");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    ChannelIo.read(channel, position, bytes);
    return bytes;
  }

  private static MalformedCheckpointException broken(String why) {
    return new MalformedCheckpointException("it is a broken zip archive: " + why);
  }

  /**
   * A member's contents, unpacked. Its checksum is not compared.
   *
   * @param entry the member, one that can be read
   * @return the stream; where a packed member is damaged it throws a {@code ZipException}
   */
  InputStream stream(ZipEntry entry) throws IOException {
    InputStream stored =
        new ChannelStream(channel, dataPosition(entry), entry.storedSize(), BUFFER_BYTES);
    switch (entry.method()) {
      case ZipEntry.STORED:
        return stored;
      case ZipEntry.DEFLATED:
        return new Inflating(stored);
      case ZipEntry.BZIP2:
        return new Bzip2Stream(stored);
      case ZipEntry.LZMA:
        return new LzmaStream(stored, entry.size());
      default:
        throw new IllegalArgumentException("\"" + entry.name() + "\" " + unreadable(entry));
    }
  }

  /** Reads bytes of a stored member. */
  void read(ZipEntry entry, long position, ByteBuffer into) throws IOException {
    ChannelIo.read(channel, dataPosition(entry) + position, into);
  }

  ZipDirectory directory() {
    return directory;
  }

  /** The directory as it stands in the file. */
  byte[] directoryBytes() throws IOException {
    return bytes(directory.position(), (int) directory.size()).array();
  }

  /** Copies everything before the directory to the beginning of another file. */
  void copyMembers(FileChannel target) throws IOException {
    ChannelIo.copy(channel, 0, directory.position(), target, 0);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Inflates without zlib's own frame, and frees what it holds outside of the heap. */
  private static final class Inflating extends InflaterInputStream {
    Inflating(InputStream stored) {
      super(stored, new Inflater(true), BUFFER_BYTES);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
