package io.tensorinit.cli;

import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.CheckpointOutline;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.ManifestException;
import io.tensorinit.model.Model;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a model comes from: a manifest, and what beats it. */
final class ModelOptions {
  private static final int MOST_NAMES = 4;

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

  @Option(
      names = "--like",
      paramLabel = "FILE",
      description =
          "A checkpoint in the place of MANIFEST (safetensors, npz, or a folder with its index): its"
              + " names, shapes and dtypes; --recipe gives the initializers.")
  private @Nullable Path like;

  private List<TensorInfo> leftOut = List.of();

  /**
   * Reads a manifest, or what stands in its place, and decides the model; messages name what was
   * read.
   *
   * @param manifest the manifest, {@code -} for stdin; null if none was given
   */
  Model read(@Nullable Path manifest) throws IOException {
    requireOne(manifest);
    Optional<Seed> givenSeed = Optional.ofNullable(seed).map(SeedArgument::parse);
    Optional<Recipe> givenRecipe = Optional.ofNullable(recipe).map(Recipes::get);
    if (like != null && givenRecipe.isEmpty()) {
      throw new IllegalArgumentException(
          "--like FILE needs --recipe NAME: a checkpoint says nothing of initializers");
    }
    try {
      Manifest read = like != null ? outline(like) : manifest(Objects.requireNonNull(manifest));
      read = givenSeed.isPresent() ? read.withSeed(givenSeed.get()) : read;
      return (givenRecipe.isPresent() ? read.withRecipe(givenRecipe.get()) : read).model();
    } catch (ManifestException e) {
      throw new IllegalArgumentException(sourceName(manifest) + ": " + e.getMessage(), e);
    }
  }

  /** Whether anything was said of a model. */
  boolean isGiven() {
    return seed != null || recipe != null || like != null;
  }

  /** Whether a checkpoint stands in the place of a manifest. */
  boolean isLike() {
    return like != null;
  }

  /** The checkpoint in the place of a manifest; null if none was given. */
  @Nullable Path like() {
    return like;
  }

  /** Refuses both a manifest and what stands in its place, and neither. */
  void requireOne(@Nullable Path manifest) {
    if ((manifest == null) == (like == null)) {
      throw new IllegalArgumentException(
          like == null
              ? "Missing required parameter: 'MANIFEST' (or --like FILE in its place)"
              : "--like FILE stands in the place of MANIFEST, but both were given: "
                  + like
                  + " and "
                  + manifest);
    }
  }

  private Manifest outline(Path file) throws IOException {
    CheckpointOutline outline = CheckpointOutline.read(InputFiles.requireCheckpoint(file));
    leftOut = outline.leftOut();
    return outline.manifest();
  }

  private static Manifest manifest(Path manifest) throws IOException {
    return InputFiles.isStdin(manifest)
        ? Manifest.read(System.in)
        : Manifest.read(InputFiles.requireManifest(manifest));
  }

  /** What a model comes from, for messages. */
  String sourceName(@Nullable Path manifest) {
    if (like != null) {
      return like.toString();
    }
    return manifest == null || InputFiles.isStdin(manifest) ? "stdin" : manifest.toString();
  }

  /** What a model comes from, for titles: the name alone. */
  String title(@Nullable Path manifest) {
    Path source = Path.of(sourceName(manifest)).toAbsolutePath().normalize();
    return String.valueOf(source.getFileName());
  }

  /** Tensors of the checkpoint that gave the model its names which are no parameters. */
  Set<TensorInfo> leftOut() {
    return Set.copyOf(leftOut);
  }

  /**
   * Says which tensors of the checkpoint that gave the model its names are not filled.
   *
   * @param there names of tensors that need no filling
   */
  void noteLeftOut(Console console, Set<String> there) {
    List<TensorInfo> lacking =
        leftOut.stream().filter(tensor -> !there.contains(tensor.name())).toList();
    if (!lacking.isEmpty()) {
      String names =
          lacking.stream()
              .limit(MOST_NAMES)
              .map(tensor -> tensor.name() + " (" + tensor.dtype() + ")")
              .collect(Collectors.joining(", "));
      console.notice(
          like
              + ": "
              + NumberText.counted(lacking.size(), "tensor")
              + " of types that are not filled left out: "
              + names
              + (lacking.size() > MOST_NAMES ? ", ..." : ""));
    }
  }
}
