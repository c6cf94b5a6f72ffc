package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WritebackTest {
  private static final long MUCH = 1L << 30;

  /** A file whose bytes come to the disk when they are let, or not at all. */
  private static final class Disk extends FileChannel {
    final CountDownLatch allowed = new CountDownLatch(1);
    final AtomicInteger begun = new AtomicInteger();
    final AtomicInteger ended = new AtomicInteger();
    boolean full;

    @Override
    public void force(boolean metaData) throws IOException {
      begun.incrementAndGet();
      try {
        allowed.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      ended.incrementAndGet();
      if (full) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public int read(ByteBuffer into) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer into, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {}
  }

  @Test
  void fewBytesWaitForTheEnd() throws IOException {
    Disk disk = new Disk();
    Writeback writeback = new Writeback(disk);
    writeback.wrote(1000);
    writeback.end();
    assertEquals(0, disk.begun.get());
  }

  @Test
  void oneAtATimeIsUnderWayAndTheEndWaitsForIt() throws IOException {
    Disk disk = new Disk();
    Writeback writeback = new Writeback(disk);
    for (int i = 0; i < 5; i++) {
      writeback.wrote(MUCH);
    }
    disk.allowed.countDown();
    writeback.end();
    assertEquals(1, disk.begun.get());
    assertEquals(1, disk.ended.get());
    writeback.wrote(MUCH);
    writeback.end();
    assertEquals(2, disk.ended.get());
  }

  @Test
  void aFailureIsToldToWhoWritesMoreAndAtTheEnd() {
    Disk disk = new Disk();
    disk.full = true;
    disk.allowed.countDown();
    Writeback writeback = new Writeback(disk);
    writeback.wrote(MUCH);
    IOException told = assertThrows(IOException.class, writeback::end);
    assertEquals("No space left on device", told.getMessage());
    UncheckedIOException early = assertThrows(UncheckedIOException.class, () -> writeback.wrote(1));
    assertEquals(told, early.getCause());
  }

  @Test
  void whereNoThreadStartsTheNextBytesTryAgain() throws IOException {
    Disk disk = new Disk();
    disk.allowed.countDown();
    AtomicInteger asked = new AtomicInteger();
    Writeback writeback =
        new Writeback(
            disk,
            work -> {
              if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(work);
            });
    writeback.wrote(MUCH);
    writeback.end();
    assertEquals(0, disk.begun.get());
    writeback.wrote(MUCH);
    writeback.end();
    assertEquals(1, disk.ended.get());
  }
}
