package io.tensorinit.dl4j;

import io.tensorinit.Keras;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.nd4j.Nd4jArrays;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamException;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A weight initialization of Deeplearning4j's that is any of TensorInit's: the parameter of a name,
 * with the fans that Deeplearning4j's layer gives it.
 *
 * <pre>{@code
 * new DenseLayer.Builder().nIn(784).nOut(100)
 *     .weightInit(NamedWeightInit.of("0_W", "he_normal").seed(Seed.of(42)))
 * }</pre>
 *
 * <p>It stands in a configuration's JSON and YAML, and is read back, where its initializer has a
 * text: a name ({@code he_normal}, {@code dl4j:XAVIER}), Keras's config object, or an initializer
 * that Keras has. An object belongs to one parameter: one that is asked for a second parameter of
 * the same network refuses, for both would have the same values (an LSTM takes another one for its
 * recurrent weights; {@link Dl4jNetworks} names all by itself).
 *
 * <p>Immutable but for that memory; safe for use by several threads.
 */
@CheckReturnValue
public final class NamedWeightInit implements IWeightInit {
  private static final long serialVersionUID = 1;

  /**
   * How Deeplearning4j's layers count fans; they are given outright, but it has the order of axes.
   */
  private static final Layout LAYOUT = Layouts.named("dl4j");

  @JsonProperty private final String name;

  /** What the initializer is called; null for one of Java's alone. */
  @JsonIgnore private final @Nullable String init;

  /** In decimal; null for the usual one. */
  @JsonProperty private final @Nullable String seed;

  @JsonIgnore private final transient Initializer initializer;
  @JsonIgnore private final transient SoleParameter sole = new SoleParameter();

  private NamedWeightInit(
      String name, @Nullable String init, Initializer initializer, @Nullable String seed) {
    this.name = Objects.requireNonNull(name, "name");
    this.init = init;
    this.initializer = Objects.requireNonNull(initializer, "initializer");
    this.seed = seed;
  }

  /**
   * The parameter of a name, by an initializer's name or config.
   *
   * @param name the parameter's name, which with the seed decides its values
   * @param init a name, with or without a peer's prefix, or Keras's config object as JSON
   * @return the weight initialization
   * @throws IllegalArgumentException if there is no such initializer, or a parameter of its config
   *     is not allowed
   */
  public static NamedWeightInit of(String name, String init) {
    return new NamedWeightInit(name, init, parsed(init), null);
  }

  /**
   * The parameter of a name.
   *
   * @param name the parameter's name, which with the seed decides its values
   * @param initializer the initializer; in a configuration's JSON only if Keras has it
   * @return the weight initialization
   */
  public static NamedWeightInit of(String name, Initializer initializer) {
    return new NamedWeightInit(name, text(initializer), initializer, null);
  }

  /** What a configuration's JSON says. */
  @JsonCreator
  static NamedWeightInit read(
      @JsonProperty("name") String name,
      @JsonProperty("init") String init,
      @JsonProperty("seed") @Nullable String seed) {
    NamedWeightInit read = of(name, init);
    return seed == null ? read : read.seed(Seed.parse(seed));
  }

  /**
   * This under another seed than 1234, unless the initializer has one of its own.
   *
   * @param newSeed the seed
   * @return the changed weight initialization
   */
  public NamedWeightInit seed(Seed newSeed) {
    return new NamedWeightInit(name, init, initializer, newSeed.toString());
  }

  private static Initializer parsed(String init) {
    return Objects.requireNonNull(init, "init").stripLeading().startsWith("{")
        ? Keras.parse(init)
        : InitializerNames.resolve(init).seeded();
  }

  private static @Nullable String text(Initializer initializer) {
    try {
      return Keras.format(initializer);
    } catch (IllegalArgumentException e) {
      return null; // asked for only where it is written
    }
  }

  /**
   * Fills a parameter's memory.
   *
   * @throws IllegalArgumentException if the parameter cannot be initialized this way
   * @throws IllegalStateException if this has initialized another parameter of the same network
   */
  @Override
  public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
    sole.require(name, paramView);
    INDArray array = paramView.reshape(order, shape);
    Nd4jArrays.fill(
        array, FillRequest.of(initializer).layout(LAYOUT.withFans(fanIn, fanOut)).key(key()));
    return array;
  }

  /**
   * The parameter's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  Initializer initializer() {
    return initializer;
  }

  Key key() {
    return initializer
        .ownSeed()
        .orElseGet(() -> seed == null ? Seed.DEFAULT : Seed.parse(seed))
        .key(name);
  }

  Optional<String> text() {
    return Optional.ofNullable(init);
  }

  /** The initializer, as JSON has it. */
  @JsonProperty("init")
  String written() {
    return text()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the initializer of \""
                        + name
                        + "\" has no text that a configuration could hold: register a name for it"
                        + " (Initializers.register) and ask for it by that name"));
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    if (init == null) {
      throw new NotSerializableException("the initializer of \"" + name + "\" has no text");
    }
    out.defaultWriteObject();
  }

  private Object readResolve() throws ObjectStreamException {
    if (init == null) {
      throw new InvalidObjectException("the initializer of \"" + name + "\" has no text");
    }
    return read(name, init, seed);
  }

  /** What tells initializers apart: their texts, which are read back; where there is none, they. */
  private Object law() {
    return init == null ? initializer : init;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedWeightInit that
        && name.equals(that.name)
        && law().equals(that.law())
        && Objects.equals(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, law(), seed);
  }

  /**
   * The parameter in a line.
   *
   * @return its name, initializer and seed
   */
  @Override
  public String toString() {
    return name + " " + law() + ", seed " + (seed == null ? "1234" : seed);
  }
}
