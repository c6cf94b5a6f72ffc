package io.tensorinit.model;

import io.tensorinit.Initializer;
import io.tensorinit.Seed;
import java.util.Optional;

/**
 * An initializer and how the input spelled it.
 *
 * @param label the spelling
 * @param initializer the initializer
 * @param seed the seed that takes the place of the model's
 */
record NamedInitializer(String label, Initializer initializer, Optional<Seed> seed) {
  NamedInitializer(String label, Initializer initializer) {
    this(label, initializer, Optional.empty());
  }
}
