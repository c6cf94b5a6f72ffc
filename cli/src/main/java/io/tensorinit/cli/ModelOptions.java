package io.tensorinit.cli;

import io.tensorinit.model.Manifest;
import io.tensorinit.model.ManifestException;
import io.tensorinit.model.Model;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model comes from: a manifest, and what beats it. */
final class ModelOptions {
  /** A decimal number with a point, an exponent or both. */
  private static final Pattern NO_INTEGER =
      Pattern.compile("[+-]?([0-9]+\\.[0-9]*|\\.[0-9]+|[0-9]+(?=[eE]))([eE][+-]?[0-9]+)?");

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The seed, in the place of the manifest's: a decimal or 0x integer from -2^63 to 2^64 - 1,"
              + " or any other text; not blank, no fraction, no exponent.")
  private @Nullable String seed;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "The default rules, in the place of the manifest's recipe (see: list).")
  private @Nullable String recipe;

  /** Reads a manifest and decides the model; messages name the manifest. */
  Model read(Path manifest) throws IOException {
    Optional<Seed> givenSeed = Optional.ofNullable(seed).map(ModelOptions::seed);
    Optional<Recipe> givenRecipe = Optional.ofNullable(recipe).map(Recipes::get);
    InputFiles.requireManifest(manifest);
    try {
      Manifest read = Manifest.read(manifest);
      read = givenSeed.isPresent() ? read.withSeed(givenSeed.get()) : read;
      return (givenRecipe.isPresent() ? read.withRecipe(givenRecipe.get()) : read).model();
    } catch (ManifestException e) {
      throw new IllegalArgumentException(manifest + ": " + e.getMessage(), e);
    }
  }

  /** The seed as it was typed; a text that reads as a number and is no integer is a slip. */
  private static Seed seed(String typed) {
    if (typed.isBlank() || NO_INTEGER.matcher(typed.strip()).matches()) {
      throw new IllegalArgumentException(
          "--seed must be an integer, or a text that is neither blank nor a number with a fraction"
              + " or an exponent, was \""
              + typed
              + "\"");
    }
    return Seed.parse(typed);
  }
}
