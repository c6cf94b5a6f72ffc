package io.tensorinit.model;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model described in JSON.
 *
 * <pre>{@code
 * { "seed": 1234, "recipe": "pytorch", "dtype": "F32", "layout": "out_in",
 *   "rules": [ { "match": "*.norm.weight", "init": "ones" } ],
 *   "parameters": [
 *     { "name": "fc1.weight", "shape": [512, 784], "init": "he_uniform" },
 *     { "name": "head.weight", "shape": [10, 512], "dtype": "BF16" } ] }
 * }</pre>
 *
 * <p>The JSON of a Keras model, as {@code Keras.model} takes it, is a manifest, too.
 *
 * <p>The JSON is read strictly: no key twice, nothing after the end, integers where integers are
 * asked for, no field that is not known. Immutable.
 */
public final class Manifest {
  private static final int LARGEST = 1 << 26;

  /** What the manifest says; copied before it is changed. */
  private final ModelBuilder described;

  Manifest(ModelBuilder described) {
    this.described = described;
  }

  /**
   * Reads a manifest.
   *
   * @param file the file
   * @return the manifest
   * @throws IOException if the file cannot be read
   * @throws ManifestException if it is no manifest; the message names the place
   */
  public static Manifest read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /**
   * Reads a manifest.
   *
   * @param in the stream, read to its end and not closed
   * @return the manifest
   * @throws IOException if the stream cannot be read
   * @throws ManifestException if it is no manifest; the message names the place
   */
  public static Manifest read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new ManifestException("a manifest must have at most " + LARGEST + " bytes");
    }
    return parse(bytes);
  }

  /**
   * Reads a manifest.
   *
   * @param json the whole document, in UTF-8
   * @return the manifest
   * @throws ManifestException if it is no manifest; the message names the place
   */
  public static Manifest parse(byte[] json) {
    try {
      return new Manifest(ManifestReader.read(JsonReader.read(json)));
    } catch (JsonException e) {
      throw new ManifestException(e.getMessage(), e);
    }
  }

  /**
   * This manifest with another seed.
   *
   * @param newSeed the seed, in the place of the one the manifest names
   * @return the changed manifest
   */
  @CheckReturnValue
  public Manifest withSeed(Seed newSeed) {
    return new Manifest(described.copy().seed(newSeed));
  }

  /**
   * This manifest with another recipe.
   *
   * @param newRecipe the recipe, in the place of the one the manifest names
   * @return the changed manifest
   */
  @CheckReturnValue
  public Manifest withRecipe(Recipe newRecipe) {
    return new Manifest(described.copy().recipe(newRecipe));
  }

  /**
   * Decides what the manifest leaves open and checks everything. Where the manifest's seed is null
   * each call draws another one.
   *
   * @return the model
   * @throws ManifestException see {@link ModelBuilder#build}
   */
  public Model model() {
    return described.build();
  }
}
