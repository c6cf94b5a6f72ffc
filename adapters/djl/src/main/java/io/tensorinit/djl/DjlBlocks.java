package io.tensorinit.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Backends;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Blocks of DJL, filled by name: that of each parameter in {@link Block#getParameters} ({@code
 * 01Linear_weight}). The values are those that the same seed and name have anywhere else.
 *
 * <pre>{@code
 * Model model = DjlBlocks.initialize(                       // as DJL does by default, by name
 *     block, manager, DataType.FLOAT32, it -> it.seed(Seed.of(42)), new Shape(1, 784));
 *
 * DjlBlocks.fill(block, model.apply(Rule.match("*Linear_weight").init("orthogonal")));
 *
 * Checkpoints.write(model, Path.of("model.safetensors"));   // the same values, for others
 * Files.writeString(path, DjlBlocks.manifest(block, Seed.of(42))); // and for the command
 * }</pre>
 *
 * <p>A trainer copies parameters when they are first used, so they are filled before the first
 * {@code forward}. Not to be used while another thread uses the block.
 */
public final class DjlBlocks {
  private DjlBlocks() {}

  /**
   * Gives a block its shapes and memory, and all its parameters values. What the description gives
   * no initializer is initialized as DJL does by default: weights by {@code djl:XavierInitializer}
   * with GAUSSIAN, IN and 2, biases and shifts with zeros, scales with ones. DJL's own initializers
   * of the parameters are taken away and not called.
   *
   * <p>Frozen parameters that have arrays (of a layer that was loaded, then {@link
   * Block#freezeParameters frozen}) keep their values, as in DJL's own {@code initialize}, and are
   * not in the model; the running statistics of a layer are frozen with all else of it. All other
   * parameters that have arrays, loaded or not, get new values in these same arrays, which DJL's
   * own would leave as they are: freeze what is to stay.
   *
   * @param block the block
   * @param manager what its arrays are attached to, and whose device they lie on
   * @param dataType the type of its parameters: FLOAT32, FLOAT64 or FLOAT16
   * @param description tells seed, rules and recipe to a builder that knows names, shapes and
   *     dtypes of all parameters but frozen ones
   * @param inputShapes the shapes of the block's inputs, as {@link Block#initialize} takes them
   * @return the model whose values the block now has, but for frozen ones
   * @throws io.tensorinit.model.ManifestException if nothing gives a parameter an initializer, or
   *     its initializer refuses it; the block then has the memory and values it had before
   * @throws IllegalArgumentException if the manager is of another engine, or the type another
   * @throws io.tensorinit.backend.BackendException if no backend can fill it
   */
  public static Model initialize(
      Block block,
      NDManager manager,
      DataType dataType,
      UnaryOperator<ModelBuilder> description,
      ai.djl.ndarray.types.Shape... inputShapes) {
    DjlArrays.requireEngine(manager.getEngine());
    ElementTypes.requireMade(dataType);
    Set<Parameter> frozen = FrozenParameters.of(block);
    Set<Parameter> fresh = FrozenParameters.without(block);
    block.setInitializer(Initializer.ZEROS, parameter -> true);
    try {
      block.initialize(manager, dataType, inputShapes);
      Model model = description.apply(describe(BlockParameter.of(block, frozen))).build();
      fill(block, model);
      return model;
    } catch (RuntimeException | Error e) {
      fresh.forEach(Parameter::close);
      throw e;
    }
  }

  /**
   * A block's parameters: names, shapes, dtypes, what each is in its layer, one that stands under
   * several names as tied to the first of them; DJL's layout, and its defaults as recipe.
   *
   * @param block the block, initialized, whose parameters stay as they are
   * @return a builder to be told the seed, and rules or another recipe
   * @throws IllegalStateException if a parameter has no array yet
   * @throws IllegalArgumentException if the type of a parameter has no counterpart
   */
  public static ModelBuilder describe(Block block) {
    return describe(parameters(block));
  }

  private static ModelBuilder describe(List<BlockParameter> parameters) {
    ModelBuilder model = Model.builder().recipe(Recipes.get(BlockParameter.CONVENTION));
    parameters.forEach(parameter -> model.parameter(parameter.spec()));
    return model;
  }

  /**
   * The same description as a manifest, for the command, other machines and years.
   *
   * @param block the block, initialized, whose parameters stay as they are
   * @param seed the seed it says
   * @return the manifest, in JSON
   * @throws IllegalStateException as {@link #describe}
   * @throws IllegalArgumentException as {@link #describe}
   */
  public static String manifest(Block block, Seed seed) {
    return BlockParameter.manifest(parameters(block), seed);
  }

  /**
   * Fills all parameters with a model's values, by the shared backend that can. Frozen ones may be
   * missing from the model and then keep theirs.
   *
   * @param block the block, initialized
   * @param model the values, under the block's names, in its shapes and dtypes
   * @throws IllegalArgumentException if names, shapes or dtypes are not the block's, or an array
   *     cannot be filled; then nothing is written
   * @throws IllegalStateException if a parameter has no array yet
   * @throws io.tensorinit.backend.BackendException if no backend can fill it, or the device fails
   */
  public static void fill(Block block, Model model) {
    fill(block, model, Backends.shared(model::refusal));
  }

  /**
   * Fills all parameters with a model's values. Frozen ones may be missing from the model and then
   * keep theirs.
   *
   * <pre>{@code
   * try (Weights weights = Weights.of(model)) {
   *   weights.load(Path.of("model.safetensors"));             // values of a file
   *   DjlBlocks.fill(block, weights.current(), weights.backend());
   * }
   * }</pre>
   *
   * @param block the block, initialized
   * @param model the values, under the block's names, in its shapes and dtypes
   * @param backend what fills, which stays open
   * @throws IllegalArgumentException as {@link #fill(Block, Model)}
   * @throws IllegalStateException as {@link #fill(Block, Model)}
   * @throws io.tensorinit.backend.BackendException if the backend cannot fill it, or the device
   *     fails
   */
  public static void fill(Block block, Model model, Backend backend) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (BlockParameter each : parameters(block)) {
      if (each.tiedTo().isEmpty()) {
        arrays.put(each.name(), each.array());
      }
    }
    Set<String> required = new TreeSet<>();
    for (BlockParameter each : BlockParameter.of(block, FrozenParameters.of(block))) {
      if (each.tiedTo().isEmpty()) {
        required.add(each.name());
      }
    }
    requireSame(arrays, required, model);
    for (var parameter : model.parameters()) {
      NDArray array = Objects.requireNonNull(arrays.get(parameter.name()));
      DjlArrays.fill(array, parameter.fill(Region.whole()), backend);
    }
  }

  /** Refuses a model of other tensors, before anything is written. */
  private static void requireSame(Map<String, NDArray> arrays, Set<String> required, Model model) {
    Set<String> missing = new TreeSet<>(required);
    for (var parameter : model.parameters()) {
      NDArray array = arrays.get(parameter.name());
      if (array == null) {
        throw new IllegalArgumentException(
            "the block has no parameter \""
                + parameter.name()
                + "\" of its own, it has "
                + arrays.keySet());
      }
      DjlArrays.requireUsable(array);
      String its = DjlArrays.shape(array) + " of " + DjlArrays.dtype(array);
      String models = parameter.shape() + " of " + parameter.dtype();
      if (!its.equals(models)) {
        throw new IllegalArgumentException(
            "parameter \"" + parameter.name() + "\" must be " + its + ", is " + models);
      }
      missing.remove(parameter.name());
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("the model must have all parameters, lacks " + missing);
    }
  }

  private static List<BlockParameter> parameters(Block block) {
    return BlockParameter.of(block);
  }

  /**
   * The arrays of a block's parameters.
   *
   * @param block the block, initialized
   * @return an array a name, in the block's order; under tied names the same array
   * @throws IllegalStateException if a parameter has no array yet
   */
  public static Map<String, NDArray> arrays(Block block) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (var pair : block.getParameters()) {
      arrays.put(pair.getKey(), BlockParameter.array(pair.getKey(), pair.getValue()));
    }
    return arrays;
  }
}
