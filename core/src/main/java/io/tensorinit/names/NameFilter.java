package io.tensorinit.names;

import io.tensorinit.peer.Spelling;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which of the things with names a listing is asked for: those of which a name or an alias holds a
 * text, in any spelling ({@link Spelling#canonical}). Immutable.
 */
public final class NameFilter {
  /** Holds for everything. */
  public static final NameFilter ALL = new NameFilter("");

  private final String text;
  private final String wanted;

  private NameFilter(String text) {
    this.text = text;
    this.wanted = Spelling.canonical(text);
  }

  /**
   * A filter by a text.
   *
   * @param text a name or a part of one, a peer's prefix such as {@code torch:} included
   * @return the filter
   * @throws IllegalArgumentException if nothing is left of the text but blanks, hyphens and
   *     underscores
   */
  public static NameFilter of(String text) {
    NameFilter filter = new NameFilter(text);
    if (filter.wanted.isBlank()) {
      throw new IllegalArgumentException(
          "NAME must be a name or a part of one, was \"" + text + "\"");
    }
    return filter;
  }

  /**
   * Whether it holds for a thing.
   *
   * @param name its name
   * @param aliases its other names
   * @return whether one of them holds the text
   */
  public boolean accepts(String name, Collection<String> aliases) {
    return Stream.concat(Stream.of(name), aliases.stream())
        .anyMatch(known -> Spelling.canonical(known).contains(wanted));
  }

  /**
   * What to say where it holds for nothing.
   *
   * @param names all names there are
   * @return one line, which suggests the nearest
   */
  public String nothingFound(Collection<String> names) {
    List<String> near = Spelling.nearest(text, names);
    return "nothing has a name that holds \"" + text + "\"" + Spelling.question(near);
  }
}
