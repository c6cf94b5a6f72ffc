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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model comes from: a manifest, and what beats it. */
final class ModelOptions {
  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "The seed, in the place of the manifest's: a decimal or 0x integer from -2^63 to 2^64 - 1,"
              + " or any text that is neither blank nor a number written in another way.")
  private @Nullable String seed;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description = "The default rules, in the place of the manifest's recipe (see: list).")
  private @Nullable String recipe;

  /** Reads a manifest and decides the model; messages name the manifest. */
  Model read(Path manifest) throws IOException {
    Optional<Seed> givenSeed = Optional.ofNullable(seed).map(SeedArgument::parse);
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
}
