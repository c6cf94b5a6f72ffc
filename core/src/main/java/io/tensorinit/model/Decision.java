package io.tensorinit.model;

import io.tensorinit.Fans;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe gives a parameter.
 *
 * @param init the initializer
 * @param fans the fans of another parameter that this one's values follow from
 */
record Decision(NamedInitializer init, Optional<Fans> fans) {
  static Decision of(NamedInitializer init) {
    return new Decision(init, Optional.empty());
  }

  static Decision of(String name, Map<String, Object> config) {
    return of(NamedInitializer.resolve(name, config));
  }
}
