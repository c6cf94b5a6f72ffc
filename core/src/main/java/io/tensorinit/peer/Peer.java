package io.tensorinit.peer;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A library whose names, parameters and conventions can be asked for by a prefix: all that is known
 * of it, in one place. Each stands in a room of its own, a package below this one; {@code
 * io.tensorinit.names.Peers} lists them. One object a library; immutable.
 */
public abstract class Peer {
  private final String prefix;
  private final String source;
  private final Layout convention;
  private final LowRankRule lowRank;

  /**
   * Describes a library.
   *
   * @param prefix its prefix in lower case, without the colon
   * @param source where it says what its initializers compute: the part of the library, its name
   *     and the version that was read
   * @param convention how it reads the weights it is given, whatever their rank
   * @param lowRank how it reads rank 0 and 1
   */
  protected Peer(String prefix, String source, Layout convention, LowRankRule lowRank) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.source = Objects.requireNonNull(source, "source");
    this.convention = Objects.requireNonNull(convention, "convention");
    this.lowRank = Objects.requireNonNull(lowRank, "lowRank");
  }

  /**
   * The prefix of its names.
   *
   * @return the prefix in lower case, without the colon
   */
  public final String prefix() {
    return prefix;
  }

  /**
   * Where it says what its initializers compute.
   *
   * @return for instance {@code torch.nn.init, PyTorch 2.13}
   */
  public final String source() {
    return source;
  }

  /**
   * How it reads the weights it is given, whatever their rank.
   *
   * @return the layout of its initializers where nothing else is said
   */
  public final Layout convention() {
    return convention;
  }

  /**
   * How it reads rank 0 and 1.
   *
   * @return the rule
   */
  public final LowRankRule lowRank() {
    return lowRank;
  }

  /**
   * Its initializers.
   *
   * @return the tables of their names, one a prefix
   */
  public abstract List<NameTable> tables();

  /**
   * The modules in which its initializers are defined, and under which programs import them: {@code
   * torch.nn.init} and {@code nn.init}, so that {@code nn.init.xavier_uniform_} is a name.
   *
   * @return the modules, as its language writes them
   */
  public List<String> modules() {
    return List.of();
  }

  /**
   * Its conventions, as manifests name them.
   *
   * @return the layouts with their aliases
   */
  public List<NamedLayout> layouts() {
    return List.of();
  }

  /**
   * Its convention of a name.
   *
   * @param name the name, in any letter case
   * @return the layout; empty if it has none of that name
   */
  public Optional<Layout> layout(String name) {
    return layouts().stream()
        .filter(named -> named.isCalled(name))
        .findFirst()
        .map(NamedLayout::layout);
  }

  /**
   * The defaults of its layers.
   *
   * @return the recipes
   */
  public List<NamedRecipe> recipes() {
    return List.of();
  }

  /**
   * Its prefix.
   *
   * @return the prefix
   */
  @Override
  public final String toString() {
    return prefix;
  }
}
