package io.tensorinit.spec;

import static io.tensorinit.Initializers.block;
import static io.tensorinit.Initializers.blocks;
import static io.tensorinit.Initializers.chance;
import static io.tensorinit.Initializers.identity;
import static io.tensorinit.Initializers.mixture;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.sum;
import static io.tensorinit.Initializers.zeros;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.layout.Layout;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Part;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of its parts an initializer made of several keeps, and what it refuses to lose. */
class CombiningTest {
  private final Initializer seeded = Initializers.get("RandomNormal", Map.of("seed", 7));
  private final Initializer keras = Initializers.get("keras:he_normal");
  private final Initializer torch = Initializers.get("torch:kaiming_normal_");

  @Test
  void refusesPartsWithASeed() {
    String seed = " must not hold a seed, was 7; a seed belongs to the outermost initializer";
    assertRefused("summand[0]" + seed, () -> seeded.plus(zeros()));
    assertRefused("summand[1]" + seed, () -> sum(zeros(), seeded));
    assertRefused("summand[2]" + seed, () -> zeros().plus(zeros()).plus(seeded));
    assertRefused("mixture: initializer[0]" + seed, () -> mixture(chance(1, seeded)));
    assertRefused("block[1]" + seed, () -> blocks(0, block(zeros()), block(3, seeded)));
    assertRefused("noise" + seed, () -> identity().withNoise(seeded));
    assertRefused("noise" + seed, () -> identity().withNoise(seeded.scaled(0.1).masked(0.5)));
  }

  @Test
  void wrappingsKeepTheirSeed() {
    Initializer wrapped = seeded.scaled(2).shifted(1).clamped(-1, 1).masked(0.5).withPaddingRow(0);
    assertEquals(Optional.of(Seed.of(7)), wrapped.withNoise(normal(0, 1)).ownSeed());
  }

  @Test
  void aSumTakesTheSeedAroundIt() {
    Initializer sum = new Seeded(normal(0, 1).plus(zeros()), Seed.of(7));
    assertEquals(Seed.of(7).key("w"), TensorInit.tensor(sum).name("w").toFill().key());
  }

  @Test
  void aParametersSeedServesItsParts() {
    Model model =
        Model.builder()
            .parameter(
                ParameterSpec.of("qkv.weight", Shape.of(4, 2))
                    .init(seeded)
                    .parts(List.of(Part.of(2), Part.of(2).init(zeros()))))
            .build();
    assertEquals(Seed.of(7).key("qkv.weight"), model.parameters().get(0).key());
  }

  @Test
  void differentLayoutsNeedOneThatIsSaid() {
    String message =
        "initializers that are combined must agree on a layout where none is said, were keras and"
            + " torch; say the tensor's layout";
    for (Initializer both :
        new Initializer[] {
          keras.plus(torch),
          mixture(chance(0.5, keras), chance(0.5, torch)),
          blocks(0, block(keras), block(torch)),
          keras.withNoise(torch),
          sum(zeros(), keras, torch).scaled(2)
        }) {
      FillRequest request = TensorInit.tensor(both).shape(6, 2).name("w");
      assertRefused(message, request::toFill);
      assertThrows(IllegalArgumentException.class, () -> both.floats("w", 6, 2));
      FillPlan said = request.layout(Layout.OUT_IN).toFill().plan();
      assertEquals(both.lower(Shape.of(6, 2), Layout.OUT_IN), said);
    }
  }

  @Test
  void equalLayoutsAgree() {
    assertEquals(keras.ownLayout(), keras.plus(keras.scaled(2)).ownLayout());
    assertEquals(keras.ownLayout(), zeros().plus(keras).ownLayout());
    assertEquals(torch.ownLayout(), torch.withNoise(torch).ownLayout());
    assertEquals(Optional.empty(), zeros().plus(zeros()).ownLayout());
  }
}
