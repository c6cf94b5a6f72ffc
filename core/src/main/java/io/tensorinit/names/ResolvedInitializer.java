package io.tensorinit.names;

import io.tensorinit.Initializer;
import io.tensorinit.Seed;
import java.util.Objects;
import java.util.Optional;

/**
 * What a name or a config object stands for.
 *
 * @param name the name as it was spelled, for messages and listings
 * @param initializer the initializer
 * @param seed the seed its config holds, which takes the place of the model's for this parameter;
 *     empty where there is none or it is null
 */
public record ResolvedInitializer(String name, Initializer initializer, Optional<Seed> seed) {
  /** Refuses null. */
  public ResolvedInitializer {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(initializer, "initializer");
    Objects.requireNonNull(seed, "seed");
  }
}
