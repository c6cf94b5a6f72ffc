package io.tensorinit.names;

import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.ConfigEnvelope;
import io.tensorinit.peer.ConfigValues;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.keras.ConfigObject;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.recipe.ResolvedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.WithDType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a name, a config object or a number to its initializer. Immutable. */
final class NameResolver {
  /** Without custom objects. */
  static final NameResolver USUAL = new NameResolver(NameFinder.USUAL);

  private final NameFinder names;

  NameResolver(NameFinder names) {
    this.names = names;
  }

  ResolvedInitializer resolve(Map<?, ?> configObject) {
    ConfigObject parsed = ConfigObject.of(configObject);
    String name = parsed.name(names::isOnesOwn, module -> !Peers.ofModule(module).isEmpty());
    return resolve(name, parsed.config(), Optional.of(KerasPeer.PEER));
  }

  ResolvedInitializer resolve(Number std) {
    double value = std.doubleValue();
    if (!(value >= 0) || Float.isInfinite((float) value)) {
      throw new IllegalArgumentException(
          "a number in the place of an initializer is the std of a normal and must be 0 or more"
              + " and finite in float32, was "
              + std);
    }
    return new ResolvedInitializer(std.toString(), new Normal(0, value), Optional.empty());
  }

  /** By the rules of the peer whose prefix or module the name has, else of the usual one. */
  ResolvedInitializer resolve(
      String name, Map<String, @Nullable Object> config, Optional<Peer> usual) {
    NameFinder.Found found = names.find(name).orElseThrow(() -> names.unknown(name));
    ConfigEnvelope common = ConfigEnvelope.of(name, config, found.entry());
    Optional<Peer> peer = found.prefix().or(() -> usual);
    Optional<Peer> asked = peer.filter(its -> found.entry().peer().equals(peer));
    Initializer initializer =
        asAsked(peer, found.entry().create(name, asked, common.remaining(), this::nested));
    return new ResolvedInitializer(
        name,
        common
            .dtype()
            .<Initializer>map(dtype -> new WithDType(initializer, dtype))
            .orElse(initializer),
        common.seed());
  }

  /** By the rules of a peer, unless its table has seen to that. */
  private static Initializer asAsked(Optional<Peer> peer, Initializer initializer) {
    return peer.isEmpty() || initializer instanceof AsPeer
        ? initializer
        : new AsPeer(initializer, peer.get());
  }

  /** An initializer inside another's config, where a seed has no place. */
  private Initializer nested(String place, @Nullable Object description) {
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

  /** What a name, a config object, a number or an initializer itself stands for. */
  ResolvedInitializer resolveTree(Object description) {
    if (description instanceof String name) {
      return resolve(name, Map.of(), Optional.empty());
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
}
