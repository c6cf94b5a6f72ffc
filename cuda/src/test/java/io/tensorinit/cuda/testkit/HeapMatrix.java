package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.MatrixType;
import java.nio.ByteBuffer;

/** A column-major matrix in the interpreter's memory, read and written as complex doubles. */
final class HeapMatrix {
  private final ByteBuffer memory;
  private final MatrixType type;
  private final int rows;

  private HeapMatrix(ByteBuffer memory, MatrixType type, int rows) {
    this.memory = memory;
    this.type = type;
    this.rows = rows;
  }

  /**
   * A matrix without gaps whose elements are there.
   *
   * @throws IllegalArgumentException if it is not aligned or not inside of one allocation
   */
  static HeapMatrix read(PtxDriver driver, MatrixType type, int rows, int columns, long address) {
    requireAligned(type, address);
    long bytes = (long) rows * columns * type.bytes();
    return new HeapMatrix(driver.read(address, bytes), type, rows);
  }

  /**
   * A matrix without gaps whose elements are all set by who asks for it.
   *
   * @throws IllegalArgumentException if it is not aligned or not inside of one allocation
   */
  static HeapMatrix written(
      PtxDriver driver, MatrixType type, int rows, int columns, long address) {
    requireAligned(type, address);
    long bytes = (long) rows * columns * type.bytes();
    return new HeapMatrix(driver.written(address, bytes), type, rows);
  }

  private static void requireAligned(MatrixType type, long address) {
    if (address % type.bytes() != 0) {
      throw new IllegalArgumentException("not aligned: 0x" + Long.toHexString(address));
    }
  }

  double re(int row, int column) {
    return part(row, column, 0);
  }

  double im(int row, int column) {
    return isComplex() ? part(row, column, 1) : 0;
  }

  void set(int row, int column, double re, double im) {
    setPart(row, column, 0, re);
    if (isComplex()) {
      setPart(row, column, 1, im);
    }
  }

  private boolean isComplex() {
    return type == MatrixType.C64 || type == MatrixType.C128;
  }

  private boolean inDouble() {
    return type == MatrixType.F64 || type == MatrixType.C128;
  }

  private int offset(int row, int column, int part) {
    return (column * rows + row) * type.bytes() + part * (inDouble() ? Double.BYTES : Float.BYTES);
  }

  private double part(int row, int column, int part) {
    int offset = offset(row, column, part);
    return inDouble() ? memory.getDouble(offset) : memory.getFloat(offset);
  }

  private void setPart(int row, int column, int part, double value) {
    int offset = offset(row, column, part);
    if (inDouble()) {
      memory.putDouble(offset, value);
    } else {
      memory.putFloat(offset, (float) value);
    }
  }
}
