package io.tensorinit.peer.wolfram;

import io.tensorinit.layout.Layout;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.tensor.Seed;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Wolfram's NetInitialize: one method for all weights, Kaiming normal by default; biases zero, or
 * of the distribution {@code Biases}; {@code RandomSeeding} for all of them.
 *
 * <p>Source: the documentation of NetInitialize; its fans and truncation are not documented, and
 * are taken as N(0, 2 / fan in) and none.
 */
final class WolframRecipe {
  private WolframRecipe() {}

  static Recipe create(RecipeConfig config) {
    Map<String, @Nullable Object> options = new LinkedHashMap<>(config.values());
    if (WolframNames.AUTOMATIC.equals(options.get(WolframNames.SEEDING))) {
      // one for the model
      options.put(WolframNames.SEEDING, new BigInteger(Seed.fresh().toString()));
    }
    Map<String, @Nullable Object> biases = new LinkedHashMap<>();
    if (options.get("Biases") != null && !"None".equals(options.get("Biases"))) {
      biases.put("Method", "Random");
      biases.put("Weights", options.get("Biases"));
      biases.put("Biases", options.get("Biases"));
      if (options.containsKey(WolframNames.SEEDING)) {
        biases.put(WolframNames.SEEDING, options.get(WolframNames.SEEDING));
      }
    }
    return new RecipeBuilder(config, "wolfram", "Wolfram Language, NetInitialize")
        .layout(Layout.OUT_IN)
        .kinds("wolfram:NetInitialize", options, Kind.weights())
        .kinds(
            biases.isEmpty() ? "zeros" : "wolfram:NetInitialize",
            biases,
            Kind.BIAS,
            Kind.RECURRENT_BIAS,
            Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
