package io.tensorinit.peer.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.keras.KerasConfig.Form;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.recipe.ResolvedInitializer;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.OnAxes;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Stft;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.Window;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Keras can say is written so that Keras reads it, and so that we read the same again. */
class KerasConfigTest {
  static Stream<Initializer> expressible() {
    return Stream.of(
        Initializers.zeros(),
        Initializers.ones(),
        Initializers.constant(0.25),
        Initializers.constant(-0.0),
        Initializers.constant(new double[] {1, 2, 3, 4, 5, 6}, 2, 3),
        Initializers.uniform(-1, 2),
        Initializers.normal(1, 2),
        Initializers.truncatedNormal(0.5, 2),
        Initializers.glorotUniform(),
        Initializers.glorotNormal(),
        Initializers.heUniform(),
        Initializers.heNormal(),
        Initializers.lecunUniform(),
        Initializers.lecunNormal(),
        new VarianceScaling(0.3, FanMode.FAN_OUT, Distribution.UNIFORM),
        new VarianceScaling(2, FanMode.FAN_AVG, Distribution.NORMAL),
        new VarianceScaling(2, FanMode.FAN_OUT, Distribution.TRUNCATED_NORMAL),
        new OnAxes(
            Initializers.heNormal(), Layout.axesAlone("keras_axes", List.of(0), List.of(1, -1))),
        new Orthogonal(1.5),
        new Identity(-2).withFits(Identity.Fits.MATRIX),
        new Stft(Stft.Side.REAL, Window.named("hann"), Stft.Scaling.DENSITY, false),
        new Stft(Stft.Side.IMAG, Window.named("kaiser", 14), Stft.Scaling.SPECTRUM, true),
        new Stft(
            Stft.Side.IMAG, Window.named("exponential", Double.NaN, 3), Stft.Scaling.NONE, true),
        new Stft(Stft.Side.REAL, Window.of(1, 2, 3), Stft.Scaling.NONE, false),
        new Stft(Stft.Side.REAL, Optional.empty(), Stft.Scaling.DENSITY, true));
  }

  @ParameterizedTest
  @MethodSource("expressible")
  void roundTripIsEqual(Initializer initializer) {
    for (Form form : Form.values()) {
      assertEquals(asKeras(initializer), Initializers.get(KerasConfig.of(initializer, form)));
    }
  }

  /** What a config object without prefix means: by Keras's rules. */
  private static Initializer asKeras(Initializer initializer) {
    return new AsPeer(initializer, KerasPeer.PEER);
  }

  /** As a user writes it: the config of a Keras kernel, whose axes are (in, out). */
  @Test
  void theFansOfAConfigObjectAreKeras() {
    Initializer kernel = Initializers.get(Map.of("class_name", "HeNormal", "config", Map.of()));
    assertEquals(0.0505, std(TensorInit.tensor(kernel).shape(784, 10).plan()), 5e-5);
    FillRequest torchs = TensorInit.tensor(kernel).shape(784, 10).layout(Layout.OUT_IN);
    assertEquals(0.4472, std(torchs.plan()), 5e-5);
    // a plain name has no owner, another prefix another
    assertEquals(
        0.4472, std(TensorInit.tensor(Initializers.get("HeNormal")).shape(784, 10).plan()), 5e-5);
    Initializer torch =
        Initializers.get(Map.of("class_name", "torch:kaiming_normal_", "config", Map.of()));
    assertEquals(0.4472, std(TensorInit.tensor(torch).shape(784, 10).plan()), 5e-5);
  }

  private static double std(FillPlan plan) {
    return Moments.of(plan, Shape.of(784, 10), DType.F32).std().orElseThrow();
  }

  @Test
  void formsAreThoseOfKeras() {
    Map<String, Object> config = new HashMap<>();
    config.put("seed", null);
    assertEquals(
        Map.of("class_name", "HeNormal", "config", config),
        KerasConfig.of(Initializers.heNormal(), Form.KERAS_2));
    Map<String, Object> keras3 = new HashMap<>();
    keras3.put("module", "keras.initializers");
    keras3.put("class_name", "HeNormal");
    keras3.put("config", config);
    keras3.put("registered_name", null);
    assertEquals(keras3, KerasConfig.of(Initializers.get("keras:he_normal"), Form.KERAS_3));
    assertEquals(
        Map.of("class_name", "Constant", "config", Map.of("value", List.of(1.0, 2.0))),
        KerasConfig.of(Initializers.constant(new double[] {1, 2}, 2), Form.KERAS_2));
  }

  @Test
  void aSeedIsWrittenIntoWhatIsRandom() {
    Map<String, Object> object = KerasConfig.of(Initializers.heNormal(), Form.KERAS_3, Seed.of(-1));
    assertEquals(
        Map.of("seed", BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
        object.get("config"));
    assertEquals(Optional.of(Seed.of(-1)), InitializerNames.resolve(object).seed());
    assertEquals(
        Map.of("class_name", "Zeros", "config", Map.of()),
        KerasConfig.of(Initializers.zeros(), Form.KERAS_2, Seed.of(1)));
  }

  static Stream<Initializer> beyondKeras() {
    return Stream.of(
        Initializers.constant(Double.POSITIVE_INFINITY),
        Initializers.given(new double[] {1}, 1),
        Initializers.truncatedNormalBetween(0, 1, -2, 2),
        Initializers.truncatedNormal(0, 1, -1, 2),
        new VarianceScaling(1, FanMode.FAN_GEO_AVG, Distribution.UNIFORM),
        new VarianceScaling(1, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL_UNCORRECTED),
        Initializers.get("jax:he_normal"),
        new OnAxes(Initializers.heNormal(), Layout.axes(List.of(0), List.of(1), List.of())),
        new Orthogonal(1).withMethod(OrthogonalFill.Method.QR),
        new Orthogonal(1).withRowAxis(0),
        new Identity(1),
        Initializers.normal(0, 1).scaled(2));
  }

  @ParameterizedTest
  @MethodSource("beyondKeras")
  void whatKerasDoesNotHaveIsRefused(Initializer initializer) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> KerasConfig.of(initializer, Form.KERAS_3));
    assertTrue(
        error.getMessage().startsWith("initializer must be one that Keras has, was "),
        error.getMessage());
  }

  /** What Keras 3.15.1 wrote, and the seed among it; the origin stands in the file. */
  @Test
  void objectsThatKerasWroteAreRead() throws IOException, JsonException {
    List<ResolvedInitializer> read = new ArrayList<>();
    try (InputStream in = KerasConfigTest.class.getResourceAsStream("/keras/configs.json")) {
      Map<?, ?> document = (Map<?, ?>) JsonReader.read(in.readAllBytes());
      for (Object row : (List<?>) document.get("rows")) {
        read.add(InitializerNames.resolve((Map<?, ?>) ((Map<?, ?>) row).get("object")));
      }
    }
    assertEquals(
        List.of(
            Initializers.zeros(),
            Initializers.ones(),
            Initializers.constant(3),
            Initializers.constant(new double[] {1, 2}, 2),
            Initializers.constant(new double[] {1, 1, 1, 1}, 2, 2),
            Initializers.uniform(-0.05, 0.05),
            Initializers.normal(1, 2),
            Initializers.truncatedNormal(0, 0.5),
            Initializers.glorotUniform(),
            Initializers.glorotNormal(),
            Initializers.heUniform(),
            Initializers.heNormal(),
            Initializers.heNormal(),
            Initializers.lecunUniform(),
            new OnAxes(
                Initializers.lecunNormal(),
                Layout.axesAlone("keras_axes", List.of(0), List.of(1, 2))),
            new VarianceScaling(2, FanMode.FAN_OUT, Distribution.UNIFORM),
            new VarianceScaling(2, FanMode.FAN_AVG, Distribution.TRUNCATED_NORMAL),
            new VarianceScaling(2, FanMode.FAN_AVG, Distribution.NORMAL),
            new Orthogonal(2),
            new Identity(1).withFits(Identity.Fits.MATRIX),
            stft(Stft.Side.REAL, Window.named("hann"), Stft.Scaling.DENSITY, false),
            stft(Stft.Side.IMAG, Window.named("hamming"), Stft.Scaling.SPECTRUM, true),
            stft(Stft.Side.REAL, null, Stft.Scaling.NONE, false),
            stft(Stft.Side.REAL, Window.of(1, 2, 3), Stft.Scaling.NONE, false)),
        read.stream().map(resolved -> ((AsPeer) resolved.initializer()).inner()).toList());
    assertEquals(
        List.of(Seed.of(7), Seed.of(3), Seed.of(7)),
        read.stream().flatMap(resolved -> resolved.seed().stream()).toList());
  }

  private static Stft stft(Stft.Side side, Window window, Stft.Scaling scaling, boolean periodic) {
    return new Stft(side, Optional.ofNullable(window), scaling, periodic);
  }

  @Test
  void kerasOldSpellingsAreRead() {
    assertEquals(Initializers.zeros(), Initializers.get("zero"));
    assertEquals(Initializers.ones(), Initializers.get("one"));
    assertEquals(new Orthogonal(1), Initializers.get("OrthogonalInitializer"));
    assertEquals(
        new Identity(1).withFits(Identity.Fits.MATRIX), Initializers.get("IdentityInitializer"));
    assertEquals(
        new Stft(Stft.Side.REAL, Window.named("hann"), Stft.Scaling.DENSITY, false),
        Initializers.get("STFTInitializer"));
  }
}
