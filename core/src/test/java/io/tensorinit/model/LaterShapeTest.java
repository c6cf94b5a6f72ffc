package io.tensorinit.model;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Role;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Parameters whose shapes are given after their names, as layers that are built by their input. */
class LaterShapeTest {
  private static final Map<String, Shape> SHAPES = shapes();

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("0.weight", Shape.of(256, 20));
    shapes.put("0.bias", Shape.of(256));
    shapes.put("1.weight", Shape.of(256));
    shapes.put("1.bias", Shape.of(256));
    shapes.put("2.weight_ih_l0", Shape.of(40, 256));
    shapes.put("2.weight_hh_l0", Shape.of(40, 10));
    shapes.put("2.bias_ih_l0", Shape.of(40));
    shapes.put("3.weight", Shape.of(10, 10));
    shapes.put("3.bias", Shape.of(10));
    return shapes;
  }

  private static ModelBuilder builder() {
    return Model.builder().seed(Seed.of(7)).recipe(Recipes.get("pytorch"));
  }

  private static Model unshaped() {
    ModelBuilder builder = builder();
    SHAPES.keySet().forEach(builder::parameter);
    return builder.build();
  }

  private static Model shaped() {
    ModelBuilder builder = builder();
    SHAPES.forEach(builder::parameter);
    return builder.build();
  }

  private static List<Object> decisions(List<Parameter> parameters) {
    List<Object> decisions = new ArrayList<>();
    for (Parameter parameter : parameters) {
      decisions.add(
          List.of(
              parameter.name(),
              parameter.shape(),
              parameter.dtype(),
              parameter.plan(),
              parameter.key(),
              parameter.initializerLabel()));
    }
    return decisions;
  }

  @Test
  void givenAllAtOnceDecideTheSameModel() {
    assertEquals(
        decisions(shaped().parameters()), decisions(unshaped().withShapes(SHAPES).parameters()));
  }

  /** What is decided on the way never changes, whichever shape comes next. */
  @Test
  void givenOneByOneInAnyOrderDecideTheSameModel() {
    List<Object> expected = decisions(shaped().parameters());
    for (long seed = 1; seed <= 20; seed++) {
      List<String> order = new ArrayList<>(SHAPES.keySet());
      Collections.shuffle(order, new Random(seed));
      Model model = unshaped();
      for (String name : order) {
        model = model.withShape(name, SHAPES.get(name));
        assertTrue(expected.containsAll(decisions(model.decided())), "seed " + seed);
      }
      assertEquals(expected, decisions(model.parameters()), "seed " + seed);
      assertEquals(Map.of(), model.undecided());
    }
  }

  @Test
  void aParameterThatFollowsFromAnothersShapeWaitsForIt() {
    Model model = unshaped().withShape("0.bias", Shape.of(256));
    assertEquals("the shape of \"0.weight\" is not known yet", model.undecided().get("0.bias"));
    assertEquals(List.of(), model.decided());
    Model complete = model.withShape("0.weight", Shape.of(256, 20));
    assertEquals(
        List.of("0.weight", "0.bias"), complete.decided().stream().map(Parameter::name).toList());
  }

  @Test
  void theWholeOfAModelThatIsNotDecidedIsRefused() {
    Model model =
        Model.builder()
            .parameter("a", Shape.of(3), Initializers.ones())
            .parameter(ParameterSpec.of("b").init(Initializers.heNormal()))
            .build();
    String refusal = "parameter \"b\" is not decided: the shape of \"b\" is not known yet";
    for (Executable call :
        List.<Executable>of(
            model::parameters, model::bytes, model::elementCount, () -> model.parameter("b"))) {
      assertEquals(refusal, assertThrows(IllegalStateException.class, call).getMessage());
    }
    assertEquals(Shape.of(3), model.parameter("a").orElseThrow().shape());
  }

  @Test
  void aTieTakesTheShapeOfItsTarget() {
    Model model =
        Model.builder()
            .parameter(ParameterSpec.of("embedding").init(Initializers.normal(0, 1)))
            .parameter(ParameterSpec.of("head").tiedTo("embedding"))
            .build();
    assertEquals(Map.of("head", "embedding"), model.ties());
    assertEquals(List.of("embedding"), List.copyOf(model.undecided().keySet()));
    assertEquals(6, model.withShape("embedding", Shape.of(2, 3)).elementCount());
  }

  @Test
  void axesAreCheckedWhenTheShapeComes() {
    ParameterSpec spec =
        ParameterSpec.of("w")
            .init(Initializers.heNormal())
            .role(Role.DENSE)
            .batchAxes(List.of(0, -3))
            .parts(-2, List.of(Part.of(2), Part.of(3)));
    Model model = Model.builder().parameter(spec).build();
    assertRefused(
        "parameter \"w\": batch_axes must name each axis once, was [0, -3]",
        () -> model.withShape("w", Shape.of(4, 5, 6)));
    assertRefused(
        "parameter \"w\": batch_axes must name an axis of shape [4], was -3",
        () -> model.withShape("w", Shape.of(4)));
    Model known = model.withShape("w", Shape.of(2, 4, 5, 6));
    Model direct =
        Model.builder()
            .parameter(
                ParameterSpec.of("w", Shape.of(2, 4, 5, 6))
                    .init(Initializers.heNormal())
                    .role(Role.DENSE)
                    .batchAxes(List.of(0, -3))
                    .parts(2, List.of(Part.of(2), Part.of(3))))
            .build();
    assertEquals(decisions(direct.parameters()), decisions(known.parameters()));
  }

  @Test
  void aShapeThatIsKnownIsNotGivenAgain() {
    Model model = shaped();
    assertEquals(
        decisions(model.parameters()),
        decisions(model.withShape("3.bias", Shape.of(10)).parameters()));
    assertRefused(
        "parameter \"3.bias\": has shape [10], was given [11]",
        () -> model.withShape("3.bias", Shape.of(11)));
    assertRefused(
        "the model has no parameter \"4.bias\"", () -> model.withShape("4.bias", Shape.of(11)));
  }

  @Test
  void aFreshSeedStaysTheOneThatWasDrawn() {
    Model model =
        Model.builder()
            .freshSeed()
            .parameter(ParameterSpec.of("w").init(Initializers.heNormal()))
            .build();
    Model known = model.withShape("w", Shape.of(3, 3));
    assertEquals(model.seed(), known.seed());
    assertTrue(known.seedIsFresh());
    assertEquals(model.seed().key("w"), known.parameters().get(0).key());
  }
}
