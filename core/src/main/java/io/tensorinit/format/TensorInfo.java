package io.tensorinit.format;

import io.tensorinit.tensor.Shape;

/**
 * A tensor of a checkpoint file, apart from its values.
 *
 * @param name its name, any text
 * @param type the type of its elements
 * @param dtype the type as the file spells it where {@code type} is {@link StoredType#OTHER} (a
 *     name of the format's, a NumPy descriptor), else the type's name
 * @param shape its shape
 * @param byteCount the size of its elements in bytes
 */
public record TensorInfo(String name, StoredType type, String dtype, Shape shape, long byteCount) {
  /**
   * Checks that the sizes agree.
   *
   * @throws IllegalArgumentException if the tensor has more than 2^63 - 1 bytes, its elements do
   *     not fill whole bytes, or {@code byteCount} is not what type and shape ask for
   */
  public TensorInfo {
    if (type != StoredType.OTHER && byteCount != bytesOf(name, type, shape)) {
      throw new IllegalArgumentException(
          "tensor \""
              + name
              + "\" has "
              + byteCount
              + " bytes where shape "
              + shape
              + " and dtype "
              + type
              + " ask for "
              + bytesOf(name, type, shape));
    }
  }

  /**
   * A tensor of a type whose size is known.
   *
   * @param name its name, any text
   * @param type the type of its elements, not {@link StoredType#OTHER}
   * @param shape its shape
   * @throws IllegalArgumentException if the tensor has more than 2^63 - 1 bytes, or its elements do
   *     not fill whole bytes
   */
  public TensorInfo(String name, StoredType type, Shape shape) {
    this(name, type, type.name(), shape, bytesOf(name, type, shape));
  }

  /**
   * A tensor of a type that is not known here.
   *
   * @param name its name
   * @param dtype the type as the file spells it
   * @param shape its shape
   * @param byteCount its size in bytes
   * @return the tensor, of type {@link StoredType#OTHER}
   */
  static TensorInfo other(String name, String dtype, Shape shape, long byteCount) {
    return new TensorInfo(name, StoredType.OTHER, dtype, shape, byteCount);
  }

  private static long bytesOf(String name, StoredType type, Shape shape) {
    int bits = type.bits();
    long elements = shape.elementCount();
    if (bits == 0) {
      throw new IllegalArgumentException("tensor \"" + name + "\" has a type of unknown size");
    }
    if (elements / Byte.SIZE >= Long.MAX_VALUE / bits) {
      throw new IllegalArgumentException(
          place(name, type, shape) + " must have at most 2^63 - 1 bytes");
    }
    long rest = elements % Byte.SIZE * bits;
    if (rest % Byte.SIZE != 0) {
      throw new IllegalArgumentException(place(name, type, shape) + " must fill whole bytes");
    }
    return elements / Byte.SIZE * bits + rest / Byte.SIZE;
  }

  private static String place(String name, StoredType type, Shape shape) {
    return "tensor \"" + name + "\" of shape " + shape + " and dtype " + type;
  }
}
