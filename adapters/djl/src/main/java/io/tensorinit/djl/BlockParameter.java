package io.tensorinit.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.convolutional.Deconvolution;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.recurrent.RecurrentBlock;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.recipe.Kind;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a block.
 *
 * @param name its name in the whole block
 * @param array its values
 * @param kind what it is in its layer, where DJL says so
 * @param tiedTo the name under which it stands before, if there is one
 */
record BlockParameter(String name, NDArray array, Optional<Kind> kind, Optional<String> tiedTo) {
  /** The name of DJL's recipe, which brings DJL's layout along. */
  static final String CONVENTION = "djl";

  /**
   * Those of a block.
   *
   * @throws IllegalStateException if one has no array yet
   */
  static List<BlockParameter> of(Block block) {
    return of(block, Set.of());
  }

  /**
   * Those of a block but some.
   *
   * @param without those that are left out, a set by identity
   * @throws IllegalStateException if one has no array yet
   */
  static List<BlockParameter> of(Block block, Set<Parameter> without) {
    IdentityHashMap<Parameter, Block> owners = new IdentityHashMap<>();
    findOwners(block, owners);
    IdentityHashMap<Parameter, String> names = new IdentityHashMap<>();
    List<BlockParameter> parameters = new ArrayList<>();
    for (var pair : block.getParameters()) {
      String name = pair.getKey();
      Parameter parameter = pair.getValue();
      if (without.contains(parameter)) {
        continue;
      }
      parameters.add(
          new BlockParameter(
              name,
              array(name, parameter),
              kind(name, parameter, owners.get(parameter)),
              Optional.ofNullable(names.putIfAbsent(parameter, name))));
    }
    return parameters;
  }

  /**
   * The array of a parameter.
   *
   * @throws IllegalStateException if it has none yet
   */
  static NDArray array(String name, Parameter parameter) {
    if (!parameter.isInitialized()) {
      throw new IllegalStateException(
          "parameter \""
              + name
              + "\" must have an array: block.initialize(manager, DataType.FLOAT32, inputShape)"
              + " gives it one, and DjlBlocks.initialize its values, too");
    }
    return parameter.getArray();
  }

  private static void findOwners(Block block, IdentityHashMap<Parameter, Block> owners) {
    block.getDirectParameters().values().forEach(parameter -> owners.put(parameter, block));
    block.getChildren().values().forEach(child -> findOwners(child, owners));
  }

  private static Optional<Kind> kind(String name, Parameter parameter, @Nullable Block owner) {
    switch (parameter.getType()) {
      case BIAS:
        return Optional.of(owner instanceof RecurrentBlock ? Kind.RECURRENT_BIAS : Kind.BIAS);
      case GAMMA:
        return Optional.of(Kind.NORM_SCALE);
      case BETA:
        return Optional.of(Kind.NORM_SHIFT);
      case RUNNING_MEAN:
        return Optional.of(Kind.RUNNING_MEAN);
      case RUNNING_VAR:
        return Optional.of(Kind.RUNNING_VARIANCE);
      case WEIGHT:
        return weight(name, parameter.getShape().dimension(), owner);
      default:
        return Optional.empty();
    }
  }

  private static Optional<Kind> weight(String name, int rank, @Nullable Block owner) {
    if (owner instanceof Embedding) {
      return Optional.of(Kind.EMBEDDING);
    }
    if (owner instanceof Deconvolution) {
      return Optional.of(Kind.TRANSPOSED_CONVOLUTION);
    }
    if (owner instanceof Prelu) {
      return Optional.of(Kind.PRELU);
    }
    if (owner instanceof RecurrentBlock) {
      return Optional.of(name.contains("h2h") ? Kind.RECURRENT : Kind.RECURRENT_INPUT);
    }
    if (owner instanceof Convolution || rank > 2) {
      return Optional.of(Kind.CONVOLUTION);
    }
    return rank == 2 ? Optional.of(Kind.DENSE) : Optional.empty();
  }

  private Shape shape() {
    return DjlArrays.shape(array);
  }

  /** Its description. */
  ParameterSpec spec() {
    ParameterSpec spec = ParameterSpec.of(name, shape()).dtype(DjlArrays.dtype(array));
    spec = kind.isPresent() ? spec.kind(kind.get().label()) : spec;
    return tiedTo.isPresent() ? spec.tiedTo(tiedTo.get()) : spec;
  }

  /** What {@link #spec} says, in a manifest. */
  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("shape", LongStream.of(shape().sizes()).boxed().toList());
    fields.put("dtype", DjlArrays.dtype(array).name());
    kind.ifPresent(known -> fields.put("kind", known.label()));
    tiedTo.ifPresent(other -> fields.put("tied_to", other));
    return fields;
  }

  /** A manifest of parameters, a line a field. */
  static String manifest(List<BlockParameter> parameters, Seed seed) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("seed", new BigInteger(seed.toString())); // as a text it would be another
    manifest.put("recipe", CONVENTION);
    manifest.put("parameters", parameters.stream().map(BlockParameter::fields).toList());
    StringWriter text = new StringWriter();
    try {
      JsonWriter.write(manifest, text);
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written", e);
    }
    return text.toString();
  }
}
