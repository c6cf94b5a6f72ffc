package io.tensorinit.nd4j;

import io.tensorinit.tensor.DType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The types that both sides have. */
final class ArrayTypes {
  private static final Map<DType, DataType> BOTH =
      new EnumMap<>(
          Map.of(
              DType.F64, DataType.DOUBLE,
              DType.F32, DataType.FLOAT,
              DType.F16, DataType.FLOAT16,
              DType.BF16, DataType.BFLOAT16));

  private ArrayTypes() {}

  static DType dtype(INDArray array) {
    Objects.requireNonNull(array, "array");
    if (array.isCompressed()) {
      throw new IllegalStateException(
          "array must not be compressed, was compressed: Nd4j.getCompressor().decompressi(array)");
    }
    DataType type = array.dataType();
    for (Map.Entry<DType, DataType> pair : BOTH.entrySet()) {
      if (pair.getValue() == type) {
        return pair.getKey();
      }
    }
    throw new IllegalArgumentException(
        "dtype of an array must be DOUBLE, FLOAT, HALF or BFLOAT16, was "
            + type
            + "; fill one of these and cast it");
  }

  static DataType dataType(DType dtype) {
    DataType type = BOTH.get(dtype);
    if (type == null) {
      throw new IllegalArgumentException(
          "dtype of an ND4J array must be F64, F32, F16 or BF16, was " + dtype);
    }
    return type;
  }
}
