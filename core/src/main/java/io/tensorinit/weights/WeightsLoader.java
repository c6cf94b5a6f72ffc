package io.tensorinit.weights;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.json.MessageText;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the values of a checkpoint into a store. */
final class WeightsLoader {
  /** Bytes that are read at once where elements change places, or are compared. */
  private static final int BLOCK_BYTES = 1 << 16;

  private final Weights weights;
  private final CheckpointReader reader;
  private final Map<String, Integer> tensors = new LinkedHashMap<>();

  WeightsLoader(Weights weights, CheckpointReader reader) {
    this.weights = weights;
    this.reader = reader;
    for (int i = 0; i < reader.tensors().size(); i++) {
      tensors.put(reader.tensors().get(i).name(), i);
    }
  }

  /** Checks everything, then loads one parameter after the other. */
  void load() throws IOException {
    requireKnownNames();
    Map<String, Shape> shapes = unknownShapes();
    Model model = weights.model().withShapes(shapes);
    Map<Parameter, Integer> chosen = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> tensor : tensors.entrySet()) {
      String name = ownName(tensor.getKey());
      Parameter parameter = model.parameter(name).orElseThrow();
      requireForm(parameter, reader.tensors().get(tensor.getValue()));
      if (name.equals(tensor.getKey()) || !tensors.containsKey(name)) {
        Integer earlier = chosen.putIfAbsent(parameter, tensor.getValue());
        if (earlier != null) {
          requireSame(earlier, tensor.getValue());
        }
      } else {
        requireSame(tensors.get(name), tensor.getValue());
      }
    }
    weights.giveShapes(shapes);
    for (Map.Entry<Parameter, Integer> each : chosen.entrySet()) {
      reader.requireIntact(each.getValue());
      weights
          .values(each.getKey().name())
          .load(buffers -> read(each.getKey(), each.getValue(), buffers));
    }
  }

  private String ownName(String name) {
    return weights.model().ties().getOrDefault(name, name);
  }

  private void requireKnownNames() {
    Set<String> known = new HashSet<>(weights.model().names());
    for (String name : tensors.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "the model has no parameter " + MessageText.quoted(name) + ", which the file holds");
      }
    }
  }

  /** The shapes that the file tells of parameters that are not decided. */
  private Map<String, Shape> unknownShapes() {
    Model model = weights.model();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (model.undecided().containsKey(ownName(name))) {
            shapes.put(ownName(name), reader.tensors().get(tensor).shape());
          }
        });
    return shapes;
  }

  private static void requireForm(Parameter parameter, TensorInfo found) {
    if (!found.type().dtype().equals(Optional.of(parameter.dtype()))) {
      throw notOf(found, "dtype", parameter.dtype(), found.dtype());
    }
    if (!found.shape().equals(parameter.shape())) {
      throw notOf(found, "shape", parameter.shape(), found.shape());
    }
  }

  private static IllegalArgumentException notOf(
      TensorInfo found, String what, Object expected, Object its) {
    return new IllegalArgumentException(
        "tensor "
            + MessageText.quoted(found.name())
            + " must have the model's "
            + what
            + " "
            + expected
            + ", has "
            + its);
  }

  /** Refuses a tied parameter that the file holds twice, with other values. */
  private void requireSame(int one, int other) throws IOException {
    long bytes = reader.tensors().get(one).byteCount();
    boolean same = reader.isColumnMajor(one) == reader.isColumnMajor(other);
    for (long at = 0; same && at < bytes; at += BLOCK_BYTES) {
      same = block(one, at, bytes).equals(block(other, at, bytes));
    }
    if (!same) {
      throw new MalformedCheckpointException(
          MessageText.quoted(reader.tensors().get(other).name())
              + " is tied to "
              + MessageText.quoted(reader.tensors().get(one).name())
              + " in the model, but has other values, or another order, in the file");
    }
  }

  private ByteBuffer block(int tensor, long at, long bytes) throws IOException {
    ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK_BYTES, bytes - at));
    reader.read(tensor, at, block);
    return block.flip();
  }

  /** Reads a tensor into memory, row-major. */
  private void read(Parameter parameter, int tensor, List<ByteBuffer> buffers) throws IOException {
    if (reader.isColumnMajor(tensor)) {
      readColumnMajor(parameter, tensor, buffers);
      return;
    }
    long at = 0;
    for (ByteBuffer buffer : buffers) {
      ByteBuffer into = buffer.duplicate().clear();
      reader.read(tensor, at, into);
      at += buffer.capacity();
    }
  }

  private void readColumnMajor(Parameter parameter, int tensor, List<ByteBuffer> buffers)
      throws IOException {
    int size = parameter.dtype().bytes();
    long[] sizes = parameter.shape().sizes();
    long[] strides = parameter.shape().rowMajorStrides();
    long[] index = new long[sizes.length];
    long bufferBytes = Math.max(1, buffers.get(0).capacity());
    for (long at = 0; at < parameter.bytes(); at += BLOCK_BYTES) {
      ByteBuffer block = block(tensor, at, parameter.bytes());
      for (int from = 0; from < block.limit(); from += size) {
        long place = 0;
        for (int axis = 0; axis < index.length; axis++) {
          place += index[axis] * strides[axis];
        }
        long target = place * size;
        buffers
            .get((int) (target / bufferBytes))
            .put((int) (target % bufferBytes), block, from, size);
        for (int axis = 0; axis < index.length && ++index[axis] == sizes[axis]; axis++) {
          index[axis] = 0;
        }
      }
    }
  }
}
