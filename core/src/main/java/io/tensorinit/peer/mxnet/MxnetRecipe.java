package io.tensorinit.peer.mxnet;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code net.initialize} of MXNet's Gluon gives by what a parameter is (weight, bias, gamma,
 * beta ...): weights {@code init}, {@code Uniform(0.07)} by default, or with {@code patterns} and
 * {@code initializers}, as {@code Mixed} has them, that of the first pattern that the name begins
 * with; whatever is given, biases are 0 and scales 1, as an initializer of MXNet's decides by the
 * name. Arrays of {@code param} come first, as {@code Load} has them.
 *
 * <p>Source: MXNet Gluon, the default initializer and its suffix rules.
 */
final class MxnetRecipe {
  private MxnetRecipe() {}

  static Recipe create(RecipeConfig config) {
    MxnetSettings settings = new MxnetSettings(config);
    RecipeBuilder builder =
        new RecipeBuilder(
                config, "mxnet", "MXNet Gluon, the default initializer and its suffix rules")
            .layout(MxnetPeer.CONVENTION);
    for (Map.Entry<String, NamedInitializer> loaded : settings.loaded().entrySet()) {
      builder.match(
          literally(loaded.getKey()), "loaded", subject -> RecipeDecision.of(loaded.getValue()));
    }
    // what layers give their parameters themselves: a deformable convolution begins as a plain one
    builder
        .match("*offset_weight", "zeros", Map.of())
        .kinds("mxnet:Constant", Map.of("value", 0.25), Kind.PRELU);
    List<MxnetSettings.Pair> mixed = settings.mixed();
    NamedInitializer init = settings.init();
    if (mixed.isEmpty()) {
      return builder
          .kinds(init.label(), subject -> RecipeDecision.of(init), Kind.weights())
          .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
          .norms()
          .build();
    }
    NamedInitializer zeros = config.initializer("mxnet:Zero", Map.of());
    NamedInitializer ones = config.initializer("mxnet:One", Map.of());
    return builder
        .kinds(
            "by the first of patterns",
            subject -> mixed(mixed, subject, Optional.empty()),
            Kind.weights())
        .kinds(
            "0, where a pattern matches",
            subject -> mixed(mixed, subject, Optional.of(zeros)),
            Kind.BIAS,
            Kind.RECURRENT_BIAS,
            Kind.ATTENTION_BIAS,
            Kind.NORM_SHIFT,
            Kind.RUNNING_MEAN)
        .kinds(
            "1, where a pattern matches",
            subject -> mixed(mixed, subject, Optional.of(ones)),
            Kind.NORM_SCALE,
            Kind.RUNNING_VARIANCE)
        .build();
  }

  /** What the first pattern gives that the name begins with, or what its suffix means. */
  private static RecipeDecision mixed(
      List<MxnetSettings.Pair> pairs, RecipeSubject subject, Optional<NamedInitializer> bySuffix) {
    NamedInitializer matched =
        pairs.stream()
            .filter(pair -> pair.pattern().matcher(subject.name()).lookingAt())
            .map(MxnetSettings.Pair::initializer)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "its name must begin with what one of patterns matches; a last pattern"
                            + " \".*\" is for all others"));
    return RecipeDecision.of(bySuffix.orElse(matched));
  }

  /** A glob that means this name alone. */
  private static String literally(String name) {
    return name.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }
}
