package io.tensorinit.peer.siren;

import io.tensorinit.peer.FanInUniform;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Glob;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What SIREN gives its layers: the first weights U(+-1/n), all others U(+-sqrt(6/n)/omega_0), the
 * last layer's, too; biases stay as PyTorch has them.
 *
 * <p>Source: vsitzmann/siren, {@code FCBlock} with sines; V. Sitzmann and others (2020), Implicit
 * neural representations with periodic activation functions, section 3.2 and supplement 1.5.
 */
final class SirenRecipe {
  private static final Pattern NUMBERED = Pattern.compile("(?:.*[./])?[0-9]+[./].*");
  private static final Pattern OTHER_NUMBER = Pattern.compile("(?:.*[./])?0*[1-9][0-9]*[./].*");

  private SirenRecipe() {}

  static Recipe create(RecipeConfig config) {
    double omega = config.number("omega_0", 30);
    Optional<Glob> first =
        config.isSet("first_layer")
            ? Optional.of(new Glob(config.text("first_layer", "")))
            : Optional.empty();
    return new RecipeBuilder(config, "siren", "vsitzmann/siren, FCBlock with sines")
        .layout(TorchPeer.CONVENTION)
        .kinds(
            "siren:first_layer_sine_init for the first layer, siren:sine_init(omega_0) for others",
            subject ->
                RecipeDecision.of(
                    isFirst(first, subject)
                        ? config.initializer("siren:first_layer_sine_init", RecipeBuilder.config())
                        : config.initializer(
                            "siren:sine_init", RecipeBuilder.config("omega_0", omega))),
            Kind.DENSE)
        .kinds("U(+-1/sqrt(fan in of the weight))", FanInUniform::ofWeight, Kind.BIAS)
        .norms()
        .build();
  }

  private static boolean isFirst(Optional<Glob> pattern, RecipeSubject weight) {
    if (pattern.isPresent()) {
      return pattern.get().matches(weight.name());
    }
    if (isAllZero(weight.name())) {
      return true;
    }
    boolean first = weight.siblings().any("a path of zeros", SirenRecipe::isAllZero);
    if (first && NUMBERED.matcher(weight.name()).matches()) {
      return false;
    }
    throw new IllegalArgumentException(
        "recipe \"siren\" needs first_layer in its config, a pattern of the name of the first"
            + " layer's weight, where layers are not numbered from 0");
  }

  private static boolean isAllZero(String name) {
    return NUMBERED.matcher(name).matches() && !OTHER_NUMBER.matcher(name).matches();
  }
}
