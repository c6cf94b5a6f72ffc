package io.tensorinit.cpu;

import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Backends;
import io.tensorinit.DType;
import io.tensorinit.Initializer;
import io.tensorinit.Key;
import io.tensorinit.Seed;
import io.tensorinit.TensorInit;
import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendOptions;
import org.junit.jupiter.api.Test;

/** Every way of asking for one tensor gives the same bits. */
class ShortCallsTest {
  private static final Key KEY = Seed.of(42).key("fc1.weight");

  @Test
  void agree() {
    float[] expected = heNormal().floats(KEY, 12, 20);
    assertEquals(240, expected.length);
    float[] array = new float[250];
    TensorInit.fill(heNormal()).shape(12, 20).key(KEY).into(array);
    assertArrayEquals(expected, java.util.Arrays.copyOf(array, 240));
    assertEquals(0, array[240]);
    try (Backend backend = Backends.installed().open("cpu", new BackendOptions(1, 0))) {
      assertArrayEquals(
          expected, TensorInit.fill(heNormal()).shape(12, 20).key(KEY).on(backend).floats());
    }
    double[] wide = heNormal().doubles(KEY, 12, 20);
    double[] given = new double[240];
    TensorInit.fill(heNormal()).shape(12, 20).key(KEY).into(given);
    assertArrayEquals(wide, given);
    for (int i = 0; i < 240; i++) {
      assertEquals(expected[i], wide[i], 1e-6);
    }
  }

  @Test
  void haveADefaultKey() {
    Initializer spec = heNormal();
    Key key = Seed.DEFAULT.key("");
    assertArrayEquals(spec.floats(key, 5, 6), spec.floats(5, 6));
    assertArrayEquals(spec.doubles(key, 5, 6), spec.doubles(5, 6));
    assertArrayEquals(spec.floats(Seed.DEFAULT, 5, 6), spec.floats(5, 6));
    assertArrayEquals(spec.doubles(Seed.DEFAULT, 5, 6), spec.doubles(5, 6));
  }

  @Test
  void fillScalarsAndComplexTensors() {
    assertEquals(1, heNormal().floats().length);
    assertEquals(0, heNormal().floats(0, 3).length);
    assertEquals(12, TensorInit.fill(heNormal()).shape(2, 3).dtype(DType.C64).floats().length);
  }
}
