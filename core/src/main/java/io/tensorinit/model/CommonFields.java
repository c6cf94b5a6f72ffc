package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields that several of a manifest's objects have: {@code init}, {@code dtype} and {@code
 * layout}. What a name or config stands for is looked up once a manifest: a model of many
 * parameters repeats few of them. For one reading, by one thread.
 */
final class CommonFields {
  private final Map<Object, NamedInitializer> initializers = new HashMap<>();
  private final Map<String, Layout> layouts = new HashMap<>();

  CommonFields() {}

  /** The field {@code init}: a name, a config object or a number. */
  Optional<NamedInitializer> init(ManifestFields fields) {
    if (!fields.has("init")) {
      return Optional.empty();
    }
    Object value = fields.raw("init");
    Object spelling = spelling(value);
    NamedInitializer known = initializers.get(spelling);
    if (known == null) {
      known = named(fields, value);
      initializers.put(spelling, known);
    }
    return Optional.of(known);
  }

  /** Equal only where the same was written, in the same order: an initializer's label shows it. */
  private static Object spelling(@Nullable Object value) {
    return value instanceof Map<?, ?> object
        ? List.of(object, object.toString())
        : Optional.ofNullable(value);
  }

  private static NamedInitializer named(ManifestFields fields, @Nullable Object value) {
    if (value instanceof String name) {
      return fields.located(() -> InitializerNames.named(name));
    }
    if (value instanceof Map<?, ?> configObject) {
      return fields.located(() -> InitializerNames.named(configObject));
    }
    if (value instanceof Number std) {
      return fields.located(() -> InitializerNames.named(std));
    }
    throw fields.refused("init", "a name, a config object or a number", value);
  }

  /** The field {@code dtype}: a name. */
  Optional<DType> dtype(ManifestFields fields) {
    return fields.parsed("dtype", DType::parse);
  }

  /** The field {@code layout}: a name, or null for no fans. */
  Optional<Layout> layout(ManifestFields fields) {
    boolean isNull = fields.has("layout") && fields.raw("layout") == null;
    return isNull ? Optional.of(Layout.NONE) : fields.parsed("layout", this::layoutNamed);
  }

  /** The field {@code shard}: an axis, or null for a whole tensor. */
  static Optional<Sharding> shard(ManifestFields fields) {
    boolean isNull = fields.has("shard") && fields.raw("shard") == null;
    return isNull ? Optional.of(Sharding.WHOLE) : fields.axis("shard").map(Sharding::along);
  }

  private Layout layoutNamed(String name) {
    return layouts.computeIfAbsent(
        name, n -> n.equalsIgnoreCase("null") ? Layout.NONE : Layouts.named(n));
  }
}
