package io.tensorinit.plan;

import java.util.List;

/**
 * A pattern of {@code value} on zeros: identity matrices and convolutions, Dirac deltas.
 *
 * <p>Let c be an element's index with {@code shift} taken off each axis, modulo its size. The
 * element is {@code value} where, with R the size of the row axis and g = R / groups, c_row mod g =
 * c_column, and c_a = place_a for every other axis a with place_a of 0 or more; else it is zero. A
 * place of -1 leaves the axis free (a batch). In a complex tensor the imaginary part is zero.
 *
 * @param value the value on the pattern, finite
 * @param rowAxis the axis of the rows (output channels)
 * @param columnAxis the axis of the columns (input channels)
 * @param groups the number of groups the rows are divided into, 1 or more
 * @param place an entry an axis: the index of the pattern, or -1 if free; ignored for the row and
 *     the column axis
 * @param shift an entry an axis: how far the pattern is rolled, circularly
 */
public record DiagonalFill(
    double value, int rowAxis, int columnAxis, int groups, List<Long> place, List<Long> shift)
    implements FillPlan {
  /** Copies the lists. */
  public DiagonalFill {
    place = List.copyOf(place);
    shift = List.copyOf(shift);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.diagonal(this);
  }
}
