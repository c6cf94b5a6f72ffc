package io.tensorinit.names;

import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.NameEntry;
import java.util.List;

/**
 * What a listing shows of a name.
 *
 * @param name the name, with its owner's prefix where it has one: {@code keras:HeNormal}
 * @param parameters its parameters in their order, each {@code name} where a value is required,
 *     {@code name=default} where not
 * @param aliases further names, without prefix
 * @param formula what the initializer computes
 * @param source where its owner says so, and the papers it comes from
 */
public record ListedInitializer(
    String name, List<String> parameters, List<String> aliases, String formula, String source) {
  /** Copies the lists. */
  public ListedInitializer {
    parameters = List.copyOf(parameters);
    aliases = List.copyOf(aliases);
  }

  static ListedInitializer of(NameEntry entry) {
    return new ListedInitializer(
        entry.toString(),
        entry.parameters().stream().map(ConfigParameter::toString).toList(),
        entry.aliases(),
        entry.formula(),
        entry.source());
  }
}
