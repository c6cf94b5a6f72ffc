package io.tensorinit.checkpoint;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.TableFill;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tensors of a file that hold the same values, told by their digests, which are worked out only
 * where all statistics are equal. Left out are tensors of fewer than 16 elements or of one value
 * everywhere, those that the model ties, and those that draw nothing by plan (identity matrices).
 */
final class Lookalikes {
  private static final int FEWEST_ELEMENTS = 16;

  private Lookalikes() {}

  /**
   * Finds them.
   *
   * @param reader the file
   * @param ties names of the model that stand for others
   * @param tensors the file's tensors in its order, then what it lacks
   */
  static List<Finding> of(
      CheckpointReader reader, Map<String, String> ties, List<PlannedTensor> tensors)
      throws IOException {
    Map<Object, List<Integer>> alike = new LinkedHashMap<>();
    for (int i = 0; i < tensors.size(); i++) {
      Optional<TensorStatistics> found = tensors.get(i).found().filter(Lookalikes::isTelling);
      Optional<FillPlan> plan = tensors.get(i).planned().map(Parameter::plan);
      if (found.isPresent() && plan.map(Lookalikes::isDrawn).orElse(true)) {
        alike.computeIfAbsent(statistics(found.get()), key -> new ArrayList<>()).add(i);
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (List<Integer> places : alike.values()) {
      Map<String, String> byDigest = new HashMap<>();
      for (int place : places.size() > 1 ? places : List.<Integer>of()) {
        String name = tensors.get(place).name();
        String digest = FileDigests.digest(reader, place, Progress.NONE);
        String first = byDigest.putIfAbsent(digest, name);
        if (first != null && !stored(name, ties).equals(stored(first, ties))) {
          findings.add(
              new Finding(Finding.Kind.EQUAL, List.of(name, first), "same values, bit for bit"));
        }
      }
    }
    return findings;
  }

  /** The name that a tied tensor's values have in the model. */
  private static String stored(String name, Map<String, String> ties) {
    return ties.getOrDefault(name, name);
  }

  private static boolean isTelling(TensorStatistics found) {
    return found.count() >= FEWEST_ELEMENTS
        && found.tensor().type().dtype().isPresent()
        && found.min() < found.max();
  }

  /** What must be equal of tensors with equal values. */
  private static Object statistics(TensorStatistics found) {
    return List.of(
        found.tensor().type(),
        found.tensor().shape(),
        found.mean(),
        found.std(),
        found.min(),
        found.max(),
        found.zeros(),
        found.nan());
  }

  /** Whether a plan draws anything from its key. */
  static boolean isDrawn(FillPlan plan) {
    return plan.contains(
        inner ->
            inner.subPlans().isEmpty()
                ? !(inner instanceof ConstantFill
                    || inner instanceof DiagonalFill
                    || inner instanceof TableFill)
                : inner instanceof MaskFill || inner instanceof MixtureFill);
  }
}
