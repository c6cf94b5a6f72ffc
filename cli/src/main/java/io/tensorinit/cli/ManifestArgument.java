package io.tensorinit.cli;

import io.tensorinit.format.CheckpointReader;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The one argument of a command that is about a model, and the options that beat it. */
final class ManifestArgument {
  private final Setting<Path> manifest =
      Setting.optionalArgument(
          Path.class,
          "0",
          "MANIFEST",
          "The model: a JSON file with its parameters and how to initialize them, or a Keras"
              + " model's JSON; - is stdin.");

  private final ModelOptions options = new ModelOptions();

  List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(List.of(manifest));
    all.addAll(options.settings());
    return all;
  }

  /** Reads the manifest and decides the model; messages name the manifest. */
  Model read() throws IOException {
    return options.read(manifest.orNull());
  }

  /** What the model comes from, for titles. */
  String title() {
    return options.title(manifest.orNull());
  }

  /** Refuses a page that would replace what the model comes from, or a checkpoint's file. */
  void requireOther(Path page) throws IOException {
    PagePlace.requireOther(page, "MANIFEST", manifest.orNull());
    PagePlace.requireOther(page, "what --like names", options.like());
    PagePlace.requirePageName(page);
  }

  /** Says which tensors of the checkpoint that gave the model its names are not filled. */
  void noteLeftOut(Console console) {
    options.noteLeftOut(console, Set.of());
  }

  /** As {@link #noteLeftOut(Console)}, but for those that a checkpoint has. */
  void noteLeftOut(Console console, Path checkpoint) throws IOException {
    try (CheckpointReader reader = CheckpointReader.open(checkpoint)) {
      options.noteLeftOut(
          console, reader.tensors().stream().map(TensorInfo::name).collect(Collectors.toSet()));
    }
  }
}
