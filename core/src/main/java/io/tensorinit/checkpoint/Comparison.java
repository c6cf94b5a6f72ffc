package io.tensorinit.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What the comparison of a file with a model found.
 *
 * @param difference the first difference: first of the names, then of dtypes and shapes, then of
 *     the values, in the model's order; empty if there is none
 * @param rounded the tensors before it that are equal within the tolerance of orthogonal matrices
 *     by the method QR only: another machine made them
 */
public record Comparison(Optional<Difference> difference, List<String> rounded) {
  /** Copies the list. */
  public Comparison {
    rounded = List.copyOf(rounded);
  }

  /**
   * Whether the file holds the model.
   *
   * @return whether there is no difference
   */
  public boolean isEqual() {
    return difference.isEmpty();
  }
}
