package io.tensorinit.plan;

import io.tensorinit.random.DiscreteTable;
import java.util.List;

/**
 * A discrete distribution: element i is {@code values[k]} for the first k with word i, unsigned,
 * below rint((p_0 + ... + p_k) 2^32), the last threshold being 2^32. The same 32-bit word decides
 * in every dtype. In a complex tensor each part is drawn as a real element would be.
 *
 * @param values the values, in the order of the word
 * @param probabilities their probabilities; they add up to 1 within 1e-9
 */
public record DiscreteFill(List<Double> values, List<Double> probabilities) implements FillPlan {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if the lists are empty or of different lengths, or the
   *     probabilities are no distribution
   */
  public DiscreteFill {
    values = List.copyOf(values);
    probabilities = Probabilities.checked("values", values, probabilities);
  }

  /**
   * The thresholds T_k of the word.
   *
   * @return a fresh array, ascending, the last 2^32
   */
  public long[] thresholds() {
    return DiscreteTable.of(probabilities).thresholds();
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.discrete(this);
  }
}
