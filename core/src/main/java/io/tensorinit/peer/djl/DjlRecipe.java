package io.tensorinit.peer.djl;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeSubject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What DJL gives by default, by the type of a parameter.
 *
 * <p>Source: DJL, the defaults by parameter type.
 */
final class DjlRecipe {
  private DjlRecipe() {}

  /** DJL's default for parameters of type WEIGHT, He normal; an embedding's fan in is its dim. */
  static Recipe create(RecipeConfig config) {
    Map<String, @Nullable Object> heNormal =
        RecipeBuilder.config("randomType", "GAUSSIAN", "factorType", "IN", "magnitude", 2.0);
    return new RecipeBuilder(config, "djl", "DJL, the defaults by parameter type")
        .layout(DjlPeer.CONVENTION)
        .names(DjlRecipe::kind)
        .kinds("djl:XavierInitializer", heNormal, Kind.weights())
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }

  /** What the names of a batch normalization's statistics say. */
  private static Optional<Kind> kind(RecipeSubject subject) {
    switch (subject.parts().last()) {
      case "runningMean":
        return Optional.of(Kind.RUNNING_MEAN);
      case "runningVar":
        return Optional.of(Kind.RUNNING_VARIANCE);
      default:
        return Optional.empty();
    }
  }
}
