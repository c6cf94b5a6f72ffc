package io.tensorinit.peer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of one peer. Immutable. */
public final class NameTable {
  /** Where names that no peer has are defined. */
  private static final String OWN = "io.tensorinit.spec, TensorInit";

  private final List<String> prefixes;
  private final Optional<Peer> peer;
  private final Map<String, NameEntry> entries = new LinkedHashMap<>();

  /**
   * Collects the entries.
   *
   * @param prefixes the prefixes that name the table, the usual one first; empty for names without
   * @param peer the owner of the names
   * @param builders the entries
   * @throws IllegalStateException if two entries share a spelling
   */
  public NameTable(
      List<String> prefixes, Optional<Peer> peer, Collection<NameEntry.Builder> builders) {
    this.prefixes = List.copyOf(prefixes);
    this.peer = peer;
    String prefix = prefixes.isEmpty() ? "" : prefixes.get(0);
    String library = peer.map(Peer::source).orElse(OWN);
    for (NameEntry.Builder builder : builders) {
      NameEntry entry = new NameEntry(prefix, peer, library, builder);
      for (String spelling : entry.spellings()) {
        NameEntry other = entries.putIfAbsent(Spelling.canonical(spelling), entry);
        if (other != null && other != entry) {
          throw new IllegalStateException(spelling + " names both " + entry + " and " + other);
        }
      }
    }
  }

  /**
   * Whether a prefix names this table.
   *
   * @param prefix the prefix without the colon, in any letter case
   * @return whether it is one of {@link #prefixes}
   */
  public boolean hasPrefix(String prefix) {
    return prefixes.stream().anyMatch(own -> own.equalsIgnoreCase(prefix));
  }

  /**
   * The prefixes that name the table.
   *
   * @return the prefixes, the usual one first; empty for names without
   */
  public List<String> prefixes() {
    return prefixes;
  }

  Optional<Peer> peer() {
    return peer;
  }

  /**
   * The entry of a name.
   *
   * @param name the name without prefix, in any spelling
   * @return the entry; empty if there is none
   */
  public Optional<NameEntry> find(String name) {
    return Optional.ofNullable(entries.get(Spelling.canonical(name)));
  }

  /**
   * The entries in the order of the table, each once.
   *
   * @return the entries
   */
  public List<NameEntry> entries() {
    return List.copyOf(new LinkedHashSet<>(entries.values()));
  }

  /**
   * All spellings, as their owner writes them.
   *
   * @return each name, followed by its aliases
   */
  public List<String> spellings() {
    return entries().stream().flatMap(entry -> entry.spellings().stream()).toList();
  }
}
