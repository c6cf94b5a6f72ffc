package io.tensorinit.format;

import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** The tensors of {@code make_checkpoints.py}, and how to write and read files of them. */
final class CheckpointFiles {
  /** All of them, in that program's order. */
  static final List<TensorInfo> TENSORS =
      List.of(
          new TensorInfo("b", StoredType.F32, Shape.of(2, 3)),
          new TensorInfo("a", StoredType.F32, Shape.of(2)),
          new TensorInfo("scalar", StoredType.F64, Shape.scalar()),
          new TensorInfo("half", StoredType.F16, Shape.of(3)),
          new TensorInfo("brain", StoredType.BF16, Shape.of(5, 1)),
          new TensorInfo("e4m3", StoredType.F8_E4M3, Shape.of(3)),
          new TensorInfo("e5m2", StoredType.F8_E5M2, Shape.of(2, 2)),
          new TensorInfo("complex", StoredType.C64, Shape.of(2, 1, 1)),
          new TensorInfo("empty", StoredType.F32, Shape.of(0, 4)),
          new TensorInfo("gewicht/\u00fc.\ud83d\ude00\"\\", StoredType.F32, Shape.of(1)));

  private CheckpointFiles() {}

  /** Those that NumPy has a type for. */
  static List<TensorInfo> numpyTensors() {
    return TENSORS.stream().filter(tensor -> tensor.type().numpyName().isPresent()).toList();
  }

  /** Byte i of every tensor is (7 i + 3) mod 251. */
  static byte[] content(TensorInfo tensor) {
    byte[] bytes = new byte[(int) tensor.byteCount()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((7 * i + 3) % 251);
    }
    return bytes;
  }

  /** Writes the tensors, the last one first: the order must not matter. */
  static void write(Path file, List<TensorInfo> tensors) throws IOException {
    try (CheckpointWriter writer =
        CheckpointWriter.create(file, CheckpointFormat.of(file), tensors)) {
      for (int i = tensors.size() - 1; i >= 0; i--) {
        ChannelIo.write(writer.channel(), writer.position(i), content(tensors.get(i)));
      }
      writer.commit();
    }
  }

  static byte[] read(CheckpointReader reader, int tensor) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) reader.tensors().get(tensor).byteCount());
    reader.read(tensor, 0, bytes);
    return bytes.array();
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = CheckpointFiles.class.getResourceAsStream("/format/" + name)) {
      return in.readAllBytes();
    }
  }
}
