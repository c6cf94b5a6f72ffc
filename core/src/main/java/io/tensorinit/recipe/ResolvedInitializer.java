package io.tensorinit.recipe;

import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Seeded;
import io.tensorinit.tensor.Seed;
import java.util.Map;
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

  /**
   * This with its parameters in its spelling.
   *
   * @param config the parameters, a tree as a JSON reader gives it
   * @return the initializer and how the input spelled it
   */
  public NamedInitializer spelled(Map<?, ?> config) {
    return NamedInitializer.of(name, config, initializer, seed);
  }

  /**
   * The initializer with the seed its config holds as its own.
   *
   * @return the initializer, whose {@link Initializer#ownSeed} is the seed if there is one
   */
  public Initializer seeded() {
    return seed.<Initializer>map(own -> new Seeded(initializer, own)).orElse(initializer);
  }
}
