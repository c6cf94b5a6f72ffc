package io.tensorinit.names;

import io.tensorinit.Initializer;
import io.tensorinit.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A name in a peer's table: how it is spelled, what its config may hold and what it computes.
 * Immutable.
 */
public final class NameEntry {
  /** Makes the initializer of a config with known parameters. */
  @FunctionalInterface
  interface Factory {
    Initializer create(Config config);
  }

  /** Makes the initializer of any config. */
  @FunctionalInterface
  private interface Maker {
    Initializer make(String spelled, Optional<Peer> asked, Map<String, Object> config);
  }

  private final String prefix;
  private final Optional<Peer> peer;
  private final String name;
  private final List<String> aliases;
  private final List<ConfigParameter> parameters;
  private final String formula;
  private final boolean prefixNeeded;
  private final List<String> commonKeys;
  private final Maker maker;

  NameEntry(String prefix, Optional<Peer> peer, Builder builder) {
    this.prefix = prefix;
    this.peer = peer;
    this.name = builder.name;
    this.aliases = List.copyOf(builder.aliases);
    this.parameters = List.copyOf(builder.parameters);
    this.formula = Objects.requireNonNull(builder.formula, "formula");
    this.prefixNeeded = builder.prefixNeeded;
    this.commonKeys = builder.commonKeys;
    this.maker = Objects.requireNonNull(builder.maker, "maker");
  }

  /** An entry of the user's own, which checks its config itself. */
  static NameEntry ofUser(String name, InitializerFactory factory) {
    Builder builder = new Builder(name);
    builder.formula = "registered by the program";
    builder.commonKeys = CommonKeys.SEED_ONLY;
    builder.maker =
        (spelled, asked, config) ->
            Objects.requireNonNull(
                factory.create(config), () -> "the factory of initializer " + name + " gave null");
    return new NameEntry("", Optional.empty(), builder);
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
   * Whether the name is understood with its prefix only.
   *
   * @return true for names that say nothing without their owner
   */
  public boolean prefixNeeded() {
    return prefixNeeded;
  }

  /** The keys its config may hold beside the parameters. */
  List<String> commonKeys() {
    return commonKeys;
  }

  List<String> spellings() {
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
   */
  Initializer create(String spelled, Optional<Peer> asked, Map<String, Object> config) {
    return maker.make(spelled, asked, config);
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
  static final class Builder {
    private final String name;
    private final List<String> aliases = new ArrayList<>();
    private final List<ConfigParameter> parameters = new ArrayList<>();
    private String formula;
    private boolean prefixNeeded;
    private List<String> commonKeys = CommonKeys.ALL;
    private Maker maker;

    Builder(String name) {
      this.name = name;
    }

    Builder alias(String... others) {
      aliases.addAll(List.of(others));
      return this;
    }

    Builder takes(ConfigParameter... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    Builder takes(List<ConfigParameter> more) {
      parameters.addAll(more);
      return this;
    }

    /** The name says the dtype, so its config may not. */
    Builder dtypeInName() {
      commonKeys = CommonKeys.WITHOUT_DTYPE;
      return this;
    }

    Builder prefixNeeded() {
      prefixNeeded = true;
      return this;
    }

    /** What it computes, in one line, and how it is made: the last step. */
    Builder makes(String what, Factory how) {
      formula = what;
      List<ConfigParameter> declared = List.copyOf(parameters);
      maker = (spelled, asked, config) -> how.create(new Config(spelled, asked, declared, config));
      return this;
    }
  }
}
