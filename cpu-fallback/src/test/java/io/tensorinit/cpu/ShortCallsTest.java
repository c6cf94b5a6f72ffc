package io.tensorinit.cpu;

import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tensorinit.Initializers;
import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way of asking for one tensor gives the same bits. */
class ShortCallsTest {
  private static final Key KEY = Seed.of(42).key("fc1.weight");

  @Test
  void agree() {
    float[] expected = heNormal().floats(KEY, 12, 20);
    assertEquals(240, expected.length);
    float[] array = new float[250];
    TensorInit.tensor(heNormal()).shape(12, 20).key(KEY).into(array);
    assertArrayEquals(expected, Arrays.copyOf(array, 240));
    assertEquals(0, array[240]);
    try (Backend backend = Backends.installed().open("cpu", BackendOptions.threads(1))) {
      assertArrayEquals(
          expected, TensorInit.tensor(heNormal()).shape(12, 20).key(KEY).on(backend).floats());
    }
    double[] wide = heNormal().doubles(KEY, 12, 20);
    double[] given = new double[240];
    TensorInit.tensor(heNormal()).shape(12, 20).key(KEY).into(given);
    assertArrayEquals(wide, given);
    for (int i = 0; i < 240; i++) {
      assertEquals(expected[i], wide[i], 1e-6);
    }
  }

  @Test
  void takeANameUnderTheDefaultSeed() {
    Key key = Seed.DEFAULT.key("fc1.weight");
    assertArrayEquals(heNormal().floats(key, 5, 6), heNormal().floats("fc1.weight", 5, 6));
    assertArrayEquals(heNormal().doubles(key, 5, 6), heNormal().doubles("fc1.weight", 5, 6));
  }

  /** As a user writes them: two layers of one shape are not the same layer. */
  @Test
  void makeTwoLayersDiffer() {
    float[] first = heNormal().floats("fc1.weight", 256, 256);
    float[] second = heNormal().floats("fc2.weight", 256, 256);
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void takeTheSeedOfAConfigObject() {
    Initializer seeded =
        Initializers.get(Map.of("class_name", "HeNormal", "config", Map.of("seed", 7)));
    assertArrayEquals(
        Initializers.get("keras:HeNormal").floats(Seed.of(7).key("fc1.weight"), 5, 6),
        seeded.floats("fc1.weight", 5, 6));
    assertArrayEquals(
        seeded.floats(Seed.of(8).key("fc1.weight"), 5, 6),
        TensorInit.tensor(seeded).shape(5, 6).seed(Seed.of(8)).name("fc1.weight").floats());
  }

  @Test
  void fillScalarsAndComplexTensors() {
    assertEquals(1, heNormal().floats("scale").length);
    assertEquals(0, heNormal().floats("none", 0, 3).length);
    assertEquals(
        12, TensorInit.tensor(heNormal()).shape(2, 3).dtype(DType.C64).name("w").floats().length);
  }
}
