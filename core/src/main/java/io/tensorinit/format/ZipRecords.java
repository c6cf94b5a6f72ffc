package io.tensorinit.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The records of a zip archive of stored (not compressed) files with zip64 sizes and no time of
 * writing, so that equal contents make equal archives.
 *
 * <p>Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16, 4.5.3.
 */
final class ZipRecords {
  private static final int VERSION_ZIP64 = 45;
  private static final int MADE_ON_UNIX = 3 << 8;
  private static final int NAMES_ARE_UTF8 = 1 << 11;
  private static final int STORED = 0;
  private static final int MIDNIGHT = 0;

  /** 1 January 1980, the first day a zip archive knows. */
  private static final int FIRST_DAY = 1 << 5 | 1;

  private static final int SEE_ZIP64_16 = 0xffff;
  private static final int SEE_ZIP64_32 = 0xffff_ffff;
  private static final int ZIP64_FIELD = 1;
  private static final int ORDINARY_FILE_RW_R_R = 0100644 << 16;

  private ZipRecords() {}

  /** The record before a file's bytes; its length depends on the name alone. */
  static byte[] localHeader(byte[] name, int crc, long size) {
    ByteBuffer record = littleEndian(30 + name.length + 20);
    record.putInt(0x04034b50);
    putCommon(record, crc, name);
    record.putShort((short) 20).put(name);
    record.putShort((short) ZIP64_FIELD).putShort((short) 16).putLong(size).putLong(size);
    return record.array();
  }

  /** A file's record in the directory at the archive's end. */
  static byte[] directoryEntry(byte[] name, int crc, long size, long position) {
    ByteBuffer record = littleEndian(46 + name.length + 28);
    record.putInt(0x02014b50).putShort((short) (VERSION_ZIP64 | MADE_ON_UNIX));
    putCommon(record, crc, name);
    record.putShort((short) 28).putShort((short) 0); // extra field, comment
    record.putShort((short) 0).putShort((short) 0); // disk, internal attributes
    record.putInt(ORDINARY_FILE_RW_R_R).putInt(SEE_ZIP64_32).put(name);
    record.putShort((short) ZIP64_FIELD).putShort((short) 24);
    record.putLong(size).putLong(size).putLong(position);
    return record.array();
  }

  /** The end of the directory: the zip64 record, the place of that record, the old record. */
  static byte[] directoryEnd(
      long entries, long directorySize, long directoryPosition, byte[] comment) {
    ByteBuffer record = littleEndian(56 + 20 + 22 + comment.length);
    record.putInt(0x06064b50).putLong(44);
    record.putShort((short) (VERSION_ZIP64 | MADE_ON_UNIX)).putShort((short) VERSION_ZIP64);
    record.putInt(0).putInt(0); // this disk, the directory's disk
    record.putLong(entries).putLong(entries).putLong(directorySize).putLong(directoryPosition);
    record.putInt(0x07064b50).putInt(0);
    record.putLong(directoryPosition + directorySize).putInt(1);
    record.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    record.putShort((short) SEE_ZIP64_16).putShort((short) SEE_ZIP64_16);
    record.putInt(SEE_ZIP64_32).putInt(SEE_ZIP64_32);
    record.putShort((short) comment.length).put(comment);
    return record.array();
  }

  /** From the version needed to the name's length: the same in both records of a file. */
  private static void putCommon(ByteBuffer record, int crc, byte[] name) {
    record.putShort((short) VERSION_ZIP64).putShort((short) NAMES_ARE_UTF8);
    record.putShort((short) STORED).putShort((short) MIDNIGHT).putShort((short) FIRST_DAY);
    record.putInt(crc).putInt(SEE_ZIP64_32).putInt(SEE_ZIP64_32);
    record.putShort((short) name.length);
  }

  private static ByteBuffer littleEndian(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
