package io.tensorinit.checkpoint;

import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import java.util.Optional;

/**
 * What rounding to a dtype does to a value: at most {@code relative} of its magnitude, or {@code
 * least} where it is near zero.
 *
 * @param relative half of the distance of neighbours, by their magnitude
 * @param least half of the distance of neighbours at zero
 * @param narrow the type's codes, where it is narrower than float32
 * @param isDouble whether nothing is rounded to float32
 */
record StoredPrecision(
    double relative, double least, Optional<NarrowFloat> narrow, boolean isDouble) {

  static StoredPrecision of(DType dtype) {
    switch (dtype.partType()) {
      case F64:
        return new StoredPrecision(0x1p-53, 0, Optional.empty(), true);
      case F16:
        return narrow(0x1p-11, 0x1p-25, NarrowFloat.FLOAT16);
      case BF16:
        return narrow(0x1p-8, 0x1p-134, NarrowFloat.BFLOAT16);
      case F8_E4M3:
        return narrow(0x1p-4, 0x1p-10, NarrowFloat.FLOAT8_E4M3);
      case F8_E5M2:
        return narrow(0x1p-3, 0x1p-17, NarrowFloat.FLOAT8_E5M2);
      default:
        return new StoredPrecision(0x1p-24, 0x1p-150, Optional.empty(), false);
    }
  }

  private static StoredPrecision narrow(double relative, double least, NarrowFloat type) {
    return new StoredPrecision(relative, least, Optional.of(type), false);
  }

  /** A value as it is stored. */
  double stored(double value) {
    if (isDouble) {
      return value;
    }
    float single = (float) value;
    return narrow.map(type -> type.decode(type.encode(single))).orElse(single);
  }

  /** The most that rounding changes a root mean square, or a mean, of values of this one. */
  double error(double rootMeanSquare) {
    return relative * rootMeanSquare + least;
  }
}
