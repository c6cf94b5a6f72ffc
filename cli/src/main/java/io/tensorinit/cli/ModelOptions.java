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

/** Where a model comes from: a manifest, and what beats it. */
final class ModelOptions {
  private static final int MOST_NAMES = 4;

  private final Setting<String> seed =
      Setting.option(
          String.class,
          "S",
          "The seed, in the place of the manifest's: a decimal or 0x integer from -2^63 to 2^64 - 1,"
              + " or any text that is neither blank nor a number written in another way.",
          "--seed");

  private final Setting<String> recipe =
      Setting.option(
          String.class,
          "NAME",
          "The default rules, in the place of the manifest's recipe (see: list).",
          "--recipe");

  private final Setting<Path> like =
      Setting.option(
          Path.class,
          "FILE",
          "A checkpoint in the place of MANIFEST (safetensors, npz, or a folder with its index): its"
              + " names, shapes and dtypes; --recipe gives the initializers.",
          "--like");

  private List<TensorInfo> leftOut = List.of();

  List<Setting<?>> settings() {
    return List.of(seed, recipe, like);
  }

  /**
   * Reads a manifest, or what stands in its place, and decides the model; messages name what was
   * read.
   *
   * @param manifest the manifest, {@code -} for stdin; null if none was given
   */
  Model read(@Nullable Path manifest) throws IOException {
    requireOne(manifest);
    Optional<Seed> givenSeed = seed.value().map(SeedArgument::parse);
    Optional<Recipe> givenRecipe = recipe.value().map(Recipes::get);
    Path outline = like();
    if (outline != null && givenRecipe.isEmpty()) {
      throw new IllegalArgumentException(
          "--like FILE needs --recipe NAME: a checkpoint says nothing of initializers");
    }
    try {
      Manifest read =
          outline != null ? outline(outline) : manifest(Objects.requireNonNull(manifest));
      read = givenSeed.isPresent() ? read.withSeed(givenSeed.get()) : read;
      return (givenRecipe.isPresent() ? read.withRecipe(givenRecipe.get()) : read).model();
    } catch (ManifestException e) {
      throw new IllegalArgumentException(sourceName(manifest) + ": " + e.getMessage(), e);
    }
  }

  /** Whether anything was said of a model. */
  boolean isGiven() {
    return seed.value().isPresent() || recipe.value().isPresent() || isLike();
  }

  /** Whether a checkpoint stands in the place of a manifest. */
  boolean isLike() {
    return like.value().isPresent();
  }

  /** The checkpoint in the place of a manifest; null if none was given. */
  @Nullable Path like() {
    return like.orNull();
  }

  /** Refuses both a manifest and what stands in its place, and neither. */
  void requireOne(@Nullable Path manifest) {
    if ((manifest == null) != isLike()) {
      throw new IllegalArgumentException(
          !isLike()
              ? "Missing required parameter: 'MANIFEST' (or --like FILE in its place)"
              : "--like FILE stands in the place of MANIFEST, but both were given: "
                  + like()
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
    Path outline = like();
    if (outline != null) {
      return outline.toString();
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
          like()
              + ": "
              + NumberText.counted(lacking.size(), "tensor")
              + " of types that are not filled left out: "
              + names
              + (lacking.size() > MOST_NAMES ? ", ..." : ""));
    }
  }
}
