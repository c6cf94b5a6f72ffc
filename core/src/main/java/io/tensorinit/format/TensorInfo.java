package io.tensorinit.format;

import io.tensorinit.tensor.Shape;

/**
 * A tensor of a checkpoint file, apart from its values.
 *
 * @param name its name, any text
 * @param type the type of its elements
 * @param shape its shape
 */
public record TensorInfo(String name, StoredType type, Shape shape) {
  /**
   * Checks that its size can be counted.
   *
   * @throws IllegalArgumentException if the tensor has more than 2^63 - 1 bytes
   */
  public TensorInfo {
    if (shape.elementCount() > Long.MAX_VALUE / type.bytes()) {
      throw new IllegalArgumentException(
          "tensor \""
              + name
              + "\" of shape "
              + shape
              + " and dtype "
              + type
              + " must have at most 2^63 - 1 bytes");
    }
  }

  /**
   * The size of its elements.
   *
   * @return the size in bytes
   */
  public long byteCount() {
    return shape.elementCount() * type.bytes();
  }
}
