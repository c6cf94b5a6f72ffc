package io.tensorinit.model;

import io.tensorinit.json.MessageText;
import io.tensorinit.layout.Layout;
import io.tensorinit.peer.Spelling;
import io.tensorinit.recipe.KnownKind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.ParameterOutline;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.recipe.Siblings;
import io.tensorinit.recipe.UnknownShapeException;
import io.tensorinit.spec.Blocks;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Scaled;
import io.tensorinit.spec.WithDType;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the descriptions of a model's parameters leave open: a parameter's own word beats
 * the rules, the first rule beats the others, rules beat the recipe, the recipe beats the defaults.
 */
final class ModelResolver {
  private final Optional<DType> dtype;
  private final Optional<Layout> layout;
  private final Optional<Recipe> recipe;
  private final Sharding sharding;
  private final List<Rule> rules;
  private final List<ParameterSpec> parameters;
  private @Nullable Siblings siblings;
  private final Map<String, ParameterSpec> byName;

  ModelResolver(
      Optional<DType> dtype,
      Optional<Layout> layout,
      Optional<Recipe> recipe,
      Sharding sharding,
      List<Rule> rules,
      List<ParameterSpec> parameters) {
    this.dtype = dtype;
    this.layout = layout;
    this.recipe = recipe;
    this.sharding = sharding;
    this.rules = rules;
    this.parameters = parameters;
    this.byName = new HashMap<>(2 * parameters.size());
    parameters.forEach(spec -> byName.putIfAbsent(spec.name(), spec));
  }

  /** The parameters by name, for recipes and rules by kind; a model of neither does without. */
  private Siblings siblings() {
    if (siblings == null) {
      siblings = collectSiblings();
    }
    return siblings;
  }

  private Siblings collectSiblings() {
    List<ParameterOutline> outlines = new ArrayList<>(parameters.size());
    Set<String> unshaped = new HashSet<>();
    for (ParameterSpec spec : parameters) {
      Optional<Shape> shape = spec.knownShape().or(() -> shapeOfTarget(spec));
      if (shape.isPresent()) {
        outlines.add(outline(spec, shape.get()));
      } else {
        unshaped.add(spec.name());
      }
    }
    return new Siblings(outlines, unshaped);
  }

  /** The shape of the parameter that this is another name of. */
  private Optional<Shape> shapeOfTarget(ParameterSpec spec) {
    return spec.tiedTo()
        .flatMap(target -> Optional.ofNullable(byName.get(target)))
        .flatMap(ParameterSpec::knownShape);
  }

  /**
   * Decides.
   *
   * @param seed the seed
   * @param seedIsFresh whether it was drawn
   * @param description what all this was said in, kept with the model
   */
  Model resolve(Seed seed, boolean seedIsFresh, ModelBuilder description) {
    boolean unique = byName.size() == parameters.size();
    Set<String> names = new HashSet<>();
    List<Parameter> decided = new ArrayList<>(parameters.size());
    Map<String, String> ties = new LinkedHashMap<>();
    Map<String, String> undecided = new LinkedHashMap<>();
    for (ParameterSpec spec : parameters) {
      try {
        if (!unique && !names.add(spec.name())) {
          throw new IllegalArgumentException(
              "must have a name of its own, but an earlier parameter has it");
        }
        if (spec.tiedTo().isPresent()) {
          ties.put(spec.name(), checkedTie(spec, spec.tiedTo().get()));
        } else {
          decided.add(decide(spec, seed));
        }
      } catch (UnknownShapeException e) {
        undecided.put(spec.name(), e.getMessage());
      } catch (IllegalArgumentException e) {
        throw new ManifestException(
            "parameter " + MessageText.quoted(spec.name()) + ": " + e.getMessage(), e);
      }
    }
    return new Model(seed, seedIsFresh, decided, ties, undecided, description);
  }

  private String checkedTie(ParameterSpec spec, String target) {
    String tied = "tied_to " + MessageText.quoted(target);
    ParameterSpec other =
        Optional.ofNullable(byName.get(target))
            .orElseThrow(
                () -> new IllegalArgumentException(tied + " names no parameter of the model"));
    if (other.tiedTo().isPresent()) {
      throw new IllegalArgumentException(tied + " must name a parameter that is not tied itself");
    }
    Optional<Shape> otherShape = other.knownShape();
    if (spec.knownShape().isPresent()
        && otherShape.isPresent()
        && !otherShape.equals(spec.knownShape())) {
      throw new IllegalArgumentException(
          tied + " must have the same shape, was " + spec.shape() + " and " + otherShape.get());
    }
    if (spec.init().isPresent() || spec.key().isPresent()) {
      throw new IllegalArgumentException(
          tied + " takes the other's values, so it must have neither init nor key");
    }
    if (spec.dtype().isPresent() && otherShape.isPresent()) {
      DType others = dtypeOf(other, decision(other).init().initializer());
      if (spec.dtype().get() != others) {
        throw new IllegalArgumentException(
            tied + " must have the same dtype, was " + spec.dtype().get() + " and " + others);
      }
    }
    return target;
  }

  private Parameter decide(ParameterSpec spec, Seed seed) {
    Decision decision = decision(spec);
    NamedInitializer init = decision.init();
    Layout effective =
        spec.applyTo(saidLayout(spec).or(init.initializer()::ownLayout).orElse(Layout.OUT_IN));
    if (decision.fans().isPresent() && spec.givenFans().isEmpty()) {
      effective = effective.withFans(decision.fans().get().in(), decision.fans().get().out());
    }
    effective.requireGroups(spec.shape());
    Key key = spec.key().orElseGet(() -> init.seed().orElse(seed).key(spec.name()));
    return new Parameter(
        spec.name(),
        spec.shape(),
        dtypeOf(spec, init.initializer()),
        init,
        effective,
        key,
        decision.origin(),
        shardAxis(spec));
  }

  private OptionalInt shardAxis(ParameterSpec spec) {
    Optional<Sharding> said = spec.sharding().or(() -> firstGiven(spec, Rule::sharding));
    OptionalInt axis = said.orElse(sharding).axis();
    if (axis.isEmpty()) {
      return axis;
    }
    int rank = spec.shape().rank();
    if (said.isEmpty() && (axis.getAsInt() < -rank || axis.getAsInt() >= rank)) {
      return OptionalInt.empty();
    }
    spec.requireAxis("shard", axis.getAsInt());
    return OptionalInt.of(spec.shape().axis(axis.getAsInt()));
  }

  private Decision decision(ParameterSpec spec) {
    Decision decision = inParts(spec, named(spec));
    if (spec.scale().isEmpty()) {
      return decision;
    }
    double scale = spec.scale().getAsDouble();
    NamedInitializer init = decision.init();
    return decision.withInit(
        new NamedInitializer(
            init.label() + " scaled by " + scale,
            new Scaled(init.initializer(), scale),
            init.seed()));
  }

  /** What the parameter, a rule or the recipe gives, before it is split and scaled. */
  private Optional<Decision> named(ParameterSpec spec) {
    if (spec.init().isPresent()) {
      return spec.init().map(init -> Decision.of(init, Origin.parameter("init")));
    }
    RuleSearch search =
        new RuleSearch(rules, spec, () -> KnownKind.ofUsersOwn(outline(spec), siblings()));
    return search
        .given()
        .or(
            () ->
                recipe.flatMap(
                    r ->
                        r.decide(new RecipeSubject(outline(spec), siblings()))
                            .map(decided -> Decision.of(r.name(), decided))))
        .or(search::left);
  }

  /** Whether a rule gives its initializer to a parameter. */
  boolean isMeant(Rule rule, ParameterSpec spec) {
    return rule.matches(spec)
        && (!rule.isByKindAlone()
            || rule.givesItsInitializerTo(KnownKind.ofUsersOwn(outline(spec), siblings())));
  }

  private ParameterOutline outline(ParameterSpec spec) {
    return outline(spec, spec.shape());
  }

  private ParameterOutline outline(ParameterSpec spec, Shape shape) {
    return new ParameterOutline(
        spec.name(), shape, spec.kind(), spec.givenFans(), () -> layoutOf(spec));
  }

  private Decision inParts(ParameterSpec spec, Optional<Decision> whole) {
    List<Part> parts = spec.parts();
    if (parts.isEmpty()) {
      return whole.orElseThrow(() -> nothingGiven(spec));
    }
    List<Blocks.Block> blocks = new ArrayList<>();
    Set<String> labels = new LinkedHashSet<>();
    for (Part part : parts) {
      NamedInitializer init =
          part.init().or(() -> whole.map(Decision::init)).orElseThrow(() -> nothingGiven(spec));
      if (part.init().flatMap(NamedInitializer::seed).isPresent()) {
        throw new IllegalArgumentException(
            "a part draws from its parameter's key, so its init must not have a seed");
      }
      blocks.add(new Blocks.Block(part.size(), part.withFans(WithoutSeed.of(init.initializer()))));
      labels.add(init.label());
    }
    if (spec.shape().rank() == 0) {
      throw new IllegalArgumentException("parts need an axis, but the shape is []");
    }
    int axis = partsAxis(spec, blocks.get(0).initializer());
    long size = spec.shape().size(axis);
    long left = size;
    for (Part part : parts) {
      left = part.size() > left ? -1 : left - part.size();
    }
    if (left != 0) {
      throw new IllegalArgumentException(
          "parts must add up to the size of axis "
              + axis
              + ", which is "
              + size
              + ", were "
              + parts.stream().map(Part::size).toList());
    }
    Initializer split = new Blocks(axis, blocks);
    return new Decision(
        new NamedInitializer(
            String.join(" | ", labels), split, whole.flatMap(w -> w.init().seed())),
        whole.flatMap(Decision::fans),
        whole.map(Decision::origin).orElse(Origin.parameter("parts")));
  }

  /** The axis of the parts: the one named, else that of the outputs, else the first. */
  private int partsAxis(ParameterSpec spec, Initializer first) {
    return spec.partsAxis()
        .orElseGet(
            () ->
                saidLayout(spec)
                    .or(first::ownLayout)
                    .orElse(Layout.OUT_IN)
                    .channelOrder()
                    .map(order -> order.outAxis(spec.shape().rank()))
                    .orElse(0));
  }

  private IllegalArgumentException nothingGiven(ParameterSpec spec) {
    String reason = recipe.map(r -> noRule(r, spec)).orElse("give it an init, a rule or a recipe");
    return new IllegalArgumentException("nothing gives it an initializer: " + reason);
  }

  private String noRule(Recipe asked, ParameterSpec spec) {
    String none = "recipe \"" + asked.name() + "\" has no rule for ";
    return KnownKind.of(outline(spec, spec.shape()), siblings())
        .doubt()
        .or(() -> spec.kind().map(kind -> none + "kind " + MessageText.quoted(kind) + near(kind)))
        .orElse(none + "it; name its kind, or give it an init");
  }

  /** The question whether another kind was meant, where there is none of this name. */
  private static String near(String kind) {
    return KnownKind.declared(kind, "").kind().isPresent()
        ? ""
        : Spelling.didYouMean(kind, KnownKind.words());
  }

  private DType dtypeOf(ParameterSpec spec, Initializer init) {
    return spec.dtype()
        .or(() -> spec.init().flatMap(its -> WithDType.of(its.initializer())))
        .or(() -> firstGiven(spec, Rule::dtype))
        .or(() -> WithDType.of(init))
        .or(() -> dtype)
        .or(init::ownDType)
        .orElse(DType.F32);
  }

  /** The layout as recipes see it: an initializer's own convention is not known yet. */
  private Layout layoutOf(ParameterSpec spec) {
    return spec.applyTo(
        saidLayout(spec)
            .or(() -> spec.init().flatMap(init -> init.initializer().ownLayout()))
            .orElse(Layout.OUT_IN));
  }

  private Optional<Layout> saidLayout(ParameterSpec spec) {
    return spec.layout()
        .or(() -> firstGiven(spec, Rule::layout))
        .or(() -> layout)
        .or(() -> recipe.flatMap(Recipe::layout));
  }

  private <T> Optional<T> firstGiven(ParameterSpec spec, Function<Rule, Optional<T>> what) {
    return rules.stream()
        .filter(rule -> rule.matches(spec))
        .map(what)
        .flatMap(Optional::stream)
        .findFirst();
  }
}
