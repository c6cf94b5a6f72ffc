package io.tensorinit.plan;

import io.tensorinit.random.DiscreteTable;
import java.util.List;

/**
 * A mixture: element i is element i of component k under {@code derive("part/k")}, k the first with
 * word i of {@code derive("choice")}, unsigned, below rint((p_0 + ... + p_k) 2^32).
 *
 * @param components the fills
 * @param probabilities their probabilities; they add up to 1 within 1e-9
 */
public record MixtureFill(List<FillPlan> components, List<Double> probabilities)
    implements FillPlan {
  /**
   * Copies the lists and checks them.
   *
   * @throws IllegalArgumentException if the lists are empty or of different lengths, or the
   *     probabilities are no distribution
   */
  public MixtureFill {
    components = List.copyOf(components);
    probabilities = Probabilities.checked("components", components, probabilities);
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
  public List<FillPlan> subPlans() {
    return components;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.mixture(this);
  }
}
