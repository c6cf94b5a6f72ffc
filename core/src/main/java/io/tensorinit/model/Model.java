package io.tensorinit.model;

import io.tensorinit.backend.Backend;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.io.Writer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole model, decided but not filled: its parameters in order and the seed they follow from.
 * Immutable; its size in memory depends on the number of parameters, not on theirs.
 */
public final class Model {
  private final Seed seed;
  private final boolean seedIsFresh;
  private final Map<String, Parameter> parameters;
  private final Map<String, String> ties;
  private final long elementCount;
  private final long bytes;

  Model(Seed seed, boolean seedIsFresh, List<Parameter> parameters, Map<String, String> ties) {
    this.seed = seed;
    this.seedIsFresh = seedIsFresh;
    this.parameters = new LinkedHashMap<>();
    this.ties = new LinkedHashMap<>(ties);
    long elements = 0;
    long size = 0;
    for (Parameter parameter : parameters) {
      this.parameters.put(parameter.name(), parameter);
      elements += parameter.shape().elementCount();
      size += parameter.bytes();
      if (elements < 0 || size < 0) {
        throw new ManifestException("a model must have at most 2^63 - 1 elements and bytes");
      }
    }
    this.elementCount = elements;
    this.bytes = size;
  }

  /**
   * Starts describing a model.
   *
   * @return a builder without parameters
   */
  public static ModelBuilder builder() {
    return new ModelBuilder();
  }

  /**
   * The seed the keys follow from.
   *
   * @return the seed
   */
  public Seed seed() {
    return seed;
  }

  /**
   * Whether the seed was drawn afresh because {@code null} was asked for. Then it must be reported,
   * or the model cannot be made again.
   *
   * @return true if the seed was drawn, not chosen
   */
  public boolean seedIsFresh() {
    return seedIsFresh;
  }

  /**
   * The parameters that have values of their own, in the order they were listed.
   *
   * @return an unmodifiable list
   */
  public List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /**
   * The parameter of this name.
   *
   * @param name the name
   * @return the parameter, empty if there is none or it is tied to another
   */
  public Optional<Parameter> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * The parameters that are other names of one in {@link #parameters()}: they have no values of
   * their own, are not counted and not stored.
   *
   * @return an unmodifiable map from the tied name to the name it stands for, in listed order
   */
  public Map<String, String> ties() {
    return Collections.unmodifiableMap(ties);
  }

  /**
   * The number of elements of all parameters.
   *
   * @return the sum of their element counts
   */
  public long elementCount() {
    return elementCount;
  }

  /**
   * The size of the values of all parameters.
   *
   * @return the sum of their sizes in bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Why a backend cannot fill this model, if so.
   *
   * @param backend an open backend
   * @return the first parameter it refuses and its reason, in one line; empty if it can fill all
   */
  public Optional<String> refusal(Backend backend) {
    for (Parameter parameter : parameters.values()) {
      Optional<String> reason = backend.refusal(parameter.plan(), parameter.shape());
      if (reason.isPresent()) {
        return Optional.of("cannot fill \"" + parameter.name() + "\": " + reason.get());
      }
    }
    return Optional.empty();
  }

  /**
   * Writes the plan: for each parameter what it is filled with, and what that means in numbers.
   *
   * <pre>{@code
   * {"seed", "parameters": [{"name", "shape", "dtype", "initializer", "fan_in", "fan_out", "mean",
   *   "std", "min", "max", "bytes"}], "total": {"parameters", "elements", "bytes"}}
   * }</pre>
   *
   * @param out where the JSON goes; it is not closed
   * @throws IOException if {@code out} fails
   */
  public void writePlanJson(Writer out) throws IOException {
    JsonWriter.write(PlanReport.of(this), out);
  }
}
