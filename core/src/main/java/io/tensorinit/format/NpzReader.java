package io.tensorinit.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads an npz archive of stored files ({@code numpy.savez}) or compressed ones ({@code
 * numpy.savez_compressed}). A compressed tensor is unpacked into a temporary file when it is first
 * read, and stays there until another one is.
 */
final class NpzReader implements CheckpointReader {
  private static final byte[] ZIP_MAGIC = {'P', 'K'};
  private static final String SUFFIX = ".npy";

  private final ZipFile archive;
  private final List<Member> members;
  private final List<TensorInfo> tensors;
  private @Nullable Unpacked unpacked;

  private NpzReader(ZipFile archive, List<Member> members) {
    this.archive = archive;
    this.members = members;
    this.tensors = members.stream().map(Member::tensor).toList();
  }

  /** Whether the file begins as zip archives do. */
  static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ZIP_MAGIC.length), ZIP_MAGIC);
    }
  }

  static NpzReader open(Path file) throws IOException {
    ZipFile archive;
    try {
      archive = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new MalformedCheckpointException("it is a broken zip archive: " + e.getMessage(), e);
    }
    try {
      return new NpzReader(archive, members(archive));
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static List<Member> members(ZipFile archive) throws IOException {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : archive.stream().toList()) {
      if (!names.add(entry.getName())) {
        throw new MalformedCheckpointException("it has \"" + entry.getName() + "\" twice");
      }
      members.add(member(archive, entry));
    }
    return members;
  }

  private static Member member(ZipFile archive, ZipEntry entry) throws IOException {
    String name = entry.getName();
    try (InputStream in = archive.getInputStream(entry)) {
      NpyHeader header = NpyHeader.read(in);
      TensorInfo tensor =
          new TensorInfo(
              name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
              header.type(),
              header.shape());
      long expected = Math.addExact(header.byteCount(), tensor.byteCount());
      if (entry.getSize() != expected) {
        throw new MalformedCheckpointException(
            "it has " + entry.getSize() + " bytes where its header asks for " + expected);
      }
      return new Member(entry, tensor, header);
    } catch (IllegalArgumentException | ArithmeticException | ZipException e) {
      throw new MalformedCheckpointException("\"" + name + "\": " + e.getMessage(), e);
    }
  }

  @Override
  public List<TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public boolean isColumnMajor(int tensor) {
    return members.get(tensor).header.columnMajor();
  }

  @Override
  public void read(int tensor, long position, ByteBuffer into) throws IOException {
    Member member = members.get(tensor);
    long at = member.header.byteCount() + position;
    if (member.entry.getMethod() == ZipEntry.STORED) {
      try (InputStream in = archive.getInputStream(member.entry)) {
        in.skipNBytes(at);
        readFully(in, into);
      }
    } else {
      readUnpacked(tensor, at, into);
    }
  }

  private static void readFully(InputStream in, ByteBuffer into) throws IOException {
    byte[] bytes = in.readNBytes(into.remaining());
    into.put(bytes);
    if (into.hasRemaining()) {
      throw new MalformedCheckpointException("the archive was cut while being read");
    }
  }

  private synchronized void readUnpacked(int tensor, long at, ByteBuffer into) throws IOException {
    if (unpacked == null || unpacked.tensor != tensor) {
      deleteUnpacked();
      unpacked = Unpacked.of(archive, members.get(tensor).entry, tensor);
    }
    ChannelIo.read(unpacked.channel, at, into);
  }

  private void deleteUnpacked() throws IOException {
    if (unpacked != null) {
      unpacked.channel.close();
      unpacked = null;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      deleteUnpacked();
    } finally {
      archive.close();
    }
  }

  /** A file of the archive, and what its header says. */
  private record Member(ZipEntry entry, TensorInfo tensor, NpyHeader header) {}

  /** The tensor that was unpacked last; its file vanishes when the channel is closed. */
  private record Unpacked(int tensor, FileChannel channel) {
    static Unpacked of(ZipFile archive, ZipEntry entry, int tensor) throws IOException {
      Path file = Files.createTempFile("tensorinit-", SUFFIX);
      try (InputStream in = archive.getInputStream(entry)) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        return new Unpacked(
            tensor,
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
      } catch (ZipException e) {
        Files.delete(file);
        throw new MalformedCheckpointException("\"" + entry.getName() + "\": " + e.getMessage(), e);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    }
  }
}
