package io.tensorinit.model;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.MalformedCheckpointException;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a checkpoint as a manifest that has nothing else: names, shapes and dtypes, in
 * the checkpoint's order. No initializer is in it, so a recipe has to give them. Immutable.
 *
 * @param manifest the parameters of types that are filled
 * @param leftOut the tensors of other types (integers, quantized ones, text): no parameters
 */
public record CheckpointOutline(Manifest manifest, List<TensorInfo> leftOut) {
  /** Copies the list. */
  public CheckpointOutline {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Reads the outline of a checkpoint; no values are read. A tensor of which the file holds a part
   * has the shape of the whole.
   *
   * @param file a safetensors file, a folder of them with its index, or an npz
   * @return the outline
   * @throws MalformedCheckpointException if it is no checkpoint, a broken one, or holds a part of a
   *     tensor whose whole shape it does not say
   * @throws IOException if it cannot be read
   */
  public static CheckpointOutline read(Path file) throws IOException {
    ModelBuilder model = new ModelBuilder();
    List<TensorInfo> leftOut = new ArrayList<>();
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      List<TensorInfo> tensors = reader.tensors();
      for (int i = 0; i < tensors.size(); i++) {
        TensorInfo tensor = tensors.get(i);
        Optional<DType> dtype = tensor.type().dtype();
        if (dtype.isEmpty()) {
          leftOut.add(tensor);
          continue;
        }
        Shape shape = reader.wholeShape(i).orElseThrow(() -> partOf(file, tensor));
        model.parameter(ParameterSpec.of(tensor.name(), shape).dtype(dtype.get()));
      }
    }
    return new CheckpointOutline(new Manifest(model), leftOut);
  }

  private static MalformedCheckpointException partOf(Path file, TensorInfo tensor) {
    return new MalformedCheckpointException(
        file
            + ": tensor \""
            + tensor.name()
            + "\" is a part, and the file does not say of what shape");
  }
}
