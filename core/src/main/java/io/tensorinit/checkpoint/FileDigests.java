package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.json.MessageText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The digests of the tensors of a checkpoint, of all types whose size is known. */
final class FileDigests {
  private static final int PIECE_BYTES = 1 << 24;

  private FileDigests() {}

  static Digests of(CheckpointReader reader, Progress progress) throws IOException {
    require(reader);
    List<TensorInfo> tensors = reader.tensors();
    progress.begin(tensors.stream().mapToLong(TensorInfo::byteCount).sum());
    Digests digests = new Digests();
    for (int i = 0; i < tensors.size(); i++) {
      digests.put(tensors.get(i).name(), digest(reader, i, progress));
    }
    return digests;
  }

  /** Refuses a checkpoint with a tensor that can have no digest. */
  static void require(CheckpointReader reader) {
    for (TensorInfo info : reader.tensors()) {
      if (info.type() == StoredType.OTHER) {
        throw new IllegalArgumentException(
            "tensor "
                + MessageText.quoted(info.name())
                + " of type "
                + info.dtype()
                + " has no digest");
      }
    }
  }

  /** The digest of one tensor. */
  static String digest(CheckpointReader reader, int tensor, Progress progress) throws IOException {
    TensorInfo info = reader.tensors().get(tensor);
    reader.requireIntact(tensor);
    TensorDigest digest = new TensorDigest(info.dtype(), info.shape(), info.type().bits());
    ByteBuffer elements = reader.isColumnMajor(tensor) ? turned(reader, tensor) : null;
    if (elements != null) {
      digest.update(elements);
      progress.advance(info.byteCount());
      return digest.hex();
    }
    for (long at = 0; at < info.byteCount(); at += PIECE_BYTES) {
      ByteBuffer piece =
          ByteBuffer.allocate((int) Math.min(PIECE_BYTES, info.byteCount() - at))
              .order(ByteOrder.LITTLE_ENDIAN);
      reader.read(tensor, at, piece);
      digest.update(piece.flip());
      progress.advance(piece.limit());
    }
    return digest.hex();
  }

  /** A column-major array in row-major order; it has to fit into memory. */
  private static ByteBuffer turned(CheckpointReader reader, int tensor) throws IOException {
    TensorInfo info = reader.tensors().get(tensor);
    int size = info.type().bits() / Byte.SIZE;
    ByteBuffer stored = ByteBuffer.allocate(Math.toIntExact(info.byteCount()));
    reader.read(tensor, 0, stored);
    ByteBuffer turned = ByteBuffer.allocate(stored.capacity());
    long[] sizes = info.shape().sizes();
    for (long element = 0; element < info.shape().elementCount(); element++) {
      long rest = element;
      long place = 0;
      long[] index = new long[sizes.length];
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        index[axis] = rest % sizes[axis];
        rest /= sizes[axis];
      }
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        place = place * sizes[axis] + index[axis];
      }
      turned.put((int) element * size, stored, (int) place * size, size);
    }
    return turned;
  }
}
