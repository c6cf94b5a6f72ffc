package io.tensorinit.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;

/**
 * A region of a file, little-endian, written by positional writes: no mapping, no seeking, so that
 * threads do not disturb each other and a full disk is an exception rather than a signal.
 */
final class FileStorage extends LittleEndianStorage {
  private final FileChannel channel;
  private final long position;

  FileStorage(FileChannel channel, long position, long byteLength) {
    super(byteLength);
    if (position < 0 || byteLength < 0 || position > Long.MAX_VALUE - byteLength) {
      throw new IllegalArgumentException(
          "file region must have a position and a length of 0 or more that add up to at most"
              + " 2^63 - 1, was position "
              + position
              + ", length "
              + byteLength);
    }
    this.channel = channel;
    this.position = position;
    requireWritable();
  }

  private void requireWritable() {
    try {
      channel.write(ByteBuffer.allocate(0), position);
    } catch (NonWritableChannelException e) {
      throw new IllegalArgumentException("channel must be open for writing", e);
    } catch (ClosedByInterruptException e) {
      // closes the channel, which the first write to it tells
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A write may take fewer bytes than it is given. */
  @Override
  protected void putBlock(long at, int size, ByteBuffer block) {
    try {
      while (block.hasRemaining()) {
        channel.write(block, position + at + block.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "file region of " + byteLength() + " bytes";
  }
}
