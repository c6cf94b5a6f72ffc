package io.tensorinit.cpu.orthogonal;

/** What is needed of a matrix's reflections beside their vectors: tau and s of each column. */
final class ReflectionScalars {
  private final int parts;
  private final MatrixPrecision precision;
  private final double[] tau;
  private final double[][] phase;

  /**
   * Room for them.
   *
   * @param columns n
   * @param parts 1 if real, 2 if complex
   * @param precision what the matrix is computed in
   */
  ReflectionScalars(int columns, int parts, MatrixPrecision precision) {
    this.parts = parts;
    this.precision = precision;
    this.tau = new double[columns];
    this.phase = new double[parts][columns];
  }

  /** Takes those of a block's columns. */
  void keep(ColumnBlock block) {
    Span columns = block.columns();
    for (int k = 0; k < columns.length(); k++) {
      tau[columns.from() + k] = block.tau()[k];
      for (int part = 0; part < parts; part++) {
        phase[part][columns.from() + k] = block.phase(k, part);
      }
    }
  }

  /** The factor tau of a column's reflection. */
  double tau(int column) {
    return tau[column];
  }

  /** Multiplies columns of a panel by -s, then by the gain; each product is rounded. */
  void finish(PanelMatrix q, int index, Span columns, double gain) {
    int first = q.columnsOf(index).from();
    Panel[] panel = q.panel(index);
    if (parts == 1) {
      double[] factors = new double[columns.to()];
      for (int j = columns.from(); j < columns.to(); j++) {
        factors[j] = -phase[0][first + j] * gain; // s is 1 or -1: nothing is rounded
      }
      panel[0].scale(factors, columns);
      return;
    }
    for (int row = 0; row < q.rows(); row++) {
      for (int j = columns.from(); j < columns.to(); j++) {
        double re = panel[0].get(row, j);
        double im = panel[1].get(row, j);
        double cosine = phase[0][first + j];
        double sine = phase[1][first + j];
        panel[0].set(row, j, precision.round(im * sine - re * cosine) * gain);
        panel[1].set(row, j, precision.round(-im * cosine - re * sine) * gain);
      }
    }
  }
}
