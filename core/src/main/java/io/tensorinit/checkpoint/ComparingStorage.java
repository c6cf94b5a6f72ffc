package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.LittleEndianStorage;
import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A storage that keeps nothing: what is put into it is compared with a tensor of a file, and the
 * lowest place that differs, by more than another machine may round, is remembered. Any NaN is
 * equal to any other. Several threads may put at once.
 */
final class ComparingStorage extends LittleEndianStorage {
  private final CheckpointReader reader;
  private final int tensor;
  private final TensorInfo info;
  private final Rounding rounding;
  private final Queue<ByteBuffer> spare;
  private @Nullable Mismatch first;
  private @Nullable Mismatch firstAccepted;

  /**
   * A comparison with a tensor.
   *
   * @param reader the file
   * @param tensor the tensor's index in it
   * @param rounding what another machine may round
   * @param spare blocks outside of the heap, kept from one tensor of the file to the next; for
   *     several threads
   */
  ComparingStorage(
      CheckpointReader reader, int tensor, Rounding rounding, Queue<ByteBuffer> spare) {
    super(reader.tensors().get(tensor).byteCount());
    this.reader = reader;
    this.tensor = tensor;
    this.info = reader.tensors().get(tensor);
    this.rounding = rounding;
    this.spare = spare;
  }

  /**
   * A part that differs.
   *
   * @param position its place in the tensor's part of the file, in parts
   * @param expectedBits what was put
   * @param foundBits what the file has
   */
  record Mismatch(long position, long expectedBits, long foundBits) {}

  /** The first part that differs, unless it may be another machine's rounding. */
  synchronized Optional<Mismatch> firstMismatch() {
    return Optional.ofNullable(first == null && !rounding.isPlausible() ? firstAccepted : first);
  }

  @Override
  public long capacity(DType part) {
    DType held = info.type().dtype().orElseThrow().partType();
    if (part != held) {
      throw new IllegalArgumentException(
          "tensor \"" + info.name() + "\" holds parts of " + held + ", not of " + part);
    }
    return super.capacity(part);
  }

  @Override
  protected void putBlock(long position, int size, ByteBuffer expected) {
    ByteBuffer found = lend(expected.capacity()).limit(expected.limit());
    try {
      reader.read(tensor, position, found);
      compare(position, size, expected, found.flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      spare.add(found);
    }
  }

  private ByteBuffer lend(int capacity) {
    ByteBuffer found = spare.poll();
    return found != null ? found.clear() : ByteBuffer.allocateDirect(capacity);
  }

  private void compare(long position, int size, ByteBuffer expected, ByteBuffer found) {
    if (!rounding.isNone()) {
      judge(position / size, size, expected, found);
      return;
    }
    int from = 0;
    int at = expected.mismatch(found);
    while (at >= 0) {
      int part = (from + at) / size;
      Mismatch pair = mismatch(position / size, part, size, expected, found);
      if (!areNan(pair)) {
        note(pair);
        return;
      }
      from = (part + 1) * size;
      int length = expected.limit() - from;
      at = expected.slice(from, length).mismatch(found.slice(from, length));
    }
  }

  /** Whether both are no numbers: of these the law does not say which they are. */
  private boolean areNan(Mismatch pair) {
    return Double.isNaN(info.type().partValue(pair.expectedBits()))
        && Double.isNaN(info.type().partValue(pair.foundBits()));
  }

  private void judge(long firstPart, int size, ByteBuffer expected, ByteBuffer found) {
    boolean columnMajor = reader.isColumnMajor(tensor);
    int parts = info.type().parts();
    for (int part = 0; part < expected.limit() / size; part++) {
      Mismatch pair = mismatch(firstPart, part, size, expected, found);
      if (areNan(pair)) {
        continue;
      }
      long[] index = TensorIndex.of(info.shape(), columnMajor, pair.position() / parts);
      if (!rounding.accepts(index, pair.expectedBits(), pair.foundBits())) {
        note(pair);
      } else if (pair.expectedBits() != pair.foundBits()) {
        noteAccepted(pair);
      }
    }
  }

  private static Mismatch mismatch(
      long firstPart, int part, int size, ByteBuffer expected, ByteBuffer found) {
    return new Mismatch(firstPart + part, bits(expected, part, size), bits(found, part, size));
  }

  private synchronized void note(Mismatch mismatch) {
    if (first == null || mismatch.position() < first.position()) {
      first = mismatch;
    }
  }

  private synchronized void noteAccepted(Mismatch mismatch) {
    if (firstAccepted == null || mismatch.position() < firstAccepted.position()) {
      firstAccepted = mismatch;
    }
  }

  private static long bits(ByteBuffer bytes, int part, int size) {
    long bits = 0;
    for (int i = size - 1; i >= 0; i--) {
      bits = (bits << Byte.SIZE) | (bytes.get(part * size + i) & 0xff);
    }
    return bits;
  }
}
