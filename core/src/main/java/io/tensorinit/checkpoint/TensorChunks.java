package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A file's tensor, looked at in chunks by several threads. What a chunk is depends on the tensor's
 * type alone, and what was made of the chunks comes in their order.
 */
final class TensorChunks {
  private static final int CHUNK_BYTES = 1 << 18;

  /** So many parts are read as numbers at once, which then are in the nearest cache. */
  static final int TILE = 1 << 11;

  private final CheckpointReader reader;
  private final int tensor;
  private final StoredType type;
  private final long bytes;
  private final int chunkBytes;
  private final Progress progress;
  private final Queue<Scratch> spare;

  /**
   * A tensor.
   *
   * @param reader the file
   * @param tensor the tensor's index in it
   * @param spare what threads used for the file's earlier tensors; for several threads
   * @param progress hears of bytes that were read
   */
  TensorChunks(CheckpointReader reader, int tensor, Queue<Scratch> spare, Progress progress) {
    this.reader = reader;
    this.tensor = tensor;
    this.type = reader.tensors().get(tensor).type();
    this.bytes = reader.tensors().get(tensor).byteCount();
    this.chunkBytes = CHUNK_BYTES / type.bytes() * type.bytes();
    this.spare = spare;
    this.progress = progress;
  }

  /**
   * Takes values.
   *
   * @param <R> what they are taken into
   */
  interface Taker<R> {
    /**
     * Takes the next values.
     *
     * @param into takes them
     * @param values the parts of elements, from the beginning
     * @param count how many there are
     */
    void take(R into, double[] values, int count);
  }

  /** What one thread needs, whatever the tensor. */
  static final class Scratch {
    private final ByteBuffer bytes =
        ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final double[] values = new double[TILE];
  }

  /**
   * Takes the values of each chunk into something of its own.
   *
   * @param <R> what the values are taken into
   * @param maker makes it
   * @param taker takes values into it
   * @return what was made of each chunk, in the order of the chunks
   */
  <R> List<R> look(Supplier<R> maker, Taker<R> taker) {
    return LongStream.range(0, chunks())
        .parallel()
        .mapToObj(
            chunk -> {
              R into = maker.get();
              Scratch scratch = lend();
              values(read(chunk, scratch.bytes), scratch.values, into, taker);
              spare.add(scratch);
              return into;
            })
        .toList();
  }

  /**
   * Hands over the bytes of each chunk, in any order and to several threads.
   *
   * @param taker takes them, little-endian; they are not kept
   */
  void bytes(Consumer<ByteBuffer> taker) {
    LongStream.range(0, chunks())
        .parallel()
        .forEach(
            chunk -> {
              Scratch scratch = lend();
              taker.accept(read(chunk, scratch.bytes));
              spare.add(scratch);
            });
  }

  private long chunks() {
    return (bytes + chunkBytes - 1) / chunkBytes;
  }

  private Scratch lend() {
    Scratch scratch = spare.poll();
    return scratch != null ? scratch : new Scratch();
  }

  private ByteBuffer read(long chunk, ByteBuffer into) {
    long position = chunk * chunkBytes;
    int count = (int) Math.min(chunkBytes, bytes - position);
    try {
      reader.read(tensor, position, into.clear().limit(count));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    progress.advance(count);
    return into.flip();
  }

  private <R> void values(ByteBuffer from, double[] tile, R into, Taker<R> taker) {
    int tileBytes = TILE * (type.bytes() / type.parts());
    int end = from.limit();
    for (int at = 0; at < end; at += tileBytes) {
      from.limit(Math.min(end, at + tileBytes)).position(at);
      taker.take(into, tile, type.partValues(from, tile));
    }
  }
}
