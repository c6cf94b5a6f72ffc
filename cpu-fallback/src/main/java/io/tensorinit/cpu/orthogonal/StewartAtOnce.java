package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;

/**
 * Stewart's method with all reflections formed before the first is applied: they take as much
 * memory as Q, and the threads meet twice, not several times a block. The bits are those of {@link
 * OrthogonalComputation}, block after block.
 */
final class StewartAtOnce {
  /** The least number of columns that a task forms. */
  private static final int NARROWEST = 32;

  private final GaussianMatrix normals;
  private final PanelMatrix q;
  private final int parts;
  private final MatrixPrecision precision;
  private final ReflectionScalars scalars;
  private final TaskRunner runner;

  /**
   * A matrix to form.
   *
   * @param normals G
   * @param q takes Q; still zeros
   * @param parts 1 if real, 2 if complex
   * @param precision what Q is computed in
   * @param scalars takes the reflections' scalars
   * @param runner runs parts of the work
   */
  StewartAtOnce(
      GaussianMatrix normals,
      PanelMatrix q,
      int parts,
      MatrixPrecision precision,
      ReflectionScalars scalars,
      TaskRunner runner) {
    this.normals = normals;
    this.q = q;
    this.parts = parts;
    this.precision = precision;
    this.scalars = scalars;
    this.runner = runner;
  }

  /** Forms Q, times the gain. */
  void form(double gain) {
    ReflectorBlock[] blocks = reflections();
    q.forStrips(0, NARROWEST, runner, (panel, columns) -> formStrip(blocks, panel, columns, gain));
  }

  private Span blockColumns(int index) {
    return new Span(0, q.columns()).chunk(index, OrthogonalComputation.BLOCK);
  }

  /** The reflections of all blocks, a task each. */
  private ReflectorBlock[] reflections() {
    int blocks = new Span(0, q.columns()).chunks(OrthogonalComputation.BLOCK);
    ReflectorBlock[] formed = new ReflectorBlock[blocks];
    runner.run(
        blocks,
        index -> {
          Span columns = blockColumns(index);
          ColumnBlock block = new ColumnBlock(q.rows() - columns.from(), columns.length(), parts);
          block.moveTo(columns, q.rows());
          block.reflectNormals(normals, TaskRunner.SERIAL);
          scalars.keep(block);
          formed[index] = new ReflectorBlock(q.rows(), columns.length(), parts, precision);
          formed[index].take(block, TaskRunner.SERIAL);
        });
    return formed;
  }

  private void formStrip(ReflectorBlock[] blocks, int panel, Span columns, double gain) {
    int first = q.columnsOf(panel).from();
    for (int column = columns.from(); column < columns.to(); column++) {
      q.set(first + column, first + column, 0, 1);
    }
    for (int index = blocks.length - 1; index >= 0; index--) {
      int from = Math.max(columns.from(), blockColumns(index).from() - first);
      if (from < columns.to()) {
        blocks[index].apply(q.panel(panel), new Span(from, columns.to()));
      }
    }
    scalars.finish(q, panel, columns, gain);
  }
}
