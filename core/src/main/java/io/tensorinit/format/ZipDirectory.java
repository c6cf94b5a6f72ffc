package io.tensorinit.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The directory at the end of a zip archive.
 *
 * @param entries the members, in the directory's order
 * @param position the place of its first byte, from the file's beginning
 * @param size its size in bytes
 * @param shift by how much the places it gives must be shifted, because something stands before the
 *     archive
 * @param comment the archive's comment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not changed
record ZipDirectory(List<ZipEntry> entries, long position, long size, long shift, byte[] comment) {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int END64_SIGNATURE = 0x06064b50;
  private static final int END64_BYTES = 56;
  private static final int LOCATOR_SIGNATURE = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int ENTRY_BYTES = 46;
  private static final int LONGEST_COMMENT = 0xffff;
  private static final long SEE_ZIP64 = 0xffff_ffffL;
  private static final int ZIP64_FIELD = 1;
  private static final int NAME_IS_UTF8 = 1 << 11;

  /**
   * Reads the directory.
   *
   * @throws MalformedCheckpointException if there is none, or it is broken
   */
  static ZipDirectory read(FileChannel channel) throws IOException {
    long fileSize = channel.size();
    int tailBytes = (int) Math.min(fileSize, END_BYTES + LONGEST_COMMENT);
    ByteBuffer tail = bytes(channel, fileSize - tailBytes, tailBytes);
    int end = tailBytes - END_BYTES;
    while (end >= 0 && tail.getInt(end) != END_SIGNATURE) {
      end--;
    }
    if (end < 0) {
      throw broken("its directory is missing");
    }
    long endPosition = fileSize - tailBytes + end;
    long size = tail.getInt(end + 12) & SEE_ZIP64;
    long given = tail.getInt(end + 16) & SEE_ZIP64;
    int commentBytes = tail.getShort(end + 20) & 0xffff;
    byte[] comment = new byte[Math.min(commentBytes, tailBytes - end - END_BYTES)];
    tail.position(end + END_BYTES).get(comment);

    long records = endPosition;
    long zip64Position = endPosition - LOCATOR_BYTES - END64_BYTES;
    if (zip64Position >= 0) {
      ByteBuffer zip64 = bytes(channel, zip64Position, END64_BYTES + LOCATOR_BYTES);
      if (zip64.getInt(END64_BYTES) == LOCATOR_SIGNATURE && zip64.getInt(0) == END64_SIGNATURE) {
        size = zip64.getLong(40);
        given = zip64.getLong(48);
        records = zip64Position;
      }
    }
    long position = records - size;
    if (size < 0 || position < 0 || given < 0 || given > position || size > Integer.MAX_VALUE) {
      throw broken("its directory has no valid place or size");
    }
    long shift = position - given;
    return new ZipDirectory(
        entries(bytes(channel, position, (int) size), shift), position, size, shift, comment);
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    ChannelIo.read(channel, position, bytes);
    return bytes.flip();
  }

  private static List<ZipEntry> entries(ByteBuffer directory, long shift) {
    List<ZipEntry> entries = new ArrayList<>();
    while (directory.hasRemaining()) {
      int at = directory.position();
      if (directory.remaining() < ENTRY_BYTES || directory.getInt(at) != ENTRY_SIGNATURE) {
        throw broken("its directory is damaged");
      }
      int nameBytes = directory.getShort(at + 28) & 0xffff;
      int extraBytes = directory.getShort(at + 30) & 0xffff;
      int commentBytes = directory.getShort(at + 32) & 0xffff;
      if (directory.remaining() < ENTRY_BYTES + nameBytes + extraBytes + commentBytes) {
        throw broken("its directory is cut short");
      }
      byte[] name = new byte[nameBytes];
      directory.position(at + ENTRY_BYTES).get(name);
      ByteBuffer extra = directory.slice(directory.position(), extraBytes);
      entries.add(entry(directory, at, name, extra.order(ByteOrder.LITTLE_ENDIAN), shift));
      directory.position(at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes);
    }
    return entries;
  }

  private static ZipEntry entry(
      ByteBuffer record, int at, byte[] rawName, ByteBuffer extra, long shift) {
    int flags = record.getShort(at + 8) & 0xffff;
    String name = name(rawName, (flags & NAME_IS_UTF8) != 0);
    ByteBuffer zip64 = zip64Field(extra);
    long size = large(record.getInt(at + 24), zip64, name);
    long storedSize = large(record.getInt(at + 20), zip64, name);
    long position = large(record.getInt(at + 42), zip64, name);
    if (size < 0 || storedSize < 0 || position < 0) {
      throw broken("\"" + name + "\" has no valid place or size");
    }
    return new ZipEntry(
        name,
        rawName,
        flags,
        record.getShort(at + 10) & 0xffff,
        record.getInt(at + 16),
        storedSize,
        size,
        Math.addExact(position, shift));
  }

  /** A number of 32 bits, or the next of 64 where those say that it is there. */
  private static long large(int small, ByteBuffer zip64, String name) {
    if ((small & SEE_ZIP64) != SEE_ZIP64) {
      return small & SEE_ZIP64;
    }
    if (zip64.remaining() < Long.BYTES) {
      throw broken("a size of \"" + name + "\" is missing");
    }
    return zip64.getLong();
  }

  private static ByteBuffer zip64Field(ByteBuffer extra) {
    ByteBuffer fields = extra;
    while (fields.remaining() >= 4) {
      int kind = fields.getShort() & 0xffff;
      int bytes = fields.getShort() & 0xffff;
      if (bytes > fields.remaining()) {
        throw broken("a field of its directory is cut short");
      }
      if (kind == ZIP64_FIELD) {
        return fields.slice(fields.position(), bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
      fields.position(fields.position() + bytes);
    }
    return ByteBuffer.allocate(0);
  }

  private static String name(byte[] raw, boolean isUtf8) {
    String whole;
    if (isUtf8) {
      try {
        whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
      } catch (CharacterCodingException e) {
        throw broken("a name in it is no UTF-8");
      }
    } else {
      whole = new String(raw, Charset.forName("IBM437"));
    }
    int zero = whole.indexOf('\0');
    return zero < 0 ? whole : whole.substring(0, zero);
  }

  private static MalformedCheckpointException broken(String why) {
    return new MalformedCheckpointException("it is a broken zip archive: " + why);
  }
}
