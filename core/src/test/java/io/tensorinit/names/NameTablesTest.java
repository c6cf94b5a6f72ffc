package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.NameEntry;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.Spelling;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Scaled;
import io.tensorinit.spec.Uniform;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.NamedSample;
import io.tensorinit.testkit.Refusals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables as a whole: every entry can be asked for, listed, and refuses what it does not know.
 */
class NameTablesTest {
  static Stream<NameEntry> entries() {
    return NamedSample.names();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aFormulaClosesItsBrackets(NameEntry entry) {
    for (String pair : List.of("()", "[]", "{}")) {
      assertEquals(
          entry.formula().chars().filter(c -> c == pair.charAt(0)).count(),
          entry.formula().chars().filter(c -> c == pair.charAt(1)).count(),
          entry + ": " + entry.formula());
    }
  }

  /** What says by which fans, from which seed and by which algorithm, not which formula. */
  private static final Set<String> NOT_IN_FORMULAS =
      Set.of(
          "input_axes",
          "output_axes",
          "in_axis",
          "out_axis",
          "batch_axis",
          "stride",
          "d_state",
          "d_inner",
          "method",
          "RandomSeeding");

  /** Wolfram's methods take each other's options, and refuse them. */
  private static final Set<String> WOLFRAMS_OPTIONS = Set.of("Distribution", "Weights");

  @ParameterizedTest
  @MethodSource("entries")
  void aFormulaIsItsOwnAndOfItsParameters(NameEntry entry) {
    String formula = entry.formula();
    assertFalse(formula.isBlank());
    assertEquals(1, formula.lines().count());
    assertFalse(
        Peers.all().stream()
            .flatMap(peer -> peer.tables().stream())
            .flatMap(table -> table.prefixes().stream())
            .anyMatch(prefix -> formula.contains(prefix + ":")),
        () -> entry + " must not refer to another name: " + formula);
    for (ConfigParameter parameter : entry.parameters()) {
      boolean elsewhere =
          NOT_IN_FORMULAS.contains(parameter.name())
              || (entry.prefix().equals("wolfram") && WOLFRAMS_OPTIONS.contains(parameter.name()));
      assertTrue(
          elsewhere || formula.matches(".*\\b" + parameter.name() + "\\b.*"),
          () -> entry + " must say what " + parameter.name() + " does: " + formula);
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void aSourceNamesTheLibraryThenAuthorYearAndTitle(NameEntry entry) {
    String library = entry.peer().map(Peer::source).orElse("io.tensorinit.spec, TensorInit");
    assertTrue(entry.source().startsWith(library), entry + ": " + entry.source());
    assertEquals(1, entry.source().lines().count());
    String papers = entry.source().substring(library.length());
    for (String paper : papers.replaceFirst("^; ", "").split("; ", -1)) {
      assertTrue(
          paper.isEmpty() || NO_PAPERS.contains(paper) || PAPER.matcher(paper).matches(),
          () -> entry + " must name author, year and title: " + paper);
    }
  }

  private static final Pattern PAPER =
      Pattern.compile("[A-Z][a-z]+[A-Za-z, .]* \\((19|20)\\d\\d\\), [A-Z].{10,}");

  /** Documentation of a library beside that of its initializers. */
  private static final Set<String> NO_PAPERS =
      Set.of("keras.layers.LSTM", "the documentation of Lux's layers");

  @Test
  void whatIsDrawnByFansHasAPaper() {
    List<String> without =
        NamedSample.names()
            .filter(entry -> entry.formula().contains("fan_in"))
            .filter(entry -> !PAPER.matcher(entry.source().replaceFirst("^[^;]*; ", "")).matches())
            .map(NameEntry::toString)
            .toList();
    assertEquals(List.of(), without);
  }

  @ParameterizedTest
  @MethodSource("entries")
  void isMadeUnderEachOfItsSpellings(NameEntry entry) {
    Map<String, Object> config = NamedSample.complete(entry);
    Initializer expected = Initializers.get(entry.toString(), config);
    for (String spelling : entry.spellings()) {
      String name = entry.prefix().isEmpty() ? spelling : entry.prefix() + ":" + spelling;
      assertEquals(expected, Initializers.get(name, config));
    }
    assertEquals(
        !entry.prefix().isEmpty(), expected instanceof AsPeer, "only a prefix names a peer");
  }

  @ParameterizedTest
  @MethodSource("entries")
  void refusesWhatItDoesNotKnow(NameEntry entry) {
    Map<String, Object> config = NamedSample.complete(entry);
    config.put("no_such_parameter", 1);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Initializers.get(entry.toString(), config));
    assertTrue(
        error.getMessage().startsWith(entry + " has no parameter 'no_such_parameter'; it takes "),
        error.getMessage());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void refusesValuesOfAnotherType(NameEntry entry) {
    for (ConfigParameter parameter : entry.parameters()) {
      Map<String, Object> config = NamedSample.complete(entry);
      config.put(parameter.name(), Map.of("a", true));
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> Initializers.get(entry.toString(), config),
              parameter::toString);
      assertFalse(error.getMessage().isBlank());
    }
  }

  @Test
  void ourOwnNamesHideNoPeersName() {
    for (NameEntry own : InitializerNames.entries()) {
      if (own.prefix().isEmpty()) {
        for (NameEntry other : InitializerNames.entries()) {
          assertTrue(
              other.prefix().isEmpty()
                  || canonical(own).stream().noneMatch(canonical(other)::contains),
              own + " hides " + other);
        }
      }
    }
  }

  private static Set<String> canonical(NameEntry entry) {
    return entry.spellings().stream().map(Spelling::canonical).collect(Collectors.toSet());
  }

  @Test
  void luxHasAShortcutForEachDistributionAndDtype() {
    List<String> shortcuts =
        InitializerNames.entries().stream()
            .filter(entry -> entry.prefix().equals("lux"))
            .map(NameEntry::name)
            .filter(name -> name.matches("(zeros|ones|rand|randn)C?(16|32|64)"))
            .toList();
    assertEquals(24, shortcuts.size());
    Initializer randn = Initializers.get("randn64");
    randn.requireDType(DType.F64);
    Refusals.assertRefused(
        "randn64 makes dtype F64 only, was asked for F32", () -> randn.requireDType(DType.F32));
    assertMessage(
        "lux:randn32 has no parameter 'dtype'; it takes seed, name",
        "lux:randn32",
        Map.of("dtype", "Float64"));
  }

  @Test
  void compositionsAreWrittenInConfigs() {
    assertEquals(
        new Scaled(new Normal(0, 0.02), 0.5),
        Initializers.get("scaled", Map.of("initializer", 0.02, "scale", 0.5)));
    assertEquals(
        Initializers.get("identity").withNoise(new Normal(0, 0.01)),
        Initializers.get("with_noise", Map.of("initializer", "identity", "noise", 0.01)));
    Initializer mixture =
        Initializers.get(
            "mixture",
            Map.of(
                "probabilities", List.of(0.25, 0.5, 0.25),
                "initializers",
                    List.of(
                        Map.of("class_name", "torch:uniform_", "config", Map.of("a", 5, "b", 10)),
                        "zeros",
                        1)));
    MixtureFill plan = (MixtureFill) mixture.lower(Shape.of(4, 4), Layout.OUT_IN);
    assertEquals(List.of(0.25, 0.5, 0.25), plan.probabilities());
    assertTrue(
        Initializers.get("padding_row", Map.of("initializer", "normal_", "row", -1))
                .lower(Shape.of(3, 2), Layout.OUT_IN)
            instanceof OverlayFill);
    assertEquals(
        Initializers.get("log_uniform", Map.of("low", 1, "high", 2)),
        Initializers.get("LogUniform", Map.of("high", 2.0, "low", 1.0)));
  }

  @Test
  void compositionsRefuseWhatDoesNotFit() {
    assertMessage(
        "mixture parameter 'probabilities' must be as many as the 1 initializers, was [0.5, 0.5]",
        "mixture",
        Map.of("probabilities", List.of(0.5, 0.5), "initializers", List.of("zeros")));
    Map<String, Object> withNull = new HashMap<>(Map.of("scale", 1));
    withNull.put("initializer", null);
    assertMessage(
        "scaled initializer must be an initializer: a name, a config object or a number, was null",
        "scaled",
        withNull);
    assertMessage(
        "scaled initializer must not hold a seed, was 7; a seed belongs to the outermost config",
        "scaled",
        Map.of(
            "scale", 1, "initializer", Map.of("class_name", "zeros", "config", Map.of("seed", 7))));
  }

  private static void assertMessage(String message, String name, Map<String, Object> config) {
    Refusals.assertRefused(message, () -> Initializers.get(name, config));
  }

  @Test
  void wolframsOptions() {
    Map<String, Object> random =
        Map.of("Method", "Random", "Weights", "UniformDistribution[{-1, 1}]", "Biases", 0.5);
    Initializer net = Initializers.get("wolfram:NetInitialize", random);
    assertEquals(
        new Uniform(-1, 1).lower(Shape.of(2, 2), Layout.OUT_IN),
        net.lower(Shape.of(2, 2), Layout.OUT_IN));
    assertEquals(
        new Normal(0, 0.5).lower(Shape.of(2), Layout.OUT_IN),
        net.lower(Shape.of(2), Layout.OUT_IN));
    assertEquals(
        Seed.of(1234),
        InitializerNames.resolve("NetInitialize", Map.of("RandomSeeding", 1234)).seed().get());
    assertTrue(
        InitializerNames.resolve("NetInitialize", Map.of("RandomSeeding", "Inherited"))
            .seed()
            .isEmpty());
    assertMessage(
        "NetInitialize has no Weights under method Kaiming, was 2",
        "NetInitialize",
        Map.of("Weights", 2));
  }
}
