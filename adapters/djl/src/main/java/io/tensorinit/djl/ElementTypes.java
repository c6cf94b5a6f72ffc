package io.tensorinit.djl;

import ai.djl.ndarray.types.DataType;
import io.tensorinit.tensor.DType;

/** The types of elements that both DJL's PyTorch engine and TensorInit have. */
final class ElementTypes {
  private ElementTypes() {}

  /**
   * The counterpart of the type of an array.
   *
   * @throws IllegalArgumentException if there is none: integers, truth values, strings. BFLOAT16 is
   *     a name that DJL knows and its engine does not: see {@link #requireMade}
   */
  static DType of(DataType type) {
    switch (type) {
      case FLOAT16:
        return DType.F16;
      case FLOAT32:
        return DType.F32;
      case FLOAT64:
        return DType.F64;
      case COMPLEX64:
        return DType.C64;
      default:
        throw new IllegalArgumentException(
            "data type of an array must be FLOAT16, FLOAT32, FLOAT64 or COMPLEX64, was "
                + type.name());
    }
  }

  /**
   * The type of a new array.
   *
   * @throws IllegalArgumentException if DJL's engine cannot make one
   */
  static DataType of(DType dtype) {
    switch (dtype) {
      case F16:
        return DataType.FLOAT16;
      case F32:
        return DataType.FLOAT32;
      case F64:
        return DataType.FLOAT64;
      default:
        throw new IllegalArgumentException(
            "dtype of a new array must be F16, F32 or F64, was "
                + dtype
                + ", which DJL's PyTorch engine does not make");
    }
  }

  /**
   * Refuses a type that DJL's engine cannot make an array of, before it tries: of BFLOAT16 and all
   * types behind COMPLEX64 it ends the Java machine ({@code GetScalarTypeFromDType} in {@code
   * djl_pytorch_utils.h} throws nothing, which aborts), for COMPLEX64 it makes one of FLOAT32
   * ({@code CreateTensorOptions} there takes its number, 8, for that of an unknown type).
   *
   * @throws IllegalArgumentException if the type is none of FLOAT16, FLOAT32 and FLOAT64
   */
  static void requireMade(DataType type) {
    if (type != DataType.FLOAT16 && type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new IllegalArgumentException(
          "data type of a new array must be FLOAT16, FLOAT32 or FLOAT64, was "
              + type.name()
              + ", which DJL's PyTorch engine does not make");
    }
  }
}
