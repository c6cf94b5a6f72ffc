package io.tensorinit.recipe;

import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.CheckReturnValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a recipe down, a rule a line. */
@SuppressWarnings("exports") // of JSpecify's annotations only tools make use
public final class RecipeBuilder {
  private final RecipeConfig settings;
  private final String name;
  private final String source;
  private Optional<Layout> layout = Optional.empty();
  private Function<RecipeSubject, Optional<Kind>> reading = subject -> Optional.empty();
  private final List<RecipeRule> rules = new ArrayList<>();

  /**
   * Begins a recipe without rules.
   *
   * @param settings what is set of it
   * @param name its name
   * @param source whose rules these are, in one line
   */
  public RecipeBuilder(RecipeConfig settings, String name, String source) {
    this.settings = settings;
    this.name = name;
    this.source = source;
  }

  /**
   * An initializer's parameters and their values in turn, in this order.
   *
   * @param namesAndValues each name and its value, in turn
   * @return the parameters in this order
   */
  @CheckReturnValue
  public static Map<String, @Nullable Object> config(@Nullable Object... namesAndValues) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      config.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return config;
  }

  /**
   * The layout of parameters in models that name none.
   *
   * @param weights the layout
   * @return this
   */
  public RecipeBuilder layout(Layout weights) {
    layout = Optional.of(weights);
    return this;
  }

  /**
   * How the library's own names tell what a parameter is, where all libraries' common ones do not
   * or say something else.
   *
   * @param names the kind by name, shape and declared kind; empty where the common reading is right
   * @return this
   */
  public RecipeBuilder names(Function<RecipeSubject, Optional<Kind>> names) {
    reading = names;
    return this;
  }

  /**
   * Parameters of these kinds get an initializer by name.
   *
   * @param init the name, with or without prefix
   * @param kinds the kinds
   * @return this
   * @throws IllegalArgumentException if there is no such name, or a parameter is not allowed
   */
  public RecipeBuilder kinds(String init, Kind... kinds) {
    return kinds(init, Map.of(), kinds);
  }

  /**
   * Parameters of these kinds get an initializer by name with parameters.
   *
   * @param init the name, with or without prefix
   * @param config its parameters
   * @param kinds the kinds
   * @return this
   * @throws IllegalArgumentException if there is no such name, or a parameter is not allowed
   */
  public RecipeBuilder kinds(String init, Map<String, @Nullable Object> config, Kind... kinds) {
    NamedInitializer resolved = settings.initializer(init, config);
    return kinds(resolved.label(), subject -> RecipeDecision.of(resolved), kinds);
  }

  /**
   * Parameters of these kinds get what a function decides.
   *
   * @param law what they get, in one line
   * @param decide decides for each
   * @param kinds the kinds
   * @return this
   */
  public RecipeBuilder kinds(
      String law, Function<RecipeSubject, RecipeDecision> decide, Kind... kinds) {
    Set<Kind> set = EnumSet.copyOf(Arrays.asList(kinds));
    String list = set.stream().map(Kind::label).collect(Collectors.joining(", "));
    rules.add(
        new RecipeRule(
            list, law, subject -> subject.kind().filter(set::contains).isPresent(), decide, true));
    return this;
  }

  /**
   * Parameters whose name matches a pattern get an initializer by name with parameters.
   *
   * @param pattern the pattern, see {@link Glob}
   * @param init the name, with or without prefix
   * @param config its parameters
   * @return this
   * @throws IllegalArgumentException if there is no such name, or a parameter is not allowed
   */
  public RecipeBuilder match(String pattern, String init, Map<String, @Nullable Object> config) {
    NamedInitializer resolved = settings.initializer(init, config);
    return match(pattern, resolved.label(), subject -> RecipeDecision.of(resolved));
  }

  /**
   * Parameters whose name matches a pattern get what a function decides.
   *
   * @param pattern the pattern, see {@link Glob}
   * @param law what they get, in one line
   * @param decide decides for each
   * @return this
   * @throws IllegalArgumentException if the pattern is none
   */
  public RecipeBuilder match(
      String pattern, String law, Function<RecipeSubject, RecipeDecision> decide) {
    Glob glob = new Glob(pattern);
    rules.add(new RecipeRule(pattern, law, subject -> glob.matches(subject.name()), decide));
    return this;
  }

  /**
   * Parameters that a test picks get an initializer by name with parameters.
   *
   * @param parameters which ones, in one line
   * @param applies picks them
   * @param init the name, with or without prefix
   * @param config its parameters
   * @return this
   * @throws IllegalArgumentException if there is no such name, or a parameter is not allowed
   */
  public RecipeBuilder where(
      String parameters,
      Predicate<RecipeSubject> applies,
      String init,
      Map<String, @Nullable Object> config) {
    NamedInitializer resolved = settings.initializer(init, config);
    rules.add(
        new RecipeRule(
            parameters, resolved.label(), applies, subject -> RecipeDecision.of(resolved)));
    return this;
  }

  /**
   * Parameters of a rank whose name matches a pattern get an initializer.
   *
   * @param rank the rank
   * @param pattern the pattern, see {@link Glob}
   * @param init the name, with or without prefix
   * @param config its parameters
   * @return this
   * @throws IllegalArgumentException if there is no such name, or a parameter is not allowed
   */
  public RecipeBuilder matchOfRank(
      int rank, String pattern, String init, Map<String, @Nullable Object> config) {
    return ofRank(rank, pattern, settings.initializer(init, config));
  }

  /**
   * Parameters of a rank whose name matches a pattern get an initializer.
   *
   * @param rank the rank
   * @param pattern the pattern, see {@link Glob}
   * @param init the initializer
   * @return this
   */
  public RecipeBuilder ofRank(int rank, String pattern, NamedInitializer init) {
    Glob glob = new Glob(pattern);
    rules.add(
        new RecipeRule(
            pattern + " of rank " + rank,
            init.label(),
            subject -> subject.shape().rank() == rank && glob.matches(subject.name()),
            subject -> RecipeDecision.of(init)));
    return this;
  }

  /**
   * Normalizations as everywhere: scale and running variance 1, shift, running mean and the count
   * of batches 0.
   *
   * @return this
   */
  public RecipeBuilder norms() {
    return kinds("ones", Kind.NORM_SCALE, Kind.RUNNING_VARIANCE)
        .kinds("zeros", Kind.NORM_SHIFT, Kind.RUNNING_MEAN, Kind.BATCH_COUNT);
  }

  /**
   * The recipe of the rules so far.
   *
   * @return the recipe
   */
  @CheckReturnValue
  public Recipe build() {
    return new Recipe(name, source, layout, reading, rules);
  }
}
