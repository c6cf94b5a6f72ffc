package io.tensorinit.cuda.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;

/**
 * Size and CRC-32 of a file, which a jar states for each of its files. Guards against a file that
 * is cut short, damaged or of another release; not against forgery.
 *
 * @param size the size in bytes
 * @param crc the CRC-32
 */
record Checksum(long size, long crc) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What a jar states of a file; worked out by reading it where it is in no jar. */
  static Checksum stated(URL url) throws IOException {
    URLConnection connection = connect(url);
    if (connection instanceof JarURLConnection inJar) {
      try (JarFile jar = inJar.getJarFile()) {
        JarEntry entry = jar.getJarEntry(inJar.getEntryName());
        return new Checksum(entry.getSize(), entry.getCrc());
      }
    }
    try (InputStream in = connection.getInputStream()) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  /** That of a file. */
  static Checksum of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  /** Copies a resource to a file, in pieces. */
  static Checksum copy(URL url, Path to) throws IOException {
    try (InputStream in = connect(url).getInputStream();
        OutputStream out = Files.newOutputStream(to)) {
      return copy(in, out);
    }
  }

  /** A connection of its own, which closes its jar with its stream. */
  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  private static Checksum copy(InputStream in, OutputStream out) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      crc.update(buffer, 0, read);
      out.write(buffer, 0, read);
      size += read;
    }
    return new Checksum(size, crc.getValue());
  }

  /**
   * Refuses what is not as it should be.
   *
   * @param expected how it should be
   * @param what whose checksum it is
   * @throws IOException if it is not
   */
  void require(Checksum expected, String what) throws IOException {
    if (!equals(expected)) {
      throw new IOException(what + " must have checksum " + expected + ", was " + this);
    }
  }

  /** As a folder is named. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%08x-%d", crc, size);
  }
}
