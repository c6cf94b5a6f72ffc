package io.tensorinit.format;

/**
 * A member of a zip archive, as the archive's directory describes it.
 *
 * @param name its name, up to the first zero character
 * @param rawName the bytes of the name
 * @param flags the general purpose bits
 * @param method how it is compressed
 * @param crc the CRC-32 of its contents
 * @param storedSize its size in the archive
 * @param size the size of its contents
 * @param position the place of the record before it, from the file's beginning
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not changed
record ZipEntry(
    String name,
    byte[] rawName,
    int flags,
    int method,
    int crc,
    long storedSize,
    long size,
    long position) {
  static final int STORED = 0;
  static final int DEFLATED = 8;
  static final int BZIP2 = 12;
  static final int LZMA = 14;
  private static final int ENCRYPTED = 1;
  private static final int PATCH = 1 << 5;
  private static final int STRONGLY_ENCRYPTED = 1 << 6;

  boolean isEncrypted() {
    return (flags & (ENCRYPTED | STRONGLY_ENCRYPTED)) != 0;
  }

  boolean isPatch() {
    return (flags & PATCH) != 0;
  }

  /** Whether it is a folder and not a file. */
  boolean isFolder() {
    return name.endsWith("/");
  }
}
