package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.memory.Storage;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings elements to the host in chunks over two lanes, each a stream with pinned memory: while the
 * host writes chunk k - 1 to its destination, the device copies chunk k and fills chunk k + 1. Not
 * for use by several threads.
 */
public final class Transfer implements AutoCloseable {
  /** The most bytes of a chunk. */
  public static final int CHUNK_BYTES = 1 << 24;

  private static final int LEAST_BYTES = 1 << 16;

  private final Driver driver;
  private final DevicePool memory;
  private final List<Lane> lanes = new ArrayList<>();

  /** Puts the elements of a chunk into device memory, in the order of its lane's stream. */
  public interface Source {
    /**
     * Enqueues what makes the elements.
     *
     * @param chunk the chunk
     * @param lane its lane
     * @return where they will lie, packed
     */
    long enqueue(Chunk chunk, Lane lane);
  }

  /**
   * Some of what is transferred.
   *
   * @param box its box, and the places its elements go to
   * @param offset how many elements come before it
   */
  public record Chunk(PlacedBox box, long offset) {}

  Transfer(Driver driver, DevicePool memory) {
    this.driver = driver;
    this.memory = memory;
  }

  /**
   * Cuts boxes into chunks, in row-major order of each.
   *
   * @param boxes the boxes
   * @param dtype the type of their elements
   * @return the chunks, in order
   */
  public static List<Chunk> chunks(List<PlacedBox> boxes, DType dtype) {
    List<Chunk> chunks = new ArrayList<>();
    long offset = 0;
    for (PlacedBox box : boxes) {
      addChunks(chunks, box, offset, CHUNK_BYTES / dtype.bytes());
      offset += box.count();
    }
    return chunks;
  }

  private static void addChunks(List<Chunk> chunks, PlacedBox box, long offset, long mostElements) {
    if (box.count() <= mostElements) {
      chunks.add(new Chunk(box, offset));
      return;
    }
    long from = offset;
    for (PlacedBox half : box.halves()) {
      addChunks(chunks, half, from, mostElements);
      from += half.count();
    }
  }

  /**
   * The bytes of the largest chunk.
   *
   * @param chunks the chunks
   * @param dtype the type of their elements
   * @return the bytes; 0 if there are no chunks
   */
  public static long largest(List<Chunk> chunks, DType dtype) {
    long elements = chunks.stream().mapToLong(chunk -> chunk.box.count()).max().orElse(0);
    return elements * dtype.bytes();
  }

  /**
   * The lane that the n-th chunk takes.
   *
   * @param chunk the chunk's number
   * @return its lane
   */
  public Lane lane(int chunk) {
    int number = chunk % 2;
    while (lanes.size() <= number) {
      lanes.add(new Lane());
    }
    return lanes.get(number);
  }

  /**
   * Transfers chunks. When this returns, all are written.
   *
   * @param chunks the chunks
   * @param dtype the type of their elements
   * @param storage what they are written to
   * @param source makes the elements of each chunk
   */
  public void run(List<Chunk> chunks, DType dtype, Storage storage, Source source) {
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      Lane lane = lane(i);
      long from = source.enqueue(chunk, lane);
      if (i > 1) {
        lane.write(chunks.get(i - 2).box, dtype, storage);
      }
      lane.copy(from, chunk.box.count() * dtype.bytes());
    }
    for (int i = Math.max(0, chunks.size() - 2); i < chunks.size(); i++) {
      lane(i).write(chunks.get(i).box, dtype, storage);
    }
  }

  /** A stream, and the memory that its chunks pass through. */
  public final class Lane {
    private final long stream;
    private final long copied;
    private @Nullable ByteBuffer pinned;
    private long device;
    private long deviceBytes;

    private Lane() {
      this.stream = driver.createStream();
      try {
        this.copied = driver.createEvent();
      } catch (RuntimeException e) {
        driver.destroyStream(stream);
        throw e;
      }
    }

    /**
     * The stream its chunks are copied on.
     *
     * @return the stream
     */
    public long stream() {
      return stream;
    }

    /**
     * Sees to pinned memory for chunks of up to so many bytes.
     *
     * @param bytes the bytes of a chunk
     */
    public void reserve(long bytes) {
      if (pinned == null || pinned.capacity() < bytes) {
        releasePinned();
        pinned = driver.allocatePinned(Math.toIntExact(capacity(bytes)));
      }
    }

    /**
     * Sees to device memory for chunks of up to so many bytes, too.
     *
     * @param bytes the bytes of a chunk
     */
    public void reserveOnDevice(long bytes) {
      reserve(bytes);
      if (deviceBytes < bytes) {
        releaseDevice();
        device = memory.keep(capacity(bytes), "a chunk on its way to the host");
        deviceBytes = capacity(bytes);
      }
    }

    /**
     * Makes this lane wait for what another stream of the context was given so far.
     *
     * @param other the other stream
     */
    public void waitFor(long other) {
      driver.recordEvent(copied, other);
      driver.waitForEvent(stream, copied);
    }

    private long capacity(long bytes) {
      return Math.max(LEAST_BYTES, Long.highestOneBit(Math.max(1, bytes - 1)) << 1);
    }

    /**
     * Device memory for a chunk that is made on the way.
     *
     * @return its address
     */
    public long device() {
      return device;
    }

    private ByteBuffer reserved() {
      return Objects.requireNonNull(pinned, "a chunk is reserved memory first");
    }

    private void copy(long from, long bytes) {
      driver.copyToHost(reserved().duplicate().clear().limit((int) bytes), from, stream);
      driver.recordEvent(copied, stream);
    }

    private void write(PlacedBox box, DType dtype, Storage storage) {
      driver.synchronizeEvent(copied, "filling a chunk and copying it to the host");
      ByteBuffer cells = reserved().duplicate().order(reserved().order());
      cells.clear().limit((int) (box.count() * dtype.bytes()));
      HostCells.write(cells, box, dtype, storage);
    }

    private void releasePinned() {
      if (pinned != null) {
        ByteBuffer released = pinned;
        pinned = null;
        try {
          driver.synchronize(stream, "waiting for a chunk");
        } finally {
          driver.freePinned(released);
        }
      }
    }

    private void releaseDevice() {
      if (device != 0) {
        long released = device;
        device = 0;
        deviceBytes = 0;
        Cleanup.after(
            () -> driver.synchronize(stream, "waiting for a chunk"), () -> memory.free(released));
      }
    }

    private void close() {
      Cleanup.runAll(
          List.of(
              this::releasePinned,
              this::releaseDevice,
              () -> driver.destroyEvent(copied),
              () -> driver.destroyStream(stream)));
    }
  }

  @Override
  public void close() {
    List<Runnable> steps = new ArrayList<>();
    lanes.forEach(lane -> steps.add(lane::close));
    lanes.clear();
    Cleanup.runAll(steps);
  }
}
