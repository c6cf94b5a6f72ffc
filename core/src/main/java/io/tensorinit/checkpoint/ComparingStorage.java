package io.tensorinit.checkpoint;

import io.tensorinit.DType;
import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.memory.LittleEndianStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A storage that keeps nothing: what is put into it is compared with a tensor of a file, and the
 * lowest place that differs is remembered. Several threads may put at once.
 */
final class ComparingStorage extends LittleEndianStorage {
  private final CheckpointReader reader;
  private final int tensor;
  private final TensorInfo info;
  private Mismatch first;

  ComparingStorage(CheckpointReader reader, int tensor) {
    super(reader.tensors().get(tensor).byteCount());
    this.reader = reader;
    this.tensor = tensor;
    this.info = reader.tensors().get(tensor);
  }

  /**
   * A part that differs.
   *
   * @param position its place in the tensor's part of the file, in parts
   * @param expectedBits what was put
   * @param foundBits what the file has
   */
  record Mismatch(long position, long expectedBits, long foundBits) {}

  synchronized Optional<Mismatch> firstMismatch() {
    return Optional.ofNullable(first);
  }

  @Override
  public long capacity(DType part) {
    DType held = info.type().dtype().orElseThrow().part();
    if (part != held) {
      throw new IllegalArgumentException(
          "tensor \"" + info.name() + "\" holds parts of " + held + ", not of " + part);
    }
    return super.capacity(part);
  }

  @Override
  protected void putBlock(long position, int size, ByteBuffer expected) {
    ByteBuffer found = ByteBuffer.allocate(expected.limit());
    try {
      reader.read(tensor, position, found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int at = expected.mismatch(found.flip());
    if (at >= 0) {
      int part = at / size;
      note(
          new Mismatch(
              position / size + part, bits(expected, part, size), bits(found, part, size)));
    }
  }

  private synchronized void note(Mismatch mismatch) {
    if (first == null || mismatch.position() < first.position()) {
      first = mismatch;
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
