package io.tensorinit.layout;

import java.util.List;
import java.util.stream.Stream;

/**
 * A convention that can be asked for by name.
 *
 * @param layout the layout, whose name it is
 * @param aliases other names, all of which mean the same
 */
public record NamedLayout(Layout layout, List<String> aliases) {
  /** Copies the list. */
  public NamedLayout {
    aliases = List.copyOf(aliases);
  }

  /**
   * A layout and its other names.
   *
   * @param layout the layout
   * @param aliases other names
   * @return both
   */
  public static NamedLayout of(Layout layout, String... aliases) {
    return new NamedLayout(layout, List.of(aliases));
  }

  /**
   * Whether a name is one of these.
   *
   * @param name the name, in any letter case
   * @return whether it means this layout
   */
  public boolean isCalled(String name) {
    return Stream.concat(Stream.of(layout.name()), aliases.stream())
        .anyMatch(name::equalsIgnoreCase);
  }
}
