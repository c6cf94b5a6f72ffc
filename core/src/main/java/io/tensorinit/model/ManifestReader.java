package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the JSON tree of a manifest to descriptions: names, types and places of all fields. */
final class ManifestReader {
  private static final List<String> FIELDS =
      List.of("seed", "recipe", "dtype", "layout", "rules", "parameters");
  private static final List<String> RECIPE_FIELDS = List.of("name", "config");
  private static final List<String> RULE_FIELDS =
      List.of("match", "kind", "init", "dtype", "layout");

  private ManifestReader() {}

  static Manifest read(Object tree) {
    Fields fields = new Fields("manifest", tree, FIELDS);
    Optional<Seed> seed = seed(fields);
    boolean freshSeed = fields.has("seed") && fields.raw("seed") == null;
    List<Rule> rules = new ArrayList<>();
    if (fields.has("rules")) {
      for (Object rule : fields.list("rules")) {
        rules.add(rule("rules[" + rules.size() + "]", rule));
      }
    }
    List<ParameterSpec> parameters = new ArrayList<>();
    for (Object parameter : fields.list("parameters")) {
      parameters.add(ParameterReader.read("parameters[" + parameters.size() + "]", parameter));
    }
    return new Manifest(
        seed,
        freshSeed,
        recipe(fields),
        fields.parsed("dtype", DType::parse),
        layout(fields),
        rules,
        parameters);
  }

  private static Optional<Seed> seed(Fields fields) {
    Object value = fields.raw("seed");
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof String text) {
      return Optional.of(fields.located(() -> Seed.of(text)));
    }
    if (value instanceof Long integer) {
      return Optional.of(Seed.of(integer));
    }
    if (value instanceof BigInteger integer) {
      return Optional.of(Seed.of(integer));
    }
    throw fields.refused("seed", "an integer in -2^63 .. 2^64 - 1, a text or null", value);
  }

  private static Optional<Recipe> recipe(Fields fields) {
    if (!fields.has("recipe")) {
      return Optional.empty();
    }
    Object value = fields.raw("recipe");
    if (value instanceof String name) {
      return Optional.of(fields.located(() -> Recipes.get(name)));
    }
    if (!(value instanceof Map<?, ?>)) {
      throw fields.refused("recipe", "a name or an object of name and config", value);
    }
    Fields recipe = new Fields("recipe", value, RECIPE_FIELDS);
    String name = recipe.requiredText("name");
    Map<String, Object> config = recipe.object("config");
    return Optional.of(recipe.located(() -> Recipes.get(name, config)));
  }

  private static Rule rule(String place, Object node) {
    Fields fields = new Fields(place, node, RULE_FIELDS);
    Optional<String> kind = fields.text("kind");
    Rule rule =
        fields
            .parsed("match", Rule::match)
            .map(byName -> kind.map(byName::andKind).orElse(byName))
            .or(() -> kind.map(Rule::kind))
            .orElseThrow(
                () ->
                    new ManifestException(
                        place + " must say what it is about: \"match\" or \"kind\""));
    Optional<NamedInitializer> init = init(fields);
    Optional<DType> dtype = fields.parsed("dtype", DType::parse);
    Optional<Layout> layout = layout(fields);
    if (init.isEmpty() && dtype.isEmpty() && layout.isEmpty()) {
      throw new ManifestException(
          place + " must give something: \"init\", \"dtype\" or \"layout\"");
    }
    Rule withInit = init.map(rule::init).orElse(rule);
    Rule withDType = dtype.map(withInit::dtype).orElse(withInit);
    return layout.map(withDType::layout).orElse(withDType);
  }

  /** The field {@code init}: a name, a config object or a number. */
  static Optional<NamedInitializer> init(Fields fields) {
    if (!fields.has("init")) {
      return Optional.empty();
    }
    Object value = fields.raw("init");
    if (value instanceof String || value instanceof Map<?, ?> || value instanceof Number) {
      return Optional.of(fields.located(() -> InitializerNames.named(value)));
    }
    throw fields.refused("init", "a name, a config object or a number", value);
  }

  /** The field {@code layout}: a name, or null for no fans. */
  static Optional<Layout> layout(Fields fields) {
    boolean isNull = fields.has("layout") && fields.raw("layout") == null;
    return isNull ? Optional.of(Layout.NONE) : fields.parsed("layout", ManifestReader::layoutNamed);
  }

  private static Layout layoutNamed(String name) {
    return name.equalsIgnoreCase("null") ? Layout.NONE : Layouts.named(name);
  }
}
