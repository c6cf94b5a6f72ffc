package io.tensorinit.names;

import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.ConfigEnvelope;
import io.tensorinit.peer.ConfigValues;
import io.tensorinit.peer.NameEntry;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.Spelling;
import io.tensorinit.peer.keras.ConfigObject;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.InitializerFactory;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.ResolvedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every name an initializer can be asked for by, and what it stands for.
 *
 * <pre>{@code
 * Initializer w = InitializerNames.resolve("torch:kaiming_normal_", Map.of("mode", "fan_out"))
 *     .initializer();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class InitializerNames {
  private static final ConcurrentHashMap<String, NameEntry> REGISTERED = new ConcurrentHashMap<>();

  private InitializerNames() {}

  /**
   * What a name stands for, with its owner's defaults.
   *
   * @param name the name, with or without a peer's prefix
   * @return the initializer, without a seed
   * @throws IllegalArgumentException if there is no such name (the message suggests the nearest),
   *     or it has a parameter without default
   */
  public static ResolvedInitializer resolve(String name) {
    return resolve(name, Map.of());
  }

  /**
   * What a config object stands for: one of Keras 2 ({@code class_name}, {@code config}) or Keras 3
   * (also {@code module}, {@code registered_name}, {@code build_config}). Its class name may be any
   * name; its fans, where no layout is said, follow Keras's convention (in, out) unless the class
   * name has another peer's prefix.
   *
   * @param configObject the object, a tree as a JSON reader gives it
   * @return the initializer, and the seed its config holds
   * @throws IllegalArgumentException if it is no such object, there is no such name (the message
   *     suggests the nearest), or a parameter is unknown, missing or has a value that is not
   *     allowed
   */
  public static ResolvedInitializer resolve(Map<?, ?> configObject) {
    ConfigObject parsed = ConfigObject.of(configObject);
    String name = parsed.findable(InitializerNames::exists);
    return resolve(name, parsed.config(), Optional.of(KerasPeer.PEER));
  }

  /**
   * What a number s in the place of an initializer stands for: N(0, s).
   *
   * @param std the standard deviation
   * @return the initializer, without a seed
   * @throws IllegalArgumentException if the number is negative or not finite in float32
   */
  public static ResolvedInitializer resolve(Number std) {
    double value = std.doubleValue();
    if (!(value >= 0) || Float.isInfinite((float) value)) {
      throw new IllegalArgumentException(
          "a number in the place of an initializer is the std of a normal and must be 0 or more"
              + " and finite in float32, was "
              + std);
    }
    return new ResolvedInitializer(std.toString(), new Normal(0, value), Optional.empty());
  }

  /**
   * What a name stands for, and the name.
   *
   * @param name as {@link #resolve(String)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(String)}
   */
  public static NamedInitializer named(String name) {
    return resolve(name).spelled(Map.of());
  }

  /**
   * What a config object stands for, with its parameters in its spelling.
   *
   * @param configObject as {@link #resolve(Map)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(Map)}
   */
  public static NamedInitializer named(Map<?, ?> configObject) {
    Map<?, ?> config = configObject.get("config") instanceof Map<?, ?> given ? given : Map.of();
    return resolve(configObject).spelled(config);
  }

  /**
   * What a number in the place of an initializer stands for, and the number.
   *
   * @param std as {@link #resolve(Number)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(Number)}
   */
  public static NamedInitializer named(Number std) {
    return resolve(std).spelled(Map.of());
  }

  /**
   * What a name with a config stands for.
   *
   * @param name the name, with or without a peer's prefix
   * @param config the parameters by the owner's names; {@code seed} and {@code dtype} may stand in
   *     any
   * @return the initializer, and the seed its config holds; the dtype is the tensor's business and
   *     only checked to be one
   * @throws IllegalArgumentException if there is no such name (the message suggests the nearest),
   *     or a parameter is unknown, missing or has a value that is not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static ResolvedInitializer resolve(String name, Map<String, @Nullable Object> config) {
    return resolve(name, config, Optional.empty());
  }

  /** By the rules of the peer whose prefix the name has, else of the usual one. */
  private static ResolvedInitializer resolve(
      String name, Map<String, @Nullable Object> config, Optional<Peer> usual) {
    Objects.requireNonNull(name, "name");
    Found found = find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
    ConfigEnvelope common = ConfigEnvelope.of(name, config, found.entry());
    Optional<Peer> peer = found.prefix().or(() -> usual);
    Optional<Peer> asked = peer.filter(its -> found.entry().peer().equals(peer));
    Initializer initializer =
        found.entry().create(name, asked, common.remaining(), InitializerNames::nested);
    return new ResolvedInitializer(name, asAsked(peer, initializer), common.seed());
  }

  /** By the rules of a peer, unless its table has seen to that. */
  private static Initializer asAsked(Optional<Peer> peer, Initializer initializer) {
    return peer.isEmpty() || initializer instanceof AsPeer
        ? initializer
        : new AsPeer(initializer, peer.get());
  }

  /** An initializer inside another's config, where a seed has no place. */
  private static Initializer nested(String place, @Nullable Object description) {
    if (description == null) {
      throw new IllegalArgumentException(
          place + " must be an initializer: a name, a config object or a number, was null");
    }
    ResolvedInitializer resolved = resolveTree(description);
    if (resolved.seed().isPresent()) {
      throw new IllegalArgumentException(
          place
              + " must not hold a seed, was "
              + resolved.seed().get()
              + "; a seed belongs to the outermost config");
    }
    return resolved.initializer();
  }

  private static ResolvedInitializer resolveTree(Object description) {
    if (description instanceof String name) {
      return resolve(name);
    }
    if (description instanceof Map<?, ?> configObject) {
      return resolve(configObject);
    }
    if (description instanceof Number std) {
      return resolve(std);
    }
    if (description instanceof Initializer initializer) {
      return new ResolvedInitializer(initializer.toString(), initializer, initializer.ownSeed());
    }
    throw new IllegalArgumentException(
        "an initializer must be a name, a config object or a number, was "
            + ConfigValues.spelled(description));
  }

  /**
   * Whether a name, with or without prefix, stands for something.
   *
   * @param name the name
   * @return whether {@link #resolve(String, Map)} knows it
   */
  public static boolean exists(String name) {
    return find(name).isPresent();
  }

  /**
   * All names, in the order in which one without prefix is looked for: TensorInit's own, each
   * peer's, and at last the user's, in no particular order.
   *
   * @return what a listing shows of each
   */
  public static List<ListedInitializer> list() {
    return entries().stream().map(ListedInitializer::of).toList();
  }

  /** All names with what makes their initializers, in the order of {@link #list}. */
  static List<NameEntry> entries() {
    List<NameEntry> all = new ArrayList<>();
    tables().forEach(table -> all.addAll(table.entries()));
    all.addAll(REGISTERED.values());
    return List.copyOf(all);
  }

  /**
   * Gives a name to an initializer of one's own, for manifests, configs and Keras's config objects.
   *
   * @param name the name, not blank, without a colon; found in every spelling, as all names are
   * @param factory makes the initializer
   * @throws IllegalArgumentException if the name is blank, holds a colon or is taken
   */
  public static void register(String name, InitializerFactory factory) {
    Objects.requireNonNull(factory, "factory");
    if (Spelling.canonical(name).isBlank() || name.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "an initializer's name must not be blank nor hold a colon, was \"" + name + "\"");
    }
    Optional<Found> taken = find(name);
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

  /** An entry, and the peer whose prefix was given. */
  private record Found(NameEntry entry, Optional<Peer> prefix) {}

  private static Optional<Found> find(String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? findUnprefixed(name).map(entry -> new Found(entry, Optional.empty()))
        : tableOf(name.substring(0, colon))
            .flatMap(table -> table.find(name.substring(colon + 1)))
            .map(entry -> new Found(entry, entry.peer()));
  }

  private static Optional<NameEntry> findUnprefixed(String name) {
    NameEntry registered = REGISTERED.get(Spelling.canonical(name));
    if (registered != null) {
      return Optional.of(registered);
    }
    if (name.endsWith("_")) {
      Optional<NameEntry> torch =
          TorchPeer.PEER.tables().stream().flatMap(table -> table.find(name).stream()).findFirst();
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

  private static String unknown(String name) {
    int colon = name.indexOf(':');
    if (colon < 0) {
      List<String> all =
          entries().stream()
              .filter(entry -> !entry.prefixNeeded())
              .flatMap(entry -> entry.spellings().stream())
              .toList();
      return unknown(name, "", name, all);
    }
    String prefix = name.substring(0, colon);
    String rest = name.substring(colon + 1);
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

  private static String unknown(
      String name, String prefix, String unprefixed, List<String> spellings) {
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
