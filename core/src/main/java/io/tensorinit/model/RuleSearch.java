package io.tensorinit.model;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.KnownKind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.spec.Constant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a model's rules say of one parameter's initializer: the first that is about it and gives one
 * decides. A rule by the kind of a layer alone is about the layer's weights: what stands beside
 * them, biases and what normalizations have, it leaves to the recipe.
 */
final class RuleSearch {
  private static final NamedInitializer ZEROS = NamedInitializer.of("zeros", new Constant(0));
  private static final NamedInitializer ONES = NamedInitializer.of("ones", new Constant(1));

  private Optional<Decision> given = Optional.empty();
  private Optional<Decision> left = Optional.empty();

  /**
   * Asks the rules in turn.
   *
   * @param rules the rules
   * @param parameter the parameter
   * @param known what it is in its layer, asked for only by rules by kind
   */
  RuleSearch(List<Rule> rules, ParameterSpec parameter, Supplier<KnownKind> known) {
    for (int i = 0; i < rules.size() && given.isEmpty(); i++) {
      Rule rule = rules.get(i);
      if (rule.init().isPresent() && rule.matches(parameter)) {
        String said = "rules[" + i + "], " + rule.about();
        if (!rule.isByKindAlone()) {
          given = Optional.of(decision(rule.init().get(), said, Optional.empty()));
        } else if (rule.givesItsInitializerTo(known.get())) {
          given = Optional.of(decision(rule.init().get(), said, Optional.of(known.get())));
        } else if (left.isEmpty()) {
          left = leftBy(said, known.get());
        }
      }
    }
  }

  private static Decision decision(NamedInitializer init, String said, Optional<KnownKind> known) {
    return Decision.of(init, new Origin(Origin.Source.RULE, said, known));
  }

  /** What a rule that leaves a parameter means it to have where no recipe says more. */
  private static Optional<Decision> leftBy(String said, KnownKind known) {
    return known
        .kind()
        .map(
            kind ->
                Decision.of(
                    kind == Kind.NORM_SCALE || kind == Kind.RUNNING_VARIANCE ? ONES : ZEROS,
                    new Origin(
                        Origin.Source.LEFT_BY_RULE, said + ", leaves it", Optional.of(known))));
  }

  /** What a rule gives. */
  Optional<Decision> given() {
    return given;
  }

  /** What is meant by a rule that leaves the parameter, if nothing else gives it anything. */
  Optional<Decision> left() {
    return left;
  }
}
