package io.tensorinit.names;

import io.tensorinit.peer.NameEntry;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.Spelling;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.InitializerFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which entry a name means: a custom object of one call, one that was registered, or one of a
 * table; and which names are near one that means nothing. Immutable but for the registry, which may
 * be used by several threads.
 */
final class NameFinder {
  /** Without custom objects. */
  static final NameFinder USUAL = new NameFinder(Map.of());

  private static final ConcurrentHashMap<String, NameEntry> REGISTERED = new ConcurrentHashMap<>();

  /**
   * An entry, and the peer whose prefix or module was given.
   *
   * @param entry the entry
   * @param prefix the peer
   */
  record Found(NameEntry entry, Optional<Peer> prefix) {}

  private final Map<String, NameEntry> custom;

  private NameFinder(Map<String, NameEntry> custom) {
    this.custom = custom;
  }

  /** With names that count for one call and come before all others. */
  static NameFinder with(Map<String, InitializerFactory> customObjects) {
    Map<String, NameEntry> custom = new LinkedHashMap<>();
    customObjects.forEach(
        (name, factory) -> {
          requireText(name);
          Objects.requireNonNull(factory, "factory");
          custom.put(Spelling.canonical(name), NameEntry.ofUser(name, factory));
        });
    return new NameFinder(custom);
  }

  /** Refuses null, for which no compiler is to be blamed where names are data. */
  static void requireText(@Nullable String name) {
    if (name == null) {
      throw new IllegalArgumentException("an initializer's name must be a text, was null");
    }
  }

  static void register(String name, InitializerFactory factory) {
    requireText(name);
    Objects.requireNonNull(factory, "factory");
    if (Spelling.canonical(name).isBlank() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an initializer's name must not be blank nor hold a colon, was \"" + name + "\"");
    }
    Optional<Found> taken = USUAL.find(name);
    if (taken.isPresent()
        || REGISTERED.putIfAbsent(Spelling.canonical(name), NameEntry.ofUser(name, factory))
            != null) {
      throw new IllegalArgumentException(
          "an initializer's name must be free, but \""
              + name
              + "\" names "
              + taken.map(found -> found.entry().toString()).orElse("one that was registered"));
    }
  }

  /** Whether a name is a custom object's or was registered. */
  boolean isOnesOwn(String name) {
    return ofUser(name).isPresent();
  }

  private Optional<NameEntry> ofUser(String name) {
    String canonical = Spelling.canonical(name);
    return Optional.ofNullable(custom.get(canonical))
        .or(() -> Optional.ofNullable(REGISTERED.get(canonical)));
  }

  /** The entry of a name, with or without a prefix or a module. */
  Optional<Found> find(String name) {
    requireText(name);
    Optional<NameEntry> own = ofUser(name);
    if (own.isPresent()) {
      return own.map(entry -> new Found(entry, Optional.empty()));
    }
    int colon = name.indexOf(':');
    if (colon >= 0) {
      return tableOf(name.substring(0, colon))
          .flatMap(table -> table.find(name.substring(colon + 1)))
          .map(entry -> new Found(entry, entry.peer()));
    }
    return findUnprefixed(name)
        .map(entry -> new Found(entry, Optional.empty()))
        .or(() -> findInModule(name));
  }

  private Optional<NameEntry> findUnprefixed(String name) {
    if (name.endsWith("_")) {
      Optional<NameEntry> torch = entriesOf(TorchPeer.PEER, name).findFirst();
      if (torch.isPresent()) {
        return torch;
      }
    }
    return tables()
        .flatMap(table -> table.find(name).stream())
        .filter(entry -> !entry.prefixNeeded())
        .findFirst();
  }

  /**
   * A name behind the module in which it is defined or imported. Where several peers have such a
   * module ({@code init} is torch's and MXNet's), the one that spells the name so.
   */
  private static Optional<Found> findInModule(String name) {
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String rest = name.substring(dot + 1);
    List<NameEntry> entries =
        Peers.ofModule(name.substring(0, dot)).stream()
            .flatMap(peer -> entriesOf(peer, rest))
            .toList();
    return entries.stream()
        .filter(entry -> entry.spellings().contains(rest))
        .findFirst()
        .or(() -> entries.stream().findFirst())
        .map(entry -> new Found(entry, entry.peer()));
  }

  private static Stream<NameEntry> entriesOf(Peer peer, String name) {
    return peer.tables().stream().flatMap(table -> table.find(name).stream());
  }

  /** All names with what makes their initializers: of the tables, then those registered. */
  static List<NameEntry> entries() {
    List<NameEntry> all = new ArrayList<>();
    tables().forEach(table -> all.addAll(table.entries()));
    all.addAll(REGISTERED.values());
    return List.copyOf(all);
  }

  /**
   * The tables in the order in which a name without prefix is looked for. A room's is made when it
   * is come to, so that a name costs the tables before its own.
   */
  private static Stream<NameTable> tables() {
    return Stream.concat(
        Stream.of(OwnNames.TABLE), Peers.all().stream().flatMap(peer -> peer.tables().stream()));
  }

  private static Optional<NameTable> tableOf(String prefix) {
    return tables().filter(table -> table.hasPrefix(prefix)).findFirst();
  }

  /** The error for a name that means nothing; it suggests the nearest. */
  IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(unknownText(name));
  }

  private String unknownText(String name) {
    int colon = name.indexOf(':');
    if (colon >= 0) {
      return unknownWithPrefix(name, name.substring(0, colon), name.substring(colon + 1));
    }
    int dot = name.lastIndexOf('.');
    List<Peer> peers = dot < 0 ? List.of() : Peers.ofModule(name.substring(0, dot));
    if (!peers.isEmpty()) {
      List<String> spellings =
          peers.stream()
              .flatMap(peer -> peer.tables().stream())
              .flatMap(table -> table.spellings().stream())
              .toList();
      return unknown(name, name.substring(0, dot + 1), name.substring(dot + 1), spellings);
    }
    List<String> all =
        Stream.concat(custom.values().stream(), entries().stream())
            .filter(entry -> !entry.prefixNeeded())
            .flatMap(entry -> entry.spellings().stream())
            .toList();
    return unknown(name, "", name, all);
  }

  private String unknownWithPrefix(String name, String prefix, String rest) {
    return tableOf(prefix)
        .map(table -> unknown(name, prefix + ":", rest, table.spellings()))
        .orElseGet(
            () -> {
              List<String> prefixes =
                  tables().flatMap(known -> known.prefixes().stream().limit(1)).toList();
              return "unknown prefix \""
                  + prefix
                  + "\" of initializer \""
                  + name
                  + "\"; prefixes are "
                  + String.join(", ", prefixes);
            });
  }

  private String unknown(String name, String prefix, String unprefixed, List<String> spellings) {
    List<String> near =
        Spelling.nearest(unprefixed, spellings).stream()
            .map(spelling -> prefix + Spelling.inStyleOf(unprefixed, spelling))
            .toList();
    // a peer that does not have the name: another one may
    Optional<String> elsewhere =
        near.isEmpty() && !prefix.isEmpty()
            ? findUnprefixed(unprefixed).map(NameEntry::toString)
            : Optional.empty();
    String question = Spelling.question(elsewhere.map(List::of).orElse(near));
    return "unknown initializer \""
        + name
        + "\""
        + (question.isEmpty() ? "; tensorinit list prints those there are" : question);
  }
}
