package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.names.Recipes;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule by kind gives its initializer to weights, and leaves what stands beside them. */
class RuleByKindTest {
  private static final FillPlan SMALL = new NormalFill(0, 0.5);
  private static final FillPlan ZEROS = new ConstantFill(0);
  private static final FillPlan ONES = new ConstantFill(1);
  private static final Rule RULE = Rule.kind("linear").init(Initializers.normal(0, 0.5));

  private static ParameterSpec spec(String name, String kind, long... shape) {
    return ParameterSpec.of(name, Shape.of(shape)).kind(kind);
  }

  private static List<FillPlan> plans(ModelBuilder model) {
    return model.build().parameters().stream().map(Parameter::plan).toList();
  }

  private static ModelBuilder linear(Rule... rules) {
    ModelBuilder model =
        Model.builder()
            .parameter(spec("fc.weight", "linear", 8, 4))
            .parameter(spec("fc.bias", "linear", 8));
    Stream.of(rules).forEach(model::rule);
    return model;
  }

  @Test
  void leavesBiasesToZerosWhereNothingElseSpeaksOfThem() {
    assertEquals(List.of(SMALL, ZEROS), plans(linear(RULE)));
  }

  @Test
  void leavesBiasesToTheRecipe() {
    List<FillPlan> plans = plans(linear(RULE).recipe(Recipes.get("pytorch")));
    assertEquals(SMALL, plans.get(0));
    assertEquals(0.5, ((UniformFill) plans.get(1)).high());
  }

  @Test
  void leavesBiasesToLaterRules() {
    Rule biases = Rule.kind("bias").init("ones");
    assertEquals(List.of(SMALL, ONES), plans(linear(RULE, biases)));
    assertEquals(List.of(SMALL, ONES), plans(linear(biases, RULE)));
  }

  @Test
  void aPatternBesideTheKindSaysOtherwise() {
    Rule biases = Rule.match("*.bias").andKind("linear").init("ones");
    assertEquals(List.of(SMALL, ONES), plans(linear(RULE, biases)));
    Rule all = Rule.match("fc.*").andKind("linear").init(Initializers.normal(0, 0.5));
    assertEquals(List.of(SMALL, SMALL), plans(linear(all)));
  }

  @Test
  void aManifestsRuleDoesTheSame() {
    String json =
        """
        { "rules": [ { "kind": "linear", "init": { "class_name": "normal", "config": {"stddev": 0.5} } } ],
          "parameters": [
            { "name": "fc.weight", "shape": [8, 4], "kind": "Linear" },
            { "name": "fc.bias", "shape": [8], "kind": "torch.nn.Linear" } ] }
        """;
    Model model = Manifest.parse(json.getBytes(StandardCharsets.UTF_8)).model();
    Parameter bias = model.parameters().get(1);
    assertEquals(ZEROS, bias.plan());
    assertEquals(Origin.Source.LEFT_BY_RULE, bias.origin().source());
    assertEquals("rules[0], kind \"linear\", leaves it", bias.origin().toString());
    assertEquals("rules[0], kind \"linear\"", model.parameters().get(0).origin().toString());
  }

  @Test
  void ofANormalizationItGivesTheScaleAlone() {
    ModelBuilder norm =
        Model.builder().rule(Rule.kind("batch_norm").init(Initializers.constant(0.5)));
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      norm.parameter(spec("bn." + name, "BatchNorm2d", 8).kind("batch_norm"));
    }
    norm.parameter(spec("bn.num_batches_tracked", "batch_norm"));
    assertEquals(List.of(new ConstantFill(0.5), ZEROS, ZEROS, ONES, ZEROS), plans(norm));
  }

  @Test
  void aWordOfOnesOwnLeavesBiasesAndScalesByTheirNames() {
    ModelBuilder block =
        Model.builder()
            .rule(Rule.kind("resblock").init(Initializers.normal(0, 0.5)))
            .parameter(spec("b.conv.weight", "resblock", 8, 4, 3, 3))
            .parameter(spec("b.conv.bias", "resblock", 8))
            .parameter(spec("b.norm.weight", "resblock", 8))
            .parameter(spec("b.token", "resblock", 1, 8));
    assertEquals(List.of(SMALL, ZEROS, ONES, SMALL), plans(block));
  }

  @Test
  void aWordOfOnesOwnDoesNotDecideBetweenScaleAndSlope() {
    ModelBuilder block =
        Model.builder()
            .rule(Rule.kind("resblock").init(Initializers.normal(0, 0.5)))
            .parameter(spec("b.2.weight", "resblock", 8));
    String message = assertThrows(ManifestException.class, block::build).getMessage();
    assertTrue(message.startsWith("parameter \"b.2.weight\": "), message);
  }

  @ParameterizedTest
  @CsvSource({
    "conv, Conv2d, true",
    "Conv2d, conv2d, true",
    "conv2d, conv3d, false",
    "conv2d, conv, false",
    "layer_norm, LayerNorm, true",
    "layer_norm, batch_norm, false",
    "dense, linear, true", // what the weight is
    "recurrent, linear, false",
    "k, k, true",
    "k, other, false",
  })
  void kindsAreComparedInAnySpelling(String asked, String declared, boolean matches) {
    assertEquals(matches, Rule.kind(asked).matches(spec("l.weight", declared, 4, 4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"l.weight", "l.bias"})
  void aDTypeIsForAllOfTheLayersParameters(String name) {
    Rule rule = Rule.kind("linear").init("ones").dtype(DType.BF16);
    Model model = Model.builder().rule(rule).parameter(spec(name, "linear", 4)).build();
    assertEquals(DType.BF16, model.parameters().get(0).dtype());
  }

  @Test
  void aParameterOfNoDeclaredKindIsMatchedByNone() {
    assertEquals(false, Rule.kind("linear").matches(ParameterSpec.of("fc.weight", Shape.of(4, 4))));
  }

  @Test
  void aRecipesDecisionSaysWhetherTheKindIsGuessed() {
    Model model =
        Model.builder()
            .recipe(Recipes.get("gpt2"))
            .parameter(ParameterSpec.of("h.0.attn.c_attn.weight", Shape.of(8, 24)))
            .parameter(spec("lm_head.weight", "linear", 8, 8))
            .parameter(ParameterSpec.of("h.0.attn.c_proj.weight", Shape.of(8, 8)))
            .parameter(ParameterSpec.of("own", Shape.of(8)).init(Initializers.ones()))
            .build();
    assertEquals(
        List.of(
            "recipe gpt2, dense (guessed)",
            "recipe gpt2, dense",
            "recipe gpt2, *c_proj.weight",
            "init"),
        model.parameters().stream().map(parameter -> parameter.origin().toString()).toList());
  }
}
