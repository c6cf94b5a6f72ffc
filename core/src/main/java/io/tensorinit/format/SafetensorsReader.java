package io.tensorinit.format;

import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a safetensors file, as the format's own reader does. */
final class SafetensorsReader implements CheckpointReader {
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final List<TensorInfo> tensors;
  private final long dataPosition;
  private @Nullable Map<?, ?> cuts;
  private boolean cutsAreRead;

  private SafetensorsReader(FileChannel channel, SafetensorsHeader header, long dataPosition) {
    this.channel = channel;
    this.header = header;
    this.tensors = header.entries().stream().map(SafetensorsHeader.Entry::tensor).toList();
    this.dataPosition = dataPosition;
  }

  static SafetensorsReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return open(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SafetensorsReader open(FileChannel channel) throws IOException {
    long fileSize = channel.size();
    if (fileSize < Long.BYTES) {
      throw new MalformedCheckpointException(
          "it has " + fileSize + " bytes; a safetensors file has at least 8");
    }
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ChannelIo.read(channel, 0, length);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > SafetensorsLayout.MAX_HEADER_BYTES) {
      throw new MalformedCheckpointException("it is neither safetensors nor npz");
    }
    if (headerBytes > fileSize - Long.BYTES) {
      throw new MalformedCheckpointException(
          "it ends after " + fileSize + " bytes, inside a header of " + headerBytes);
    }
    ByteBuffer header = ByteBuffer.allocate((int) headerBytes);
    ChannelIo.read(channel, Long.BYTES, header);
    long dataPosition = Long.BYTES + headerBytes;
    return new SafetensorsReader(
        channel, SafetensorsHeader.parse(header.array(), fileSize - dataPosition), dataPosition);
  }

  /** The header. */
  SafetensorsHeader header() {
    return header;
  }

  /** Copies a tensor's bytes to a place in another file, as the system does it fastest. */
  void copyTo(int tensor, FileChannel target, long position) throws IOException {
    ChannelIo.copy(
        channel,
        dataPosition + header.entries().get(tensor).begin(),
        tensors.get(tensor).byteCount(),
        target,
        position);
  }

  @Override
  public List<TensorInfo> tensors() {
    return tensors;
  }

  @Override
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public Optional<Shape> wholeShape(int tensor) {
    return TensorPieces.piece("the file", this, tensor, cuts()).wholeShape();
  }

  /** What the notes say of tensors that are cut; read once, however many tensors are asked for. */
  private synchronized @Nullable Map<?, ?> cuts() {
    if (!cutsAreRead) {
      cuts = TensorPieces.cuts(this);
      cutsAreRead = true;
    }
    return cuts;
  }

  @Override
  public void read(int tensor, long position, ByteBuffer into) throws IOException {
    ChannelIo.read(channel, dataPosition + header.entries().get(tensor).begin() + position, into);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
