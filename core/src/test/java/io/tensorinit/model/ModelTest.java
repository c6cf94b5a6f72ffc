package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Fill;
import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  @Test
  void isBuiltInJavaAsFromAManifest() {
    Model built =
        Model.builder()
            .seed(Seed.of(7))
            .dtype(DType.BF16)
            .layout(Layout.IN_OUT)
            .recipe(Recipes.get("transformers"))
            .rule(Rule.match("*.norm.*").init("ones").dtype(DType.F32))
            .parameter("a.norm.weight", Shape.of(4))
            .parameter("a.weight", Shape.of(4, 8))
            .parameter("b", Shape.of(8), Initializers.zeros())
            .parameter(ParameterSpec.of("c", Shape.of(2)).init(Initializers.ones()).key(Key.raw(3)))
            .build();
    Model read =
        Manifest.parse(
                """
                { "seed": 7, "dtype": "BF16", "layout": "in_out", "recipe": "transformers",
                  "rules": [{"match": "*.norm.*", "init": "ones", "dtype": "F32"}],
                  "parameters": [
                    {"name": "a.norm.weight", "shape": [4]},
                    {"name": "a.weight", "shape": [4, 8]},
                    {"name": "b", "shape": [8], "init": "zeros"},
                    {"name": "c", "shape": [2], "init": "ones", "key": 3}] }
                """
                    .getBytes(StandardCharsets.UTF_8))
            .model();
    assertEquals(fills(read), fills(built));
    assertEquals(Seed.of(7), built.seed());
    assertEquals(16 + 2 * (32 + 8 + 2), built.bytes());
  }

  private static List<Fill> fills(Model model) {
    return model.parameters().stream().map(p -> p.fill(Region.whole())).toList();
  }

  @Test
  void refusesWhatCannotBeDecided() {
    ManifestException nothing =
        assertThrows(
            ManifestException.class, () -> Model.builder().parameter("w", Shape.of(2)).build());
    assertEquals(
        "parameter \"w\": nothing gives it an initializer: give it an init, a rule or a recipe",
        nothing.getMessage());
    IllegalArgumentException scale =
        assertThrows(
            IllegalArgumentException.class,
            () -> ParameterSpec.of("w", Shape.of(2)).scale(Double.NaN));
    assertEquals("scale must be finite in float32, was NaN", scale.getMessage());
    IllegalArgumentException size = assertThrows(IllegalArgumentException.class, () -> Part.of(-1));
    assertEquals("a part's size must be 0 or more, was -1", size.getMessage());
  }

  @Test
  void warnsOfValuesThatMayOverflow() {
    Model model =
        Model.builder()
            .dtype(DType.F16)
            .parameter("big", Shape.of(2), Initializers.normal(0, 20_000))
            .parameter("small", Shape.of(2), Initializers.normal(0, 1))
            .build();
    assertTrue(model.parameters().get(0).warnings().get(0).contains("may overflow dtype F16"));
    assertEquals(List.of("big: " + model.parameters().get(0).warnings().get(0)), model.warnings());
    assertEquals(List.of(), model.parameters().get(1).warnings());
  }

  /** A rule that matches a parameter but does not decide is not idle. */
  @Test
  void warnsOfRulesThatMatchNothing() {
    Model model =
        Model.builder()
            .rule(Rule.match("*.bias").init("zeros"))
            .rule(Rule.match("*.wieght").andKind("linear").init("ones"))
            .rule(Rule.kind("Conv2d").layout(Layout.IN_OUT))
            .rule(Rule.match("w").init("ones"))
            .parameter("fc.bias", Shape.of(2))
            .parameter("w", Shape.of(2), Initializers.zeros())
            .build();
    assertEquals(
        List.of(
            "rules[1] matches no parameter: match \"*.wieght\", kind \"linear\"",
            "rules[2] matches no parameter: kind \"Conv2d\""),
        model.warnings());
  }

  @Test
  void writesThePlanOfTheContract() throws IOException, JsonException {
    Model model =
        Model.builder()
            .seed(Seed.of(-1))
            .parameter("w", Shape.of(6, 3), Initializers.uniform(-1, 3))
            .parameter(
                ParameterSpec.of("n", Shape.scalar())
                    .init(Initializers.normal(0, 0.02))
                    .layout(Layout.NONE)
                    .dtype(DType.BF16))
            .build();
    StringWriter out = new StringWriter();
    model.writePlanJson(out);
    Map<?, ?> plan = (Map<?, ?>) JsonReader.read(out.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(List.of("seed", "parameters", "total"), new ArrayList<>(plan.keySet()));
    assertEquals("18446744073709551615", plan.get("seed").toString());
    assertEquals(Map.of("parameters", 2L, "elements", 19L, "bytes", 74L), plan.get("total"));
    Map<?, ?> w = (Map<?, ?>) ((List<?>) plan.get("parameters")).get(0);
    assertEquals(
        List.of(
            "name",
            "shape",
            "dtype",
            "initializer",
            "fan_in",
            "fan_out",
            "mean",
            "std",
            "min",
            "max",
            "bytes",
            "layout",
            "rule",
            "kind",
            "kind_guessed",
            "key"),
        new ArrayList<>(w.keySet()));
    assertEquals(List.of(6L, 3L), w.get("shape"));
    assertEquals(
        Arrays.asList(3L, 6L, 1.0, -1.0, 3.0, 72L),
        Arrays.asList(
            w.get("fan_in"),
            w.get("fan_out"),
            w.get("mean"),
            w.get("min"),
            w.get("max"),
            w.get("bytes")));
    Map<?, ?> n = (Map<?, ?>) ((List<?>) plan.get("parameters")).get(1);
    assertEquals(
        Arrays.asList("BF16", null, null, 0.0, 0.02, null, null, 2L),
        Arrays.asList(
            n.get("dtype"),
            n.get("fan_in"),
            n.get("fan_out"),
            n.get("mean"),
            n.get("std"),
            n.get("min"),
            n.get("max"),
            n.get("bytes")));
  }
}
