package io.tensorinit.cuda.memory;

import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;

/** What a value is in a cell, where the host knows it beforehand. */
public final class CellBits {
  private CellBits() {}

  /**
   * The bits of a value in a cell.
   *
   * @param value the value; rounded to float32 (float64), then to the cell's type
   * @param cellType the type of a cell: a real dtype
   * @return its bits, in the low bits
   */
  public static long of(double value, DType cellType) {
    switch (cellType) {
      case F64:
        return Double.doubleToRawLongBits(value);
      case F32:
        return Float.floatToRawIntBits((float) value);
      case F16:
        return NarrowFloat.FLOAT16.encode((float) value);
      case BF16:
        return NarrowFloat.BFLOAT16.encode((float) value);
      case F8_E4M3:
        return NarrowFloat.FLOAT8_E4M3.encode((float) value);
      case F8_E5M2:
        return NarrowFloat.FLOAT8_E5M2.encode((float) value);
      default:
        throw new IllegalStateException("a cell is real, was " + cellType);
    }
  }
}
