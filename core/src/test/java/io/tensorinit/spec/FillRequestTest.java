package io.tensorinit.spec;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.glorotUniform;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.backend.BackendsTest;
import io.tensorinit.backend.Fill;
import io.tensorinit.layout.Layout;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.nio.ShortBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FillRequestTest {
  private final BackendsTest.RecordingBackend backend = new BackendsTest.RecordingBackend("fake");

  @Test
  void hasDefaults() {
    assertEquals(
        new Fill(
            new NormalFill(0, 1), Shape.scalar(), DType.F32, Seed.DEFAULT.key("w"), Region.whole()),
        TensorInit.tensor(normal(0, 1)).name("w").toFill());
  }

  @Test
  void handsOverWhatWasSaid() {
    Key key = Seed.of(42).key("conv1.weight");
    FillRequest request =
        TensorInit.tensor(glorotUniform())
            .shape(3, 3, 16, 32)
            .layout(Layout.IN_OUT)
            .dtype(DType.BF16)
            .key(key)
            .region(Region.range(7, 5))
            .on(backend);
    request.into(Destination.of(new short[5]));
    double bound = Math.sqrt(3 / 216.0);
    Fill expected =
        new Fill(
            new UniformFill(-bound, bound, ComplexBounds.BY_VARIANCE),
            Shape.of(3, 3, 16, 32),
            DType.BF16,
            key,
            Region.range(7, 5));
    assertEquals(expected, backend.fills.get(0));
    assertEquals(key, request.name("other").seed(Seed.of(7)).toFill().key());
  }

  @Test
  void drawsANameUnderTheInitializersSeedElseTheOneThatWasSaidElseTheDefault() {
    FillRequest plain = TensorInit.tensor(normal(0, 1)).name("w");
    assertEquals(Seed.DEFAULT.key("w"), plain.toFill().key());
    assertEquals(Seed.of(7).key("w"), plain.seed(Seed.of(7)).toFill().key());
    Initializer seeded = Initializers.get("RandomNormal", Map.of("seed", 9));
    FillRequest own = TensorInit.tensor(seeded.scaled(2)).name("w");
    assertEquals(Seed.of(9).key("w"), own.toFill().key());
    assertEquals(Seed.of(9).key("w"), own.seed(Seed.of(7)).toFill().key());
  }

  @Test
  void needsANameOrAKey() {
    assertRefused(
        "a tensor needs a name or a key, which decide its values: say name(\"fc1.weight\") or"
            + " key(...)",
        TensorInit.tensor(normal(0, 1)).shape(3).seed(Seed.of(7)).on(backend)::floats);
  }

  @Test
  void takesTheInitializersOwnLayoutWhereNoneIsGiven() {
    Initializer keras = new AsPeer(Initializers.heUniform(), KerasPeer.PEER);
    double bound = ((UniformFill) TensorInit.tensor(keras).shape(6, 2).plan()).high();
    assertEquals(1, bound);
    double given =
        ((UniformFill) TensorInit.tensor(keras).shape(6, 2).layout(Layout.OUT_IN).plan()).high();
    assertEquals(Math.sqrt(3), given);
  }

  @Test
  void makesArraysOfTheRegionsSize() {
    FillRequest request = TensorInit.tensor(normal(0, 1)).shape(4, 6).name("w").on(backend);
    assertEquals(24, request.floats().length);
    assertEquals(24, request.doubles().length);
    assertEquals(48, request.dtype(DType.C64).floats().length);
    assertEquals(24, request.dtype(DType.BF16).floats().length);
    assertEquals(24, request.dtype(DType.F8_E5M2).doubles().length);
    assertEquals(48, request.dtype(DType.C32).doubles().length);
    assertEquals(
        6, request.region(Region.box(new long[] {1, 2}, new long[] {2, 3})).doubles().length);
    assertEquals(DType.F64, backend.fills.get(1).dtype());
    assertEquals(DType.BF16, backend.fills.get(3).dtype());
  }

  /** An array's type stands back behind a name that says a dtype. */
  @Test
  void takesTheDTypeOfANameThatSaysOne() {
    FillRequest half =
        TensorInit.tensor(Initializers.get("lux:ones16")).shape(3).name("w").on(backend);
    assertEquals(DType.F16, half.toFill().dtype());
    assertEquals(3, half.floats().length);
    FillRequest complex =
        TensorInit.tensor(Initializers.get("lux:onesC32")).shape(2).name("w").on(backend);
    assertEquals(4, complex.floats().length);
    assertRefused("ones16 makes dtype F16 only, was asked for F32", half.dtype(DType.F32)::toFill);
  }

  @Test
  void fillsShortsOfADTypeThatIsSaid() {
    FillRequest request = TensorInit.tensor(normal(0, 1)).shape(3).name("w").on(backend);
    ShortBuffer bits = ShortBuffer.allocate(6);
    request.dtype(DType.BF16).into(bits);
    request.dtype(DType.F16).into(bits);
    request.dtype(DType.C32).into(bits);
    TensorInit.tensor(Initializers.get("lux:ones16")).shape(3).name("w").on(backend).into(bits);
    assertEquals(
        List.of(DType.BF16, DType.F16, DType.C32, DType.F16),
        backend.fills.stream().map(Fill::dtype).toList());
    assertRefused(
        "a ShortBuffer holds bits of F16 or of BF16, but no dtype was said: say"
            + " dtype(DType.F16) or dtype(DType.BF16)",
        () -> request.into(bits));
  }

  @Test
  void namesWhatIsNull() {
    FillRequest request = TensorInit.tensor(normal(0, 1));
    assertNull("newShape", () -> request.shape((Shape) null));
    assertNull("newLayout", () -> request.layout(null));
    assertNull("newDtype", () -> request.dtype(null));
    assertNull("newSeed", () -> request.seed(null));
    assertNull("newKey", () -> request.key(null));
    assertNull("newRegion", () -> request.region(null));
    assertNull("newBackend", () -> request.on(null));
  }

  /** A name is data, so that null is bad input and no mistake of a program's. */
  @Test
  void aNameThatIsNullIsRefused() {
    FillRequest request = TensorInit.tensor(normal(0, 1));
    assertRefused("a tensor's name must be a text, was null", () -> request.name(null));
    assertRefused(
        "a tensor's name must be a text, was null", () -> normal(0, 1).floats((String) null, 3));
    assertRefused(
        "a parameter's name must be a text, was null", () -> ParameterSpec.of(null, Shape.of(3)));
    assertRefused("name must be a text, was null", () -> Seed.of(7).key(null));
    assertRefused(
        "an initializer's name must be a text, was null", () -> Initializers.get((String) null));
    assertRefused(
        "an initializer's name must be a text, was null",
        () -> Initializers.register(null, config -> normal(0, 1)));
  }

  private static void assertNull(String parameter, Executable call) {
    assertEquals(parameter, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void refusesWhatDoesNotFit() {
    FillRequest request = TensorInit.tensor(normal(0, 1)).name("w").on(backend);
    assertRefused(
        "numbers of F32 do not hold dtype F64; ask for float64",
        () -> request.dtype(DType.F64).floats());
    assertRefused(
        "numbers of F32 do not hold dtype C128; ask for float64",
        () -> request.dtype(DType.C128).into(new float[8]));
    assertRefused(
        "parts are widened to F32 or F64, was BF16",
        () -> Destination.of(new short[1]).widening(DType.F16, DType.BF16));
    assertRefused(
        "float[] widened cannot hold parts of F16, only of BF16",
        () ->
            Destination.of(new float[1])
                .widening(DType.BF16, DType.F32)
                .require(Shape.of(1), DType.F16));
    assertRefused(
        "an array holds at most 2147483639 numbers, the tensor has 4294967296 elements; fill a"
            + " Destination, or a region at a time",
        () -> request.shape(1L << 32).floats());
    assertRefused(
        "values must stay below 65520.0 for dtype F16, but reach 70000.0",
        () -> TensorInit.tensor(constant(70000)).dtype(DType.F16).toFill());
    assertRefused(
        "dtype F16 is refused here, as torch refuses it; without the prefix no dtype is refused",
        () ->
            TensorInit.tensor(
                    new AsPeer(Initializers.orthogonal(), TorchPeer.PEER, Set.of(DType.F16)))
                .shape(3, 3)
                .dtype(DType.F16)
                .toFill());
  }
}
