package io.tensorinit.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an npz archive of stored files ({@code numpy.savez}) or compressed ones ({@code
 * numpy.savez_compressed}, or by other programs with bzip2 or LZMA), as {@code numpy.load} does:
 * member {@code x.npy} is tensor {@code x}, but where there is a member {@code x}, too, it is
 * {@code x.npy}; members that are no arrays are passed over. A compressed tensor is unpacked into a
 * temporary file when it is first read, and stays there until another one is.
 */
final class NpzReader implements CheckpointReader {
  private static final String SUFFIX = ".npy";
  private static final int BUFFER_BYTES = 1 << 18;

  private final ZipArchive archive;
  private final List<Member> members;
  private final List<OtherMember> others;
  private final List<TensorInfo> tensors;
  private @Nullable Unpacked unpacked;

  private NpzReader(ZipArchive archive, List<Member> members, List<OtherMember> others) {
    this.archive = archive;
    this.members = members;
    this.others = others;
    this.tensors = members.stream().map(Member::tensor).toList();
  }

  /**
   * Whether the file begins as zip archives do. A safetensors file whose header's length has the
   * same first four bytes goes on with zeros, which no zip archive does.
   */
  static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = Arrays.copyOf(in.readNBytes(Long.BYTES), Long.BYTES);
      byte[] magic = Arrays.copyOf(start, 4);
      boolean isLength = Arrays.equals(Arrays.copyOfRange(start, 4, 8), new byte[4]);
      return (Arrays.equals(magic, new byte[] {'P', 'K', 3, 4}) && !isLength)
          || Arrays.equals(magic, new byte[] {'P', 'K', 5, 6});
    }
  }

  static NpzReader open(Path file) throws IOException {
    ZipArchive archive = ZipArchive.open(file);
    try {
      List<Member> members = new ArrayList<>();
      List<OtherMember> others = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (ZipEntry entry : archive.entries()) {
        if (!names.add(entry.name())) {
          throw new MalformedCheckpointException("it has \"" + entry.name() + "\" twice");
        }
      }
      for (ZipEntry entry : archive.entries()) {
        if (!entry.isFolder()) {
          sort(archive, entry, tensorName(entry.name(), names), members, others);
        }
      }
      return new NpzReader(archive, members, others);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static String tensorName(String member, Set<String> members) {
    String name =
        member.endsWith(SUFFIX) ? member.substring(0, member.length() - SUFFIX.length()) : member;
    return members.contains(name) ? member : name;
  }

  private static void sort(
      ZipArchive archive,
      ZipEntry entry,
      String name,
      List<Member> members,
      List<OtherMember> others)
      throws IOException {
    String unreadable = ZipArchive.unreadable(entry);
    if (!unreadable.isEmpty()) {
      others.add(new OtherMember(name, unreadable, true));
      return;
    }
    try (InputStream in = archive.stream(entry)) {
      if (!NpyHeader.isMagic(in.readNBytes(NpyHeader.magicBytes()))) {
        others.add(new OtherMember(name, "is no array", false));
        return;
      }
      NpyHeader header = NpyHeader.readAfterMagic(in);
      members.add(
          new Member(entry, header.tensor(name, entry.size() - header.byteCount()), header));
    } catch (IllegalArgumentException | ArithmeticException | ZipException e) {
      throw new MalformedCheckpointException("\"" + entry.name() + "\": " + e.getMessage(), e);
    }
  }

  @Override
  public List<TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public List<OtherMember> others() {
    return others;
  }

  @Override
  public boolean isColumnMajor(int tensor) {
    return members.get(tensor).header.columnMajor();
  }

  @Override
  public boolean isUnpacked(int tensor) {
    return members.get(tensor).entry.method() != ZipEntry.STORED;
  }

  @Override
  public void read(int tensor, long position, ByteBuffer into) throws IOException {
    Member member = members.get(tensor);
    int part = member.swappedBytes();
    if (part > 1 && (position % part != 0 || into.remaining() % part != 0)) {
      throw new IllegalArgumentException(
          "a big-endian tensor must be read in whole parts of " + part + " bytes");
    }
    int start = into.position();
    long at = member.header.byteCount() + position;
    if (isUnpacked(tensor)) {
      readUnpacked(tensor, at, into);
    } else {
      archive.read(member.entry, at, into);
    }
    if (part > 1) {
      swap(into, start, part);
    }
  }

  private static void swap(ByteBuffer bytes, int start, int part) {
    for (int at = start; at < bytes.position(); at += part) {
      for (int low = at, high = at + part - 1; low < high; low++, high--) {
        byte kept = bytes.get(low);
        bytes.put(low, bytes.get(high)).put(high, kept);
      }
    }
  }

  @Override
  public void requireIntact(int tensor) throws IOException {
    if (isUnpacked(tensor)) {
      return; // compared when it is unpacked
    }
    ZipEntry entry = members.get(tensor).entry;
    CheckedInputStream in = new CheckedInputStream(archive.stream(entry), new CRC32());
    byte[] buffer = new byte[BUFFER_BYTES];
    while (in.read(buffer) >= 0) {
      // only the checksum is wanted
    }
    requireChecksum(entry, in.getChecksum().getValue());
  }

  private static void requireChecksum(ZipEntry entry, long crc) {
    if ((int) crc != entry.crc()) {
      throw new MalformedCheckpointException(
          "\"" + entry.name() + "\" is damaged: its checksum is another");
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
  private record Member(ZipEntry entry, TensorInfo tensor, NpyHeader header) {
    /** The size of the parts whose bytes stand in the other order; 1 where none do. */
    int swappedBytes() {
      return header.type().isBigEndian() ? tensor.type().bytes() / tensor.type().parts() : 1;
    }
  }

  /** The tensor that was unpacked last; its file vanishes when the channel is closed. */
  private record Unpacked(int tensor, FileChannel channel) {
    static Unpacked of(ZipArchive archive, ZipEntry entry, int tensor) throws IOException {
      Path file = Files.createTempFile("tensorinit-", SUFFIX);
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      try (CheckedInputStream in = new CheckedInputStream(archive.stream(entry), new CRC32())) {
        long size = copy(in, channel, entry.size());
        if (size != entry.size()) {
          throw new ZipException("it has another size than its archive says");
        }
        requireChecksum(entry, in.getChecksum().getValue());
        return new Unpacked(tensor, channel);
      } catch (ZipException | EOFException e) {
        channel.close();
        throw new MalformedCheckpointException(
            "\"" + entry.name() + "\" is damaged: " + e.getMessage(), e);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }

    /** Copies no more than a byte beyond the size that was said. */
    private static long copy(InputStream in, FileChannel channel, long most) throws IOException {
      byte[] buffer = new byte[BUFFER_BYTES];
      long size = 0;
      for (int count = in.read(buffer); count >= 0 && size <= most; count = in.read(buffer)) {
        ChannelIo.write(channel, size, Arrays.copyOf(buffer, count));
        size += count;
      }
      return size;
    }
  }
}
