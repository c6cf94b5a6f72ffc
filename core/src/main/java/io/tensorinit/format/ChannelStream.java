package io.tensorinit.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A part of a file as a stream. Does not move the channel, and does not close it. */
final class ChannelStream extends InputStream {
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private long position;
  private long left;

  /**
   * The stream.
   *
   * @param channel the file
   * @param position the part's first byte
   * @param size its size
   * @param bufferBytes how much is read at once
   */
  ChannelStream(FileChannel channel, long position, long size, int bufferBytes) {
    this.channel = channel;
    this.position = position;
    this.left = size;
    this.buffer = ByteBuffer.allocate((int) Math.min(bufferBytes, Math.max(size, 1))).limit(0);
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    Objects.checkFromIndexSize(from, most, into.length);
    if (most == 0 || isAtEnd()) {
      return most == 0 ? 0 : -1;
    }
    int count = Math.min(most, buffer.remaining());
    buffer.get(into, from, count);
    return count;
  }

  private boolean isAtEnd() throws IOException {
    if (!buffer.hasRemaining() && left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      ChannelIo.read(channel, position, buffer);
      position += buffer.position();
      left -= buffer.position();
      buffer.flip();
    }
    return !buffer.hasRemaining();
  }
}
