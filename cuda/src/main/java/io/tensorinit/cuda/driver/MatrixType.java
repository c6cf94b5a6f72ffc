package io.tensorinit.cuda.driver;

/** The types the matrix libraries compute in, by the letter their functions begin with. */
public enum MatrixType {
  /** S: float. */
  F32(4),
  /** D: double. */
  F64(8),
  /** C: two floats. */
  C64(8),
  /** Z: two doubles. */
  C128(16);

  private final int bytes;

  MatrixType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of an element.
   *
   * @return in bytes
   */
  public int bytes() {
    return bytes;
  }
}
