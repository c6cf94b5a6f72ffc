package io.tensorinit.dl4j;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Backends;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.Parameter;
import io.tensorinit.nd4j.Nd4jArrays;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Networks of Deeplearning4j, filled by name: a {@code MultiLayerNetwork} or {@code
 * ComputationGraph} whose {@code init()} was called. The names are those of its {@code
 * paramTable()} ({@code 0_W}, {@code dense_b}), the values those that the same seed and name have
 * anywhere else.
 *
 * <pre>{@code
 * network.init();
 * Dl4jNetworks.initialize(network, Seed.of(42));            // as its layers say, by name
 *
 * Model model = Dl4jNetworks.describe(network).seed(Seed.of(42)).build()
 *     .apply(Rule.match("*_W").init("he_normal"));          // or otherwise
 * Dl4jNetworks.fill(network, model);
 *
 * Files.writeString(path, Dl4jNetworks.manifest(network, Seed.of(42))); // for the command
 * }</pre>
 *
 * <p>Not to be used while another thread uses the network.
 */
public final class Dl4jNetworks {
  private Dl4jNetworks() {}

  /**
   * Initializes all parameters as the network's layers say, drawn by name: {@code XAVIER} is {@code
   * dl4j:XAVIER}, with the layer's own fans, biases are what Deeplearning4j sets them to.
   *
   * @param network the network
   * @param seed what the values follow from, with the names
   * @throws io.tensorinit.model.ManifestException if a layer initializes a parameter in a way of
   *     its own, which the message names: {@link #describe} and a rule say another
   * @throws IllegalStateException as {@link #describe}
   * @throws BackendException if no backend can fill it
   */
  public static void initialize(org.deeplearning4j.nn.api.Model network, Seed seed) {
    fill(network, describe(network).seed(seed).build());
  }

  /**
   * A network's parameters as they are initialized: names, shapes, dtypes, the fans that each layer
   * gives its weights, and its weight initialization under TensorInit's name. A layer is read by
   * letting it initialize a copy of its memory, which is given back.
   *
   * @param network the network, whose parameters stay as they are
   * @return a builder to be told the seed, and a rule for each parameter that a layer initializes
   *     in a way of its own
   * @throws IllegalStateException if the network is not initialized yet
   * @throws IllegalArgumentException if its dtype has no counterpart
   */
  public static ModelBuilder describe(org.deeplearning4j.nn.api.Model network) {
    ModelBuilder model = Model.builder();
    NetworkReading.of(network).forEach(parameter -> model.parameter(parameter.spec()));
    return model;
  }

  /**
   * The same description as a manifest, for the command, other machines and years.
   *
   * @param network the network, whose parameters stay as they are
   * @param seed the seed it says
   * @return the manifest, in JSON; parameters that a layer initializes in a way of its own have no
   *     {@code init}: rules must give them one
   * @throws IllegalStateException as {@link #describe}
   * @throws IllegalArgumentException if a fan is no whole number, or an initializer of Java's has
   *     no text; the message names the parameter
   */
  public static String manifest(org.deeplearning4j.nn.api.Model network, Seed seed) {
    return ManifestText.of(NetworkReading.of(network), seed);
  }

  /**
   * Fills all parameters with a model's values, by the shared backend that can.
   *
   * @param network the network
   * @param model the values, under the names of the network's table, in its shapes and dtypes
   * @throws IllegalArgumentException if names, shapes or dtypes are not the network's; then nothing
   *     is written
   * @throws IllegalStateException as {@link #describe}
   * @throws BackendException if no backend can fill it, or the device fails
   */
  public static void fill(org.deeplearning4j.nn.api.Model network, Model model) {
    fill(network, model, Backends.shared(model::refusal));
  }

  /**
   * Fills all parameters with a model's values.
   *
   * <pre>{@code
   * try (Weights weights = Weights.of(model)) {
   *   weights.load(Path.of("model.safetensors"));             // values of a file
   *   Dl4jNetworks.fill(network, weights.current(), weights.backend());
   * }
   * }</pre>
   *
   * @param network the network
   * @param model the values, under the names of the network's table, in its shapes and dtypes
   * @param backend what fills, which stays open
   * @throws IllegalArgumentException as {@link #fill(org.deeplearning4j.nn.api.Model, Model)}
   * @throws IllegalStateException as {@link #describe}
   * @throws BackendException if the backend cannot fill it, or the device fails
   */
  public static void fill(org.deeplearning4j.nn.api.Model network, Model model, Backend backend) {
    Map<String, INDArray> table = NetworkReading.table(network);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    model.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    requireNames(table.keySet(), model, parameters);
    table.forEach((name, array) -> requireSame(name, array, parameter(name, model, parameters)));
    model
        .refusal(backend)
        .ifPresent(
            reason -> {
              throw new BackendException("backend " + backend.name() + " " + reason);
            });
    table.forEach(
        (name, array) ->
            Nd4jArrays.write(
                array,
                place ->
                    backend.fill(parameter(name, model, parameters).fill(Region.whole()), place)));
  }

  /** The parameter that a name stands for: its own, or that which it is tied to. */
  private static Parameter parameter(String name, Model model, Map<String, Parameter> parameters) {
    String itself = model.ties().getOrDefault(name, name);
    Parameter found = parameters.get(itself);
    if (found == null) {
      throw new IllegalArgumentException("the model has no parameter \"" + itself + "\"");
    }
    return found;
  }

  private static void requireNames(
      Set<String> names, Model model, Map<String, Parameter> parameters) {
    Set<String> left = new TreeSet<>(parameters.keySet());
    left.addAll(model.ties().keySet());
    left.removeAll(names);
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "the model's parameters must be the network's, but it has no " + left);
    }
  }

  private static void requireSame(String name, INDArray array, Parameter parameter) {
    Shape shape = Nd4jArrays.shape(array);
    DType dtype = Nd4jArrays.dtype(array);
    if (!parameter.shape().equals(shape) || parameter.dtype() != dtype) {
      throw new IllegalArgumentException(
          "parameter \""
              + name
              + "\" of the network has shape "
              + shape
              + " and dtype "
              + dtype
              + ", that of the model "
              + parameter.shape()
              + " and "
              + parameter.dtype());
    }
  }
}
