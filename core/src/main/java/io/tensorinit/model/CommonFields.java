package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.tensor.DType;
import java.util.Map;
import java.util.Optional;

/**
 * The fields that several of a manifest's objects have: {@code init}, {@code dtype} and {@code
 * layout}.
 */
final class CommonFields {
  private CommonFields() {}

  /** The field {@code init}: a name, a config object or a number. */
  static Optional<NamedInitializer> init(ManifestFields fields) {
    if (!fields.has("init")) {
      return Optional.empty();
    }
    Object value = fields.raw("init");
    if (value instanceof String name) {
      return Optional.of(fields.located(() -> InitializerNames.named(name)));
    }
    if (value instanceof Map<?, ?> configObject) {
      return Optional.of(fields.located(() -> InitializerNames.named(configObject)));
    }
    if (value instanceof Number std) {
      return Optional.of(fields.located(() -> InitializerNames.named(std)));
    }
    throw fields.refused("init", "a name, a config object or a number", value);
  }

  /** The field {@code dtype}: a name. */
  static Optional<DType> dtype(ManifestFields fields) {
    return fields.parsed("dtype", DType::parse);
  }

  /** The field {@code layout}: a name, or null for no fans. */
  static Optional<Layout> layout(ManifestFields fields) {
    boolean isNull = fields.has("layout") && fields.raw("layout") == null;
    return isNull ? Optional.of(Layout.NONE) : fields.parsed("layout", CommonFields::layoutNamed);
  }

  private static Layout layoutNamed(String name) {
    return name.equalsIgnoreCase("null") ? Layout.NONE : Layouts.named(name);
  }
}
