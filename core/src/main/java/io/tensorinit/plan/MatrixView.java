package io.tensorinit.plan;

import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor seen as a stack of matrices: each axis belongs to the rows, the columns or the batch.
 * The flattened row index runs over the row axes in the order given, the last fastest; so do the
 * column and the batch index.
 *
 * @param rowAxes the axes that make up the rows
 * @param columnAxes the axes that make up the columns
 * @param batchAxes the axes that count matrices, empty for one matrix
 */
public record MatrixView(List<Integer> rowAxes, List<Integer> columnAxes, List<Integer> batchAxes) {

  /** Copies the lists. */
  public MatrixView {
    rowAxes = List.copyOf(rowAxes);
    columnAxes = List.copyOf(columnAxes);
    batchAxes = List.copyOf(batchAxes);
  }

  /**
   * The view that takes one axis as columns and all others, in order, as rows (Keras, JAX, Lux).
   *
   * @param rank the tensor's rank, 2 or more
   * @param columnAxis the axis of the columns, from 0
   * @return the view
   */
  public static MatrixView columnsFrom(int rank, int columnAxis) {
    return new MatrixView(allBut(rank, columnAxis), List.of(columnAxis), List.of());
  }

  /**
   * The view that takes one axis as rows and all others, in order, as columns (PyTorch).
   *
   * @param rank the tensor's rank, 2 or more
   * @param rowAxis the axis of the rows, from 0
   * @return the view
   */
  public static MatrixView rowsFrom(int rank, int rowAxis) {
    return new MatrixView(List.of(rowAxis), allBut(rank, rowAxis), List.of());
  }

  private static List<Integer> allBut(int rank, int axis) {
    List<Integer> others = new ArrayList<>();
    for (int other = 0; other < rank; other++) {
      if (other != axis) {
        others.add(other);
      }
    }
    return others;
  }

  /**
   * The number of rows of each matrix.
   *
   * @param shape the tensor's shape
   * @return the product of the sizes of the row axes
   */
  public long rows(Shape shape) {
    return product(shape, rowAxes);
  }

  /**
   * The number of columns of each matrix.
   *
   * @param shape the tensor's shape
   * @return the product of the sizes of the column axes
   */
  public long columns(Shape shape) {
    return product(shape, columnAxes);
  }

  /**
   * The number of matrices.
   *
   * @param shape the tensor's shape
   * @return the product of the sizes of the batch axes
   */
  public long batch(Shape shape) {
    return product(shape, batchAxes);
  }

  private static long product(Shape shape, List<Integer> axes) {
    long product = 1;
    for (int axis : axes) {
      product *= shape.size(axis);
    }
    return product;
  }
}
