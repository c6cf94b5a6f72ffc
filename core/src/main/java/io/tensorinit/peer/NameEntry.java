package io.tensorinit.peer;

import io.tensorinit.recipe.InitializerFactory;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A name in a peer's table: how it is spelled, what its config may hold and what it computes.
 * Immutable.
 */
public final class NameEntry {
  /** Makes the initializer of a config with known parameters. */
  @FunctionalInterface
  public interface Factory {
    /**
     * Makes the initializer.
     *
     * @param config the values of its parameters
     * @return the initializer
     * @throws IllegalArgumentException if a value is not allowed
     */
    public Initializer create(Config config);
  }

  /** Makes the initializer of any config. */
  @FunctionalInterface
  private interface Maker {
    Initializer make(
        String spelled,
        Optional<Peer> asked,
        Map<String, @Nullable Object> config,
        NestedInitializers nested);
  }

  private final String prefix;
  private final Optional<Peer> peer;
  private final String name;
  private final List<String> aliases;
  private final List<ConfigParameter> parameters;
  private final String formula;
  private final String source;
  private final boolean prefixNeeded;
  private final List<String> commonKeys;
  private final Optional<SeedParameter> seedParameter;
  private final Maker maker;

  /**
   * An entry of a table.
   *
   * @param prefix the prefix of the table, empty for names without
   * @param peer whose name it is
   * @param library where its owner says what it computes, which comes before the builder's sources
   * @param builder what the entry says
   */
  NameEntry(String prefix, Optional<Peer> peer, String library, Builder builder) {
    this.prefix = prefix;
    this.peer = peer;
    this.name = builder.name;
    this.aliases = List.copyOf(builder.aliases);
    this.parameters = List.copyOf(builder.parameters);
    this.formula = Objects.requireNonNull(builder.formula, "formula");
    List<String> sources = new ArrayList<>(List.of(library));
    sources.addAll(builder.sources);
    this.source = String.join("; ", sources);
    this.prefixNeeded = builder.prefixNeeded;
    this.commonKeys = builder.commonKeys;
    this.seedParameter = builder.seedParameter;
    this.maker = Objects.requireNonNull(builder.maker, "maker");
  }

  /**
   * An entry of the user's own, which checks its config itself.
   *
   * @param name the name
   * @param factory makes the initializer of a config
   * @return the entry
   */
  public static NameEntry ofUser(String name, InitializerFactory factory) {
    Builder builder = new Builder(name);
    builder.formula = "registered by the program";
    builder.commonKeys = ConfigEnvelope.SEED_ONLY;
    builder.maker =
        (spelled, asked, config, nested) ->
            Objects.requireNonNull(
                factory.create(config), () -> "the factory of initializer " + name + " gave null");
    return new NameEntry("", Optional.empty(), "the program's own", builder);
  }

  /**
   * The prefix of the table.
   *
   * @return the prefix without the colon; empty for TensorInit's own names and the user's
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Whose name it is.
   *
   * @return the peer; empty for TensorInit's own names and the user's
   */
  public Optional<Peer> peer() {
    return peer;
  }

  /**
   * The name in its owner's spelling.
   *
   * @return the name without prefix
   */
  public String name() {
    return name;
  }

  /**
   * Other names of the same thing, beyond the spellings that are always accepted.
   *
   * @return the aliases, possibly none
   */
  public List<String> aliases() {
    return aliases;
  }

  /**
   * What the config may hold, beside {@code seed} and {@code dtype}, which every config may.
   *
   * @return the parameters in the owner's order
   */
  public List<ConfigParameter> parameters() {
    return parameters;
  }

  /**
   * What is computed, in one line.
   *
   * @return for instance {@code U(-l, l), l = sqrt(6 / (fan_in + fan_out))}
   */
  public String formula() {
    return formula;
  }

  /**
   * Where the formula comes from, in one line: the owner's library with its version, then what was
   * published of it.
   *
   * @return for instance {@code torch.nn.init, PyTorch 2.13; He, Zhang, Ren, Sun (2015), Delving
   *     deep into rectifiers}
   */
  public String source() {
    return source;
  }

  /**
   * Whether the name is understood with its prefix only.
   *
   * @return true for names that say nothing without their owner
   */
  public boolean prefixNeeded() {
    return prefixNeeded;
  }

  /**
   * A parameter of the peer's own that says the seed.
   *
   * @param name its key in the config
   * @param reader reads its value
   */
  record SeedParameter(String name, SeedReader reader) {}

  /** Reads a seed as a peer writes it. */
  @FunctionalInterface
  public interface SeedReader {
    /**
     * The seed of a value.
     *
     * @param owner the initializer, for messages
     * @param value the value, or null where the config has none
     * @return the seed; empty where it says none
     * @throws IllegalArgumentException if the value is not allowed
     */
    Optional<Seed> read(String owner, @Nullable Object value);
  }

  /** The parameter that says the seed, beside {@code seed}. */
  Optional<SeedParameter> seedParameter() {
    return seedParameter;
  }

  /**
   * The keys its config may hold beside the parameters.
   *
   * @return {@code seed} and, unless the name says it, {@code dtype}
   */
  List<String> commonKeys() {
    return commonKeys;
  }

  /**
   * All its names.
   *
   * @return the name, then its aliases
   */
  public List<String> spellings() {
    List<String> spellings = new ArrayList<>(List.of(name));
    spellings.addAll(aliases);
    return spellings;
  }

  /**
   * Makes the initializer.
   *
   * @param spelled the name as it was spelled, for messages
   * @param asked the peer whose prefix it had, if any
   * @param config its config, without the keys that belong to every initializer
   * @param nested reads initializers inside the config
   * @return the initializer
   * @throws IllegalArgumentException if a parameter is unknown, missing or not allowed
   */
  public Initializer create(
      String spelled,
      Optional<Peer> asked,
      Map<String, @Nullable Object> config,
      NestedInitializers nested) {
    return maker.make(spelled, asked, config, nested);
  }

  /**
   * The name with its prefix.
   *
   * @return for instance {@code torch:kaiming_normal_}
   */
  @Override
  public String toString() {
    return prefix.isEmpty() ? name : prefix + ":" + name;
  }

  /** An entry of a table in the making. */
  public static final class Builder {
    private final String name;
    private final List<String> aliases = new ArrayList<>();
    private final List<ConfigParameter> parameters = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();
    private @Nullable String formula;
    private boolean prefixNeeded;
    private List<String> commonKeys = ConfigEnvelope.ALL;
    private Optional<SeedParameter> seedParameter = Optional.empty();
    private @Nullable Maker maker;

    /**
     * Begins an entry.
     *
     * @param name the name in its owner's spelling
     */
    public Builder(String name) {
      this.name = name;
    }

    /**
     * Other names of the same thing.
     *
     * @param others the names
     * @return this
     */
    public Builder alias(String... others) {
      aliases.addAll(List.of(others));
      return this;
    }

    /**
     * What its config may hold, in the order in which it is listed.
     *
     * @param more the parameters, behind those before
     * @return this
     */
    public Builder takes(ConfigParameter... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    /**
     * What its config may hold, in the order in which it is listed.
     *
     * @param more the parameters, behind those before
     * @return this
     */
    public Builder takes(List<ConfigParameter> more) {
      parameters.addAll(more);
      return this;
    }

    /**
     * The name says the dtype, so its config may not.
     *
     * @return this
     */
    public Builder dtypeInName() {
      commonKeys = ConfigEnvelope.WITHOUT_DTYPE;
      return this;
    }

    /**
     * One of the parameters says the seed, too.
     *
     * @param parameter the parameter's name
     * @param reader reads its value
     * @return this
     */
    public Builder seedFrom(String parameter, SeedReader reader) {
      seedParameter = Optional.of(new SeedParameter(parameter, reader));
      return this;
    }

    /**
     * The name is understood with its prefix only.
     *
     * @return this
     */
    public Builder prefixNeeded() {
      prefixNeeded = true;
      return this;
    }

    /**
     * What was published of it, beside its owner's library.
     *
     * @param more authors, year and title of each
     * @return this
     */
    public Builder source(String... more) {
      sources.addAll(List.of(more));
      return this;
    }

    /**
     * What it computes and how it is made: the last step.
     *
     * @param what the formula, in one line, of the parameters' names alone
     * @param how makes it of a config
     * @return this
     */
    public Builder makes(String what, Factory how) {
      formula = what;
      List<ConfigParameter> declared = List.copyOf(parameters);
      List<String> common = commonKeys;
      maker =
          (spelled, asked, given, nested) ->
              create(how, new Config(spelled, asked, declared, common, given, nested));
      return this;
    }

    /** A refusal from below, which cannot know the config, gets the config in front. */
    private static Initializer create(Factory how, Config config) {
      try {
        return how.create(config);
      } catch (IllegalArgumentException e) {
        String message = String.valueOf(e.getMessage());
        throw message.startsWith(config.owner())
            ? e
            : new IllegalArgumentException(config.call() + ": " + message, e);
      }
    }
  }
}
