package io.tensorinit.checkpoint;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.random.NormalQuantile;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedDensityTest {
  private static Parameter parameter(Initializer init, DType dtype) {
    return Model.builder()
        .dtype(dtype)
        .parameter("w", Shape.of(100, 100), init)
        .build()
        .parameters()
        .get(0);
  }

  private static double[] shares(Initializer init, DType dtype) {
    return PlannedDensity.of(parameter(init, dtype)).orElseThrow().shares();
  }

  @Test
  void aUniformIsFlatAndAConstantOneBin() {
    for (double share : shares(uniform(-1, 3), DType.F32)) {
      assertEquals(1.0 / 64, share, 1e-6);
    }
    double[] one = new double[64];
    one[32] = 1;
    assertArrayEquals(one, shares(constant(0.3), DType.F32));
    assertArrayEquals(one, shares(constant(0.3), DType.F8_E4M3), "stored as 0.3125");
  }

  /** 0.7 is stored as 0.69921875, the last edge that a file would have. */
  @Test
  void valuesAreRoundedAsTheyAreStored() {
    Histogram found = new Histogram(Histogram.edges(-0.69921875, 0.69921875, 64), new long[64]);
    Parameter held = parameter(normal(0, 1).clamped(-0.7, 0.7), DType.BF16);
    double[] shares = PlannedDensity.of(held, found).orElseThrow().shares();
    assertEquals(1, Arrays.stream(shares).sum(), 1e-4);
    assertEquals(0.2419636522, shares[0], 0.01, "Phi(-0.7)");
    assertEquals(0.2419636522, shares[63], 0.01);
  }

  /** Against the values of 100,000 equally likely words, stored as they would be. */
  @Test
  void countsWhatRoundingToEightBitsLeaves() {
    Parameter parameter = parameter(normal(0, 0.01), DType.F8_E4M3);
    double[] edges = Histogram.edges(-0.0390625, 0.0390625, 64);
    double[] counts = new double[64];
    int words = 100_000;
    for (int i = 0; i < words; i++) {
      double v = (i + 0.5) / words;
      float value = (float) (0.01 * NormalQuantile.STANDARD.at(v, 1 - v));
      NarrowFloat type = NarrowFloat.FLOAT8_E4M3;
      double stored = type.decode(type.encode(value));
      for (int bin = 0; bin < 64; bin++) {
        boolean last = bin == 63 && stored == edges[64];
        if (stored >= edges[bin] && (stored < edges[bin + 1] || last)) {
          counts[bin] += 1.0 / words;
        }
      }
    }
    double[] shares =
        PlannedDensity.of(parameter, new Histogram(edges, new long[64])).orElseThrow().shares();
    assertArrayEquals(counts, shares, 2e-4);
    assertTrue(Arrays.stream(shares).filter(share -> share == 0).count() > 20, "a comb");
  }

  @Test
  void saysNothingOfWhatItCannotKnow() {
    Initializer program = Initializers.function((i, stream) -> i);
    assertEquals(Optional.empty(), PlannedDensity.of(parameter(program, DType.F32)));
    Histogram none = new Histogram(new double[0], new long[0]);
    assertEquals(Optional.empty(), PlannedDensity.of(parameter(normal(0, 1), DType.F32), none));
    Parameter empty =
        Model.builder().parameter("w", Shape.of(0, 3), normal(0, 1)).build().parameters().get(0);
    assertEquals(Optional.empty(), PlannedDensity.of(empty));
  }
}
