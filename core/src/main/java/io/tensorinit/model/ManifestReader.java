package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.Recipes;
import io.tensorinit.peer.keras.layers.KerasModel;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the JSON tree of a manifest to a builder: names, types and places of all fields. */
final class ManifestReader {
  private static final List<String> FIELDS =
      List.of("seed", "recipe", "dtype", "layout", "shard", "rules", "parameters");
  private static final List<String> RECIPE_FIELDS = List.of("name", "config");
  private static final List<String> RULE_FIELDS =
      List.of("match", "kind", "init", "dtype", "layout", "shard");

  private ManifestReader() {}

  static ModelBuilder read(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> object && KerasModel.isModel(object)) {
      return KerasManifest.read(object);
    }
    ModelBuilder model = new ModelBuilder();
    CommonFields common = new CommonFields();
    ManifestFields fields = new ManifestFields("manifest", tree, FIELDS);
    if (fields.has("seed")) {
      readSeed(fields, model);
    }
    if (fields.has("rules")) {
      int count = 0;
      for (Object rule : fields.list("rules")) {
        model.rule(rule(common, "rules[" + count++ + "]", rule));
      }
    }
    int count = 0;
    ParameterReader reader = new ParameterReader(common);
    for (Object parameter : fields.list("parameters")) {
      model.parameter(reader.read("parameters[" + count++ + "]", parameter));
    }
    if (fields.has("recipe")) {
      model.recipe(recipe(fields));
    }
    common.dtype(fields).ifPresent(model::dtype);
    common.layout(fields).ifPresent(model::layout);
    CommonFields.shard(fields).ifPresent(model::shard);
    return model;
  }

  private static void readSeed(ManifestFields fields, ModelBuilder model) {
    Object value = fields.raw("seed");
    if (value == null) {
      model.freshSeed();
    } else if (value instanceof String text) {
      model.seed(fields.located(() -> Seed.of(text)));
    } else if (value instanceof Long integer) {
      model.seed(Seed.of(integer));
    } else if (value instanceof BigInteger integer) {
      model.seed(Seed.of(integer));
    } else {
      throw fields.refused("seed", "an integer in -2^63 .. 2^64 - 1, a text or null", value);
    }
  }

  private static Recipe recipe(ManifestFields fields) {
    Object value = fields.raw("recipe");
    if (value instanceof String name) {
      return fields.located(() -> Recipes.get(name));
    }
    if (!(value instanceof Map<?, ?>)) {
      throw fields.refused("recipe", "a name or an object of name and config", value);
    }
    ManifestFields recipe = new ManifestFields("recipe", value, RECIPE_FIELDS);
    String name = recipe.requiredText("name");
    Map<String, @Nullable Object> config = recipe.object("config");
    return recipe.located(() -> Recipes.get(name, config));
  }

  private static Rule rule(CommonFields common, String place, @Nullable Object node) {
    ManifestFields fields = new ManifestFields(place, node, RULE_FIELDS);
    Rule rule = about(place, fields);
    Optional<NamedInitializer> init = common.init(fields);
    Optional<DType> dtype = common.dtype(fields);
    Optional<Layout> layout = common.layout(fields);
    Optional<Sharding> shard = CommonFields.shard(fields);
    if (init.isEmpty() && dtype.isEmpty() && layout.isEmpty() && shard.isEmpty()) {
      throw new ManifestException(
          place + " must give something: \"init\", \"dtype\", \"layout\" or \"shard\"");
    }
    rule = init.map(rule::init).orElse(rule);
    rule = dtype.map(rule::dtype).orElse(rule);
    rule = shard.map(rule::shard).orElse(rule);
    return layout.map(rule::layout).orElse(rule);
  }

  /** A rule that says what it is about, and gives nothing yet. */
  private static Rule about(String place, ManifestFields fields) {
    Optional<String> kind = fields.text("kind");
    Optional<Rule> byName = fields.parsed("match", Rule::match);
    if (byName.isPresent()) {
      return kind.map(byName.get()::andKind).orElse(byName.get());
    }
    return kind.map(Rule::kind)
        .orElseThrow(
            () ->
                new ManifestException(place + " must say what it is about: \"match\" or \"kind\""));
  }
}
