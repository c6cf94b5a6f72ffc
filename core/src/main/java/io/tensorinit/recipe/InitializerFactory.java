package io.tensorinit.recipe;

import io.tensorinit.spec.Initializer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an initializer of one's own from its config, for {@link
 * io.tensorinit.names.InitializerNames#register}.
 */
@FunctionalInterface
public interface InitializerFactory {
  /**
   * Makes the initializer. Called by any thread.
   *
   * @param config the config's keys and values, empty where only a name was given; without {@code
   *     seed}, which the caller of the library sees to
   * @return the initializer, not null
   * @throws IllegalArgumentException if the config holds something it should not
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  Initializer create(Map<String, @Nullable Object> config);
}
