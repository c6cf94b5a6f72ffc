package io.tensorinit.peer;

import io.tensorinit.spec.Initializer;
import org.jspecify.annotations.Nullable;

/** Reads an initializer inside another's config, where a seed has no place. */
@FunctionalInterface
public interface NestedInitializers {
  /**
   * What a description stands for.
   *
   * @param place where it stands, for messages
   * @param description a name, a config object or a number
   * @return the initializer
   * @throws IllegalArgumentException if it describes none, or holds a seed
   */
  Initializer read(String place, @Nullable Object description);
}
