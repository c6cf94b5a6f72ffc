package io.tensorinit.cuda.memory;

import io.tensorinit.memory.Storage;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;

/** Finished cells, copied from the device, on their way to a storage. */
final class HostCells {
  /** Parts that are handed over at a time: few enough to stay in the cache. */
  private static final int MOST_PARTS = 1 << 13;

  private HostCells() {}

  /** Writes the packed cells of a box to their places, row by row where rows are consecutive. */
  static void write(ByteBuffer cells, PlacedBox box, DType dtype, Storage storage) {
    long[] size = box.size();
    long[] strides = box.strides();
    int parts = dtype.partCount();
    long rowLength = box.isPacked() ? box.count() : 1;
    int rank = size.length;
    if (!box.isPacked() && rank > 0 && strides[rank - 1] == 1) {
      rowLength = size[rank - 1];
    }
    Row row = new Row(cells, dtype.partType(), (int) Math.min(MOST_PARTS, rowLength * parts));
    long[] index = new long[rank];
    long[] packed = Shape.of(size).rowMajorStrides();
    for (long at = 0; at < box.count(); at += rowLength) {
      long cell = box.cell();
      for (int axis = 0; axis < rank; axis++) {
        index[axis] = at / packed[axis] % size[axis];
        cell += index[axis] * strides[axis];
      }
      row.copy((int) (at * parts), cell * parts, (int) (rowLength * parts), storage);
    }
  }

  /** An array of a row's cells, in the type the storage takes; those of other types are empty. */
  private static final class Row {
    private final ByteBuffer cells;
    private final DType part;
    private final float[] floats;
    private final double[] doubles;
    private final short[] shorts;
    private final byte[] bytes;

    Row(ByteBuffer cells, DType part, int length) {
      this.cells = cells;
      this.part = part;
      this.floats = new float[part == DType.F32 ? length : 0];
      this.doubles = new double[part == DType.F64 ? length : 0];
      this.shorts = new short[part.bytes() == Short.BYTES ? length : 0];
      this.bytes = new byte[part.bytes() == Byte.BYTES ? length : 0];
    }

    void copy(int from, long to, int count, Storage storage) {
      for (int done = 0; done < count; done += MOST_PARTS) {
        copyPart(from + done, to + done, Math.min(MOST_PARTS, count - done), storage);
      }
    }

    private void copyPart(int from, long to, int count, Storage storage) {
      switch (part.bytes()) {
        case Double.BYTES:
          cells.asDoubleBuffer().get(from, doubles, 0, count);
          storage.putDoubles(to, doubles, 0, count);
          break;
        case Float.BYTES:
          cells.asFloatBuffer().get(from, floats, 0, count);
          storage.putFloats(to, floats, 0, count);
          break;
        case Short.BYTES:
          cells.asShortBuffer().get(from, shorts, 0, count);
          storage.putShorts(to, shorts, 0, count);
          break;
        default:
          cells.get(from, bytes, 0, count);
          storage.putBytes(to, bytes, 0, count);
      }
    }
  }
}
