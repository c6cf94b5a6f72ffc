package io.tensorinit.peer.wolfram;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.recipe.NamedRecipe;
import io.tensorinit.tensor.Seed;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wolfram Language, NetInitialize, whose page does not say how it reads weights. */
public final class WolframPeer extends Peer {
  /** The one object. */
  public static final WolframPeer PEER = new WolframPeer();

  private WolframPeer() {
    super(
        "wolfram",
        "NetInitialize, Wolfram Language, documentation of 2022",
        Layout.OUT_IN,
        LowRankRule.BOTH);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(WolframNames.TABLE);
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("wolfram", WolframRecipe::create)
            .takes(
                "Method",
                    "Kaiming (default), Xavier, Orthogonal, Random or Identity; nested with its"
                        + " options",
                "Distribution", "Normal or Uniform; of Identity, its noise",
                "Weights", "distribution of Random",
                "Biases", "distribution of biases; None, by default, for 0",
                "RandomSeeding", "an integer, a text, Automatic or Inherited (default)",
                "method", "of Orthogonal: stewart (default) or qr"));
  }

  /**
   * A config with the seed that was drawn for it where it asks for a fresh one, so that what is
   * shown of it makes the values again.
   *
   * @param config the config
   * @param seed the seed it came to
   * @return the config, {@code RandomSeeding} being the seed if it was {@code Automatic}
   */
  public static Map<?, ?> withSeed(Map<?, ?> config, Optional<Seed> seed) {
    if (seed.isEmpty() || !WolframNames.AUTOMATIC.equals(config.get(WolframNames.SEEDING))) {
      return config;
    }
    Map<Object, Object> shown = new LinkedHashMap<>(config);
    shown.put(WolframNames.SEEDING, new BigInteger(seed.get().toString()));
    return shown;
  }
}
