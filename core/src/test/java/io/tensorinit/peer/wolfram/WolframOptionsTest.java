package io.tensorinit.peer.wolfram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Binomial;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Continuous.Family;
import io.tensorinit.spec.Counts;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** NetInitialize's options as its page writes them. */
class WolframOptionsTest {
  private static final Shape WEIGHT = Shape.of(4, 8);
  private static final Shape BIAS = Shape.of(4);

  private static FillPlan plan(Map<String, Object> options, Shape shape) {
    return Initializers.get("wolfram:NetInitialize", options).lower(shape, Layout.OUT_IN);
  }

  private static FillPlan plan(Initializer initializer, Shape shape) {
    return initializer.lower(shape, Layout.OUT_IN);
  }

  /** The parameters mean what the pages of Wolfram's distributions say. */
  static Stream<Arguments> distributions() {
    return Stream.of(
        Arguments.of("GammaDistribution[2, 0.1]", Continuous.of(Family.GAMMA, 2, 0.1)),
        Arguments.of("ErlangDistribution[3, 4]", Continuous.of(Family.GAMMA, 3, 0.25)),
        Arguments.of("NormalDistribution[0, 0.01]", Initializers.normal(0, 0.01)),
        Arguments.of("NormalDistribution[]", Initializers.normal(0, 1)),
        Arguments.of("NormalDistribution[0, Sqrt[2/512]]", Initializers.normal(0, 0.0625)),
        Arguments.of("NormalDistribution[-1/2, 2.5*^-1]", Initializers.normal(-0.5, 0.25)),
        Arguments.of("UniformDistribution[{-1, 1}]", Initializers.uniform(-1, 1)),
        Arguments.of("ExponentialDistribution[4]", Continuous.of(Family.EXPONENTIAL, 0.25)),
        Arguments.of("GumbelDistribution[1, 2]", Continuous.of(Family.GUMBEL_OF_MINIMA, 1, 2)),
        Arguments.of("ExtremeValueDistribution[1, 2]", Continuous.of(Family.GUMBEL, 1, 2)),
        Arguments.of("ParetoDistribution[1, 3]", Continuous.of(Family.PARETO, 3, 1)),
        Arguments.of("StudentTDistribution[1, 2, 5]", Continuous.of(Family.STUDENT_T, 5, 1, 2)),
        Arguments.of("TriangularDistribution[{-1, 3}]", Continuous.of(Family.TRIANGULAR, -1, 3, 1)),
        Arguments.of(
            "TriangularDistribution[{-1, 3}, 0]", Continuous.of(Family.TRIANGULAR, -1, 3, 0)),
        Arguments.of("PowerDistribution[4, 3]", Continuous.of(Family.POWER, 3, 0.25)),
        Arguments.of("BetaDistribution[2, 5]", Continuous.of(Family.BETA, 2, 5)),
        Arguments.of(
            "WeibullDistribution[2, 3, 1]", Continuous.of(Family.WEIBULL, 2, 3).shifted(1)),
        Arguments.of("BinomialDistribution[10, 0.5]", new Binomial(10, 0.5)),
        Arguments.of("PoissonDistribution[3]", Counts.of(Counts.Family.POISSON, 3)),
        Arguments.of("BernoulliDistribution[0.3]", Counts.of(Counts.Family.BERNOULLI, 0.3)),
        Arguments.of(
            "TruncatedDistribution[{-0.02, 0.02}, NormalDistribution[0, 0.01]]",
            Initializers.truncatedNormalBetween(0, 0.01, -0.02, 0.02)),
        Arguments.of(
            "MixtureDistribution[{1, 3}, {UniformDistribution[{5, 10}], NormalDistribution[]}]",
            Initializers.mixture(
                Initializers.chance(0.25, Initializers.uniform(5, 10)),
                Initializers.chance(0.75, Initializers.normal(0, 1)))));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void aDistributionByWolframsName(String written, Initializer meant) {
    Map<String, Object> options = Map.of("Method", "Random", "Weights", written, "Biases", written);
    assertEquals(plan(meant, WEIGHT), plan(options, WEIGHT));
    assertEquals(plan(meant, BIAS), plan(options, BIAS));
  }

  /** Gumbel's of Wolfram are minima: the median of its page's distribution function. */
  @Test
  void gumbelsMedianIsThatOfMinima() {
    assertEquals(
        1 + 2 * StrictMath.log(StrictMath.log(2)),
        io.tensorinit.random.ClosedForms.gumbelOfMinima(1, 2).at(0.5, 0.5),
        1e-15);
  }

  @Test
  void aDistributionByOurName() {
    Map<String, Object> gamma =
        Map.of("class_name", "gamma", "config", Map.of("shape", 2, "scale", 0.1));
    assertEquals(
        plan(Continuous.of(Family.GAMMA, 2, 0.1), WEIGHT),
        plan(Map.of("Method", "Random", "Weights", gamma), WEIGHT));
  }

  @Test
  void aMethodWithOptionsOfItsOwn() {
    FillPlan uniform = plan(Map.of("Method", "Xavier", "Distribution", "Uniform"), WEIGHT);
    for (Object nested :
        List.of(
            "{\"Xavier\", \"Distribution\" -> \"Uniform\"}",
            List.of("Xavier", Map.of("Distribution", "Uniform")),
            List.of("xavier", "\"Distribution\" -> \"Uniform\""))) {
      assertEquals(uniform, plan(Map.of("Method", nested), WEIGHT));
    }
    assertEquals(
        plan(Initializers.uniform(-1, 1), BIAS),
        plan(
            Map.of(
                "Method",
                "{\"Random\", \"Weights\" -> 0.5, \"Biases\" -> UniformDistribution[{-1, 1}]}"),
            BIAS));
    assertEquals(
        plan(Initializers.normal(0, 0.5), WEIGHT),
        plan(Map.of("Method", "{\"Random\", \"Weights\" -> 0.5}"), WEIGHT));
    Refusals.assertRefused(
        "wolfram:NetInitialize parameter 'Distribution' must be given once, but is \"Normal\", was"
            + " \"Uniform\"",
        () ->
            plan(
                Map.of(
                    "Distribution",
                    "Normal",
                    "Method",
                    List.of("Xavier", Map.of("Distribution", "Uniform"))),
                WEIGHT));
  }

  @Test
  void biasesAreZeroUnlessGiven() {
    assertEquals(plan(Initializers.zeros(), BIAS), plan(Map.of(), BIAS));
    assertEquals(plan(Initializers.zeros(), BIAS), plan(Map.of("Biases", "None"), BIAS));
    assertEquals(plan(Initializers.normal(0, 0.5), BIAS), plan(Map.of("Biases", 0.5), BIAS));
  }

  @Test
  void randomSeedingOfAParameter() {
    assertEquals(Seed.of(7), seed(7));
    assertEquals(Seed.of("seven"), seed("seven"));
    assertNotEquals(seed("Automatic"), seed("Automatic"));
    assertTrue(
        InitializerNames.resolve("NetInitialize", Map.of("RandomSeeding", "Inherited"))
            .seed()
            .isEmpty());
    Refusals.assertRefused(
        "NetInitialize parameter 'RandomSeeding' must be an integer, a text, Automatic or Inherited,"
            + " was 0.5",
        () -> seed(0.5));
  }

  private static Seed seed(Object seeding) {
    return InitializerNames.resolve("NetInitialize", Map.of("RandomSeeding", seeding))
        .seed()
        .orElseThrow();
  }

  @Test
  void theOptionsOfAModelAreTheRecipes() {
    Model seeded = model("\"RandomSeeding\": 7, \"Biases\": \"UniformDistribution[{-1, 1}]\"");
    assertEquals(Seed.of(7).key("w"), seeded.parameters().get(0).key());
    assertEquals(Seed.of(7).key("b"), seeded.parameters().get(1).key());
    assertEquals(plan(Initializers.uniform(-1, 1), BIAS), seeded.parameters().get(1).plan());
    assertEquals(Seed.DEFAULT.key("w"), model("").parameters().get(0).key());
    assertEquals(plan(Initializers.zeros(), BIAS), model("").parameters().get(1).plan());
    Model fresh = model("\"RandomSeeding\": \"Automatic\", \"Biases\": 1");
    Model again = model("\"RandomSeeding\": \"Automatic\", \"Biases\": 1");
    assertNotEquals(fresh.parameters().get(0).key(), again.parameters().get(0).key());
    // what plan shows makes the values again
    String label = fresh.parameters().get(0).initializerLabel();
    Seed shown = Seed.parse(label.replaceAll("(?s).*RandomSeeding=(\\d+).*", "$1"));
    assertEquals(shown.key("w"), fresh.parameters().get(0).key());
    assertEquals(shown.key("b"), fresh.parameters().get(1).key());
  }

  private static Model model(String config) {
    String manifest =
        "{\"recipe\": {\"name\": \"wolfram\", \"config\": {"
            + config
            + "}}, \"parameters\": [{\"name\": \"w\", \"shape\": [4, 8], \"kind\": \"linear\"},"
            + " {\"name\": \"b\", \"shape\": [4], \"kind\": \"bias\"}]}";
    return Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)).model();
  }

  @Test
  void whatIsNoDistributionIsRefused() {
    for (String written :
        List.of(
            "StableDistribution[1, 2, 3]", "GammaDistribution[2]", "NormalDistribution[a, 1]")) {
      IllegalArgumentException error =
          org.junit.jupiter.api.Assertions.assertThrows(
              IllegalArgumentException.class,
              () -> plan(Map.of("Method", "Random", "Weights", written), WEIGHT));
      assertTrue(
          error
              .getMessage()
              .startsWith(
                  "wolfram:NetInitialize parameter 'Weights' must be a univariate distribution of"
                      + " Wolfram's with numbers, of ArcSin, Bernoulli, Beta, "),
          error.getMessage());
    }
    Refusals.assertRefused(
        "wolfram:NetInitialize parameter 'Weights' must be written as Wolfram Language writes it"
            + " (an unexpected end), was \"GammaDistribution[2, \"",
        () -> plan(Map.of("Method", "Random", "Weights", "GammaDistribution[2, "), WEIGHT));
  }
}
