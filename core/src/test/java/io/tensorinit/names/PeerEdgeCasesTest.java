package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The peers' edge cases (reference, section 4): ranks, empty shapes, scales of zero, dtypes. */
class PeerEdgeCasesTest {
  private static FillPlan lower(Initializer initializer, long... shape) {
    return initializer.lower(Shape.of(shape), initializer.ownLayout().orElse(Layout.OUT_IN));
  }

  private static Optional<Fans> fans(String name, long... shape) {
    Initializer initializer = Initializers.get(name);
    return initializer.fans(Shape.of(shape), initializer.ownLayout().orElse(Layout.OUT_IN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch:kaiming_uniform_",
        "torch:xavier_normal_",
        "jax:he_normal",
        "mxnet:Xavier",
        "djl:XavierInitializer"
      })
  void fansNeedRankTwo(String name) {
    for (long[] shape : new long[][] {{}, {3}}) {
      assertThrows(
          IllegalArgumentException.class, () -> lower(Initializers.get(name), shape), name);
    }
  }

  @Test
  void fansOfRankZeroAndOneFollowThePrefix() {
    assertEquals(Optional.of(new Fans(5, 5)), fans("keras:he_normal", 5));
    assertEquals(Optional.of(new Fans(1, 5)), fans("lux:kaiming_normal", 5));
    assertEquals(Optional.of(new Fans(1, 1)), fans("flux:kaiming_normal"));
    assertEquals(Optional.of(new Fans(5, 5)), fans("he_normal", 5));
    assertEquals(Optional.of(new Fans(5, 5)), fans("kaiming_normal_", 5));
    assertEquals(Optional.of(new Fans(1, 1)), fans("xavier_uniform_"));
    assertEquals(Optional.empty(), fans("torch:kaiming_normal_", 5));
  }

  @Test
  void aPrefixBringsItsLayout() {
    assertEquals(Optional.of(new Fans(3, 7)), fans("keras:he_normal", 3, 7));
    assertEquals(Optional.of(new Fans(7, 3)), fans("torch:kaiming_normal_", 3, 7));
    assertEquals(Optional.of(new Fans(7, 3)), fans("he_normal", 3, 7));
    assertEquals(Optional.of(new Fans(7, 3)), fans("lux:glorot_uniform", 3, 7));
    assertEquals(Optional.of(new Fans(10, 14)), fans("lux:glorot_uniform", 2, 5, 7));
    assertEquals(Optional.of(new Fans(3, 7)), fans("dl4j:XAVIER", 3, 7));
    assertEquals(Optional.of(new Fans(3, 7)), fans("jax:glorot_normal", 3, 7));
  }

  @ParameterizedTest
  @CsvSource({
    "keras:glorot_uniform, 0, 0, true",
    "torch:kaiming_normal_, 3, 0, true",
    "torch:xavier_normal_, 0, 3, true",
    "torch:xavier_normal_, 0, 0, false",
    "jax:glorot_normal, 0, 3, false",
    "lux:glorot_normal, 0, 0, true",
    "djl:XavierInitializer, 0, 3, true",
    "djl:XavierInitializer, 0, 0, false",
    "xavier_normal_, 0, 0, true",
    "keras:orthogonal, 0, 3, true",
    "torch:orthogonal_, 0, 3, true",
    "jax:orthogonal, 0, 3, true",
  })
  void emptyTensors(String name, long first, long second, boolean accepted) {
    Initializer initializer = Initializers.get(name);
    if (accepted) {
      assertDoesNotThrow(() -> lower(initializer, first, second));
    } else {
      assertThrows(IllegalArgumentException.class, () -> lower(initializer, first, second));
    }
  }

  @Test
  void scalesOfZero() {
    assertEquals(0, std("torch:xavier_uniform_", Map.of("gain", 0)));
    assertEquals(0, std("lux:kaiming_normal", Map.of("gain", 0)));
    assertEquals(
        0,
        std(
            "jax:variance_scaling",
            Map.of("scale", 0, "mode", "fan_in", "distribution", "uniform")));
    assertEquals(0, std("keras:truncated_normal", Map.of("stddev", 0)));
    assertEquals(0, std("jax:truncated_normal", Map.of("stddev", 0)));
    assertEquals(0, std("torch:normal_", Map.of("std", 0)));
    assertThrows(
        IllegalArgumentException.class, () -> std("keras:variance_scaling", Map.of("scale", 0)));
    assertThrows(
        IllegalArgumentException.class, () -> std("torch:trunc_normal_", Map.of("std", 0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> std("djl:TruncatedNormalInitializer", Map.of("sigma", 0)));
    assertThrows(
        IllegalArgumentException.class, () -> std("torch:xavier_normal_", Map.of("gain", -1)));
  }

  private static double std(String name, Map<String, Object> config) {
    Shape shape = Shape.of(4, 4);
    FillPlan plan = lower(Initializers.get(name, config), 4, 4);
    return Moments.of(plan, shape, DType.F32).std().orElseThrow();
  }

  @Test
  void luxMovesTheMeanToTheBoundWhereStdIsZero() {
    assertEquals(
        Initializers.constant(2).lower(Shape.of(1), Layout.NONE),
        lower(Initializers.get("lux:truncated_normal", Map.of("mean", 5, "std", 0)), 1));
  }

  @Test
  void boundsMayBeInfinite() {
    assertEquals(
        lower(Initializers.truncatedNormalBetween(0, 1, 0, Double.POSITIVE_INFINITY), 4),
        lower(Initializers.get("torch:trunc_normal_", Map.of("a", 0, "b", "inf")), 4));
  }

  @Test
  void wordsAreTakenInAnyLetterCase() {
    assertEquals(
        Initializers.get("torch:kaiming_normal_", Map.of("mode", "fan_out")),
        Initializers.get("torch:kaiming_normal_", Map.of("mode", "FAN_OUT")));
    assertEquals(
        Initializers.get("djl:Xavier", Map.of("randomType", "GAUSSIAN")),
        Initializers.get("djl:XavierInitializer", Map.of("randomType", "gaussian")));
  }

  @Test
  void peersRefuseTheirDTypesByPrefixOnly() {
    for (DType dtype : List.of(DType.F16, DType.BF16, DType.C64)) {
      Initializers.get("orthogonal").requireDType(dtype);
      Initializers.get("orthogonal_").requireDType(dtype);
      assertThrows(
          IllegalArgumentException.class,
          () -> Initializers.get("torch:orthogonal_").requireDType(dtype));
    }
    Initializers.get("jax:orthogonal").requireDType(DType.C64);
    assertThrows(
        IllegalArgumentException.class,
        () -> Initializers.get("jax:delta_orthogonal").requireDType(DType.BF16));
  }

  @Test
  void fluxRollsTheWholeArray() {
    Initializer rolled = Initializers.get("flux:identity_init", Map.of("shift", 1));
    Initializer same = Initializers.get("flux:identity_init", Map.of("shift", List.of(1, 0, 0)));
    assertEquals(lower(same, 3, 2, 2), lower(rolled, 3, 2, 2));
  }
}
