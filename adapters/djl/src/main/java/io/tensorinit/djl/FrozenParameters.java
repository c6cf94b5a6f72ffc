package io.tensorinit.djl;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Parameters that have values and require no gradient: those of a part that was loaded and frozen.
 * Running statistics never require one, so they are frozen with all else of their layer.
 */
final class FrozenParameters {
  private FrozenParameters() {}

  /** Those of a block, by identity. */
  static Set<Parameter> of(Block block) {
    Set<Parameter> frozen = parameters();
    collect(block, frozen);
    return frozen;
  }

  private static void collect(Block block, Set<Parameter> frozen) {
    List<Parameter> own = block.getDirectParameters().values();
    boolean trained = own.stream().anyMatch(each -> !isStatistic(each) && each.requiresGradient());
    for (Parameter each : own) {
      boolean fixed = isStatistic(each) ? !trained : !each.requiresGradient();
      if (fixed && each.isInitialized()) {
        frozen.add(each);
      }
    }
    block.getChildren().values().forEach(child -> collect(child, frozen));
  }

  private static boolean isStatistic(Parameter parameter) {
    return parameter.getType() == Parameter.Type.RUNNING_MEAN
        || parameter.getType() == Parameter.Type.RUNNING_VAR;
  }

  /** Those of a block that have no array yet, by identity. */
  static Set<Parameter> without(Block block) {
    Set<Parameter> without = parameters();
    for (Parameter each : block.getParameters().values()) {
      if (!each.isInitialized()) {
        without.add(each);
      }
    }
    return without;
  }

  private static Set<Parameter> parameters() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
