package io.tensorinit.djl;

import ai.djl.ndarray.types.DataType;
import io.tensorinit.tensor.DType;

/** The types of elements that DJL and TensorInit share. */
final class ElementTypes {
  private ElementTypes() {}

  /**
   * The counterpart of a type of DJL's.
   *
   * @throws IllegalArgumentException if there is none: integers, truth values, strings
   */
  static DType of(DataType type) {
    switch (type) {
      case FLOAT16:
        return DType.F16;
      case BFLOAT16:
        return DType.BF16;
      case FLOAT32:
        return DType.F32;
      case FLOAT64:
        return DType.F64;
      case COMPLEX64:
        return DType.C64;
      default:
        throw new IllegalArgumentException(
            "data type must be FLOAT16, BFLOAT16, FLOAT32, FLOAT64 or COMPLEX64, was " + type);
    }
  }

  /**
   * The counterpart of a type of TensorInit's.
   *
   * @throws IllegalArgumentException if DJL has none
   */
  static DataType of(DType dtype) {
    switch (dtype) {
      case F16:
        return DataType.FLOAT16;
      case BF16:
        return DataType.BFLOAT16;
      case F32:
        return DataType.FLOAT32;
      case F64:
        return DataType.FLOAT64;
      case C64:
        return DataType.COMPLEX64;
      default:
        throw new IllegalArgumentException(
            "dtype must be F16, BF16, F32, F64 or C64, which DJL has, was " + dtype);
    }
  }
}
