package io.tensorinit.model;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.Recipes;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An initializer applied to some of a model's parameters, whatever they had before. */
class AppliedRuleTest {
  private static final Model MODEL =
      Model.builder()
          .seed(Seed.of(3))
          .recipe(Recipes.get("pytorch"))
          .parameter("0.weight", Shape.of(8, 4))
          .parameter(ParameterSpec.of("0.bias", Shape.of(8)).kind("linear"))
          .parameter(
              ParameterSpec.of("2.weight", Shape.of(1, 8))
                  .kind("linear")
                  .init(Initializers.ones())
                  .scale(0.5))
          .parameter(ParameterSpec.of("head", Shape.of(1, 8)).tiedTo("2.weight"))
          .build();

  private static Parameter of(Model model, String name) {
    return model.parameter(name).orElseThrow();
  }

  /** The first layer Xavier and the last one 42, as in Dive into Deep Learning. */
  @Test
  void beatsWhatWasSaidBeforeAndLeavesTheRest() {
    Model applied =
        MODEL
            .apply(Rule.match("0.weight").init(Initializers.glorotUniform()))
            .apply(Rule.kind("linear").init(Initializers.constant(42)));
    UniformFill xavier = (UniformFill) of(applied, "0.weight").plan();
    assertEquals(Math.sqrt(6.0 / 12), xavier.high(), 1e-15);
    assertEquals(new ConstantFill(42), of(applied, "2.weight").plan());
    assertEquals(of(MODEL, "0.bias").plan(), of(applied, "0.bias").plan());
    for (Parameter parameter : MODEL.parameters()) {
      assertEquals(parameter.key(), of(applied, parameter.name()).key());
    }
    assertEquals(MODEL.ties(), applied.ties());
  }

  @Test
  void mayGiveALayout() {
    Model applied =
        MODEL.apply(Rule.match("0.weight").init(Initializers.lecunUniform()).layout(Layout.IN_OUT));
    assertEquals(8, of(applied, "0.weight").fans().orElseThrow().in());
    assertEquals(4, of(MODEL, "0.weight").fans().orElseThrow().in());
  }

  @Test
  void namesChooseInitializersToo() {
    Model applied = MODEL.withInitializers(Map.of("0.bias", Initializers.constant(1)));
    assertEquals(new ConstantFill(1), of(applied, "0.bias").plan());
    assertRefused(
        "the model has no parameter \"head\" with values of its own",
        () -> MODEL.withInitializers(Map.of("head", Initializers.zeros())));
  }

  @Test
  void matchesParametersWithValuesOfTheirOwn() {
    assertEquals(List.of("2.weight"), MODEL.matching(Rule.kind("linear")));
    assertEquals(List.of("0.weight", "2.weight"), MODEL.matching(Rule.match("*weight")));
    assertEquals(List.of(), MODEL.matching(Rule.match("head")));
  }

  @Test
  void refusesWhatItCannotApply() {
    assertRefused(
        "the rule to apply matches no parameter: match \"0.wieght\"",
        () -> MODEL.apply(Rule.match("0.wieght").init("ones")));
    assertRefused(
        "a rule to apply must give an initializer",
        () -> MODEL.apply(Rule.match("*").layout(Layout.IN_OUT)));
    assertRefused(
        "a rule to apply changes no dtype, was BF16",
        () -> MODEL.apply(Rule.match("*").init("ones").dtype(DType.BF16)));
    assertRefused(
        "parameter \"0.bias\": orthogonal: rank must be at least 2, was 1 for shape [8]",
        () -> MODEL.apply(Rule.match("0.bias").init(Initializers.orthogonal())));
  }
}
