package io.tensorinit.recipe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds an initializer by its name, with or without a peer's prefix. */
@FunctionalInterface
public interface InitializerLookup {
  /**
   * What a name with parameters stands for.
   *
   * @param name the name, with or without a peer's prefix
   * @param config its parameters
   * @return the initializer
   * @throws IllegalArgumentException if there is none, or a parameter is not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  NamedInitializer find(String name, Map<String, @Nullable Object> config);
}
