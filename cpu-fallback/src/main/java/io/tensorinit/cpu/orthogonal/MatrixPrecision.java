package io.tensorinit.cpu.orthogonal;

/** What an orthogonal matrix is computed and kept in. */
enum MatrixPrecision {
  /** float32: also for the narrower types, which round its result. */
  FLOAT32(Float.BYTES) {
    @Override
    Panel panel(int rows, int width) {
      return new Panel32(rows, width);
    }

    @Override
    double round(double value) {
      return (float) value;
    }
  },
  /** float64. */
  FLOAT64(Double.BYTES) {
    @Override
    Panel panel(int rows, int width) {
      return new Panel64(rows, width);
    }

    @Override
    double round(double value) {
      return value;
    }
  };

  private final int bytes;

  MatrixPrecision(int bytes) {
    this.bytes = bytes;
  }

  /** The size of a number. */
  final int bytes() {
    return bytes;
  }

  /** A panel of zeros. */
  abstract Panel panel(int rows, int width);

  /** The nearest number of this precision. */
  abstract double round(double value);
}
