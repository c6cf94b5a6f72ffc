package io.tensorinit.format;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Positional reads and writes that do all they were asked to. */
final class ChannelIo {
  private ChannelIo() {}

  static void write(FileChannel channel, long position, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }

  static void read(FileChannel channel, long position, ByteBuffer into) throws IOException {
    long at = position;
    while (into.hasRemaining()) {
      int count = channel.read(into, at);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at + ": it was cut while being read");
      }
      at += count;
    }
  }

  /** Copies bytes from a place in one file to a place in another, whose position moves. */
  static void copy(FileChannel from, long fromPosition, long count, FileChannel to, long toPosition)
      throws IOException {
    to.position(toPosition);
    for (long copied = 0; copied < count; ) {
      long now = from.transferTo(fromPosition + copied, count - copied, to);
      if (now <= 0) {
        throw new EOFException(
            "the file ends at byte " + (fromPosition + copied) + ": it was cut while being read");
      }
      copied += now;
    }
  }
}
