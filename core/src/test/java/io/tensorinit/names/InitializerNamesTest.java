package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.Keras;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.PeerRefusals;
import io.tensorinit.peer.jax.JaxPeer;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.mxnet.MxnetPeer;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.tensor.Seed;
import io.tensorinit.testkit.Refusals;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which name means what, in which spelling, and what is said where there is none. */
class InitializerNamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"he_normal", "HeNormal", "he_normal_", "HE_NORMAL", "henormal"})
  void everySpellingIsOneName(String spelling) {
    assertEquals(Initializers.heNormal(), Initializers.get(spelling));
  }

  @Test
  void withoutPrefixKerasComesFirstThenTorch() {
    assertEquals(new Normal(0, 0.05), Initializers.get("normal"));
    assertEquals(new Uniform(-0.05, 0.05), Initializers.get("uniform"));
    assertEquals(Initializers.kaimingNormal(), Initializers.get("kaiming_normal"));
    assertEquals(
        Initializers.get("small_init", Map.of("dim", 8)), new Normal(0, 1 / Math.sqrt(20)));
  }

  @Test
  void torchsUnderscoreMeansTorch() {
    assertEquals(new Normal(0, 1), Initializers.get("normal_"));
    assertEquals(new Uniform(0, 1), Initializers.get("uniform_"));
  }

  @Test
  void aPrefixGivesThatPeersMeaningAndRules() {
    assertEquals(
        new AsPeer(new Uniform(0, 0.01), JaxPeer.PEER, PeerRefusals.COMPLEX),
        Initializers.get("jax:uniform"));
    assertEquals(
        new AsPeer(new Uniform(-0.07, 0.07), MxnetPeer.PEER), Initializers.get("mxnet:Uniform"));
    assertEquals(Initializers.get("pytorch:normal_"), Initializers.get("Torch:normal"));
  }

  @Test
  void aNumberIsANormalOfThatStd() {
    assertEquals(new Normal(0, 2), InitializerNames.resolve(2L).initializer());
    assertMessage(
        () -> InitializerNames.resolve(-0.5),
        "a number in the place of an initializer is the std of a normal and must be 0 or more and"
            + " finite in float32, was -0.5");
  }

  @Test
  void kerasConfigObjectsOfBothGenerations() {
    Map<String, Object> keras3 = new HashMap<>();
    keras3.put("module", "keras.initializers");
    keras3.put("class_name", "RandomNormal");
    keras3.put("config", new HashMap<>(Map.of("mean", 0.0, "stddev", 0.1)));
    keras3.put("registered_name", null);
    assertEquals(asKeras(new Normal(0, 0.1)), Initializers.get(keras3));
    assertEquals(
        asKeras(new Normal(0, 0.1)),
        Initializers.get(Map.of("class_name", "random_normal", "config", Map.of("stddev", 0.1))));
    assertEquals(asKeras(Initializers.zeros()), Initializers.get(Map.of("class_name", "Zeros")));
  }

  /** What a config object without prefix means: by Keras's rules. */
  private static Initializer asKeras(Initializer initializer) {
    return new AsPeer(initializer, KerasPeer.PEER);
  }

  @Test
  void aSeedOfTheConfigIsHandedOver() {
    assertEquals(Optional.of(Seed.of(7)), seedOf(7L));
    assertEquals(Optional.of(Seed.of("seven")), seedOf("seven"));
    assertEquals(
        Optional.of(new Seed(-1)), seedOf(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)));
    assertEquals(Optional.empty(), seedOf(null));
    Map<String, Object> generator =
        Map.of(
            "module", "keras.random",
            "class_name", "SeedGenerator",
            "config", Map.of("name", "g", "seed", 1337));
    assertEquals(Optional.of(Seed.of(1337)), seedOf(generator));
    assertMessage(
        () -> seedOf(2.5),
        "he_normal parameter 'seed' must be an integer, a text, null or a SeedGenerator object, was"
            + " 2.5");
  }

  private static Optional<Seed> seedOf(Object seed) {
    Map<String, Object> config = new HashMap<>();
    config.put("seed", seed);
    return InitializerNames.resolve("he_normal", config).seed();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "he_nromal | unknown initializer \"he_nromal\"; did you mean 'he_normal'",
        "HeNromal | unknown initializer \"HeNromal\"; did you mean 'HeNormal'",
        "torch:kaiming_norml_ | unknown initializer \"torch:kaiming_norml_\"; did you mean"
            + " 'torch:kaiming_normal_'?",
        "keras:kaiming_uniform | unknown initializer \"keras:kaiming_uniform\"; did you mean",
        "keras:dirac | unknown initializer \"keras:dirac\"; did you mean 'torch:dirac_'?",
        "torhc:normal_ | unknown prefix \"torhc\" of initializer \"torhc:normal_\"; prefixes are",
        "qqqqqqqqqqqq | unknown initializer \"qqqqqqqqqqqq\"; tensorinit list prints those there"
            + " are",
      })
  void anUnknownNameIsRefusedWithTheNearest(String name, String message) {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Initializers.get(name));
    assertTrue(error.getMessage().startsWith(message), error.getMessage());
  }

  @Test
  void badConfigsAreRefusedInOneSentence() {
    assertMessage(
        () -> Initializers.get("xavier_normal_", Map.of("gian", 2)),
        "xavier_normal_ has no parameter 'gian'; it takes gain, seed, dtype, name; did you mean 'gain'?");
    assertMessage(
        () -> Initializers.get("zeros", Map.of("value", 2)),
        "zeros has no parameter 'value'; it takes seed, dtype, name");
    assertMessage(
        () -> Initializers.get("HeNormal", Map.of("sed", 2)),
        "HeNormal has no parameter 'sed'; it takes input_axes, output_axes, seed, dtype, name; did"
            + " you mean 'seed'?");
    assertMessage(
        () -> Initializers.get(" "),
        "unknown initializer \" \"; tensorinit list prints those there are");
    String unquoted =
        assertThrows(IllegalArgumentException.class, () -> Keras.parse("he_normal")).getMessage();
    assertTrue(
        unquoted.startsWith(
            "a Keras initializer must be JSON, in which a name stands between quotation marks: "),
        unquoted);
    assertMessage(
        () -> Initializers.get("normal_", Map.of("std", "wide")),
        "normal_ parameter 'std' must be a finite number, 0 or more, was \"wide\"");
    assertMessage(
        () -> Initializers.get("normal_", Map.of("mean", Double.NaN)),
        "normal_ parameter 'mean' must be a finite number, was NaN");
    assertMessage(
        () -> Initializers.get("constant_"), "constant_ needs parameter 'val', a finite number");
    assertMessage(
        () -> Initializers.get("torch:kaiming_normal_", Map.of("mode", "fan_avg")),
        "torch:kaiming_normal_ parameter 'mode' must be one of fan_in, fan_out, was \"fan_avg\"");
    assertMessage(
        () -> Initializers.get("HeNormal", Map.of("input_axes", List.of(0))),
        "HeNormal needs input_axes and output_axes together, was given one of them");
    assertMessage(
        () -> Initializers.get("HeNormal", Map.of("input_axes", 0.5, "output_axes", 1)),
        "HeNormal parameter 'input_axes' must be an integer or a list of integers, was 0.5");
    assertMessage(
        () -> Initializers.get("constant", Map.of("value", List.of(1, List.of(2)))),
        "constant parameter 'value' must be a number, or numbers in lists of equal lengths, was"
            + " [1, [2]]");
    assertMessage(
        () -> Initializers.get(Map.of("class_name", "Zeros", "confg", Map.of())),
        "an initializer's config object holds class_name and config, but has field \"confg\"");
    assertMessage(
        () -> Initializers.get(Map.of("config", Map.of())),
        "an initializer's config object needs class_name, a text, was null");
    assertMessage(
        () -> Initializers.get("scaled", Map.of("scale", 1, "initializer", true)),
        "scaled parameter 'initializer': an initializer must be a name, a config object or a number,"
            + " was true");
  }

  @Test
  void aNameOfOnesOwnIsKnownEverywhereAndTakenNamesAreRefused() {
    Initializers.register(
        "names_test_filler", config -> new Constant(((Number) config.get("level")).doubleValue()));
    assertEquals(new Constant(3), Initializers.get("NamesTestFiller", Map.of("level", 3)));
    assertEquals(
        asKeras(new Constant(4)),
        Initializers.get(
            Map.of(
                "class_name", "Filler",
                "registered_name", "names_test_filler",
                "config", Map.of("level", 4))));
    assertTrue(
        InitializerNames.list().stream().anyMatch(e -> e.name().equals("names_test_filler")));
    assertMessage(
        () -> Initializers.register("namesTestFiller", config -> new Constant(0)),
        "an initializer's name must be free, but \"namesTestFiller\" names names_test_filler");
    assertMessage(
        () -> Initializers.register("he_normal", config -> new Constant(0)),
        "an initializer's name must be free, but \"he_normal\" names keras:HeNormal");
    assertMessage(
        () -> Initializers.register("a:b", config -> new Constant(0)),
        "an initializer's name must not be blank nor hold a colon, was \"a:b\"");
  }

  private static void assertMessage(Executable call, String message) {
    Refusals.assertRefused(message, call);
  }
}
