package io.tensorinit.cpu;

import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.Keras;
import io.tensorinit.TensorInit;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Backends;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
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

  @Test
  void fillSomeRowsOfABuffer() {
    float[] whole = heNormal().floats("fc1.weight", 12, 20);
    FloatBuffer buffer = FloatBuffer.allocate(100).position(10);
    TensorInit.tensor(heNormal()).shape(12, 20).name("fc1.weight").rows(4, 3).into(buffer);
    assertEquals(10, buffer.position());
    assertArrayEquals(
        Arrays.copyOfRange(whole, 80, 140), Arrays.copyOfRange(buffer.array(), 10, 70));
    assertEquals(0, buffer.get(70));
    DoubleBuffer wide = DoubleBuffer.allocate(60);
    TensorInit.tensor(heNormal()).shape(12, 20).name("fc1.weight").rows(4, 3).into(wide);
    assertArrayEquals(
        Arrays.copyOfRange(heNormal().doubles("fc1.weight", 12, 20), 80, 140), wide.array());
    FillRequest request = TensorInit.tensor(heNormal()).shape(12, 20).name("fc1.weight");
    assertRefused(
        "box of [3, 20] at [10, 0] must lie inside shape [12, 20]",
        () -> request.rows(10, 3).into(buffer));
    assertRefused(
        "rows need an axis, but the shape is []", () -> request.shape().rows(0, 1).floats());
  }

  @Test
  void refuseMemoryOfADevice() {
    try (Backend backend = Backends.installed().open("cpu", BackendOptions.threads(1))) {
      FillRequest request = TensorInit.tensor(heNormal()).shape(2, 3).name("w").on(backend);
      assertRefused(
          "destination must be host memory for backend cpu, was device memory at 0x7f00 on stream"
              + " 0x2",
          () -> request.into(DeviceDestination.at(0x7f00).onStream(2)));
    }
  }

  @Test
  void readAndWriteKerassText() {
    String text = "{\"class_name\": \"HeNormal\", \"config\": {\"seed\": 7}}";
    Initializer kernel = Keras.parse(text);
    assertEquals(
        Initializers.get(Map.of("class_name", "HeNormal", "config", Map.of("seed", 7))), kernel);
    assertEquals(kernel, Keras.parse(Keras.format(kernel)));
    assertEquals(Initializers.get("keras:glorot_uniform"), Keras.parse("\"glorot_uniform\""));
    assertRefused(
        "a Keras initializer must be a config object or a name, was [1]", () -> Keras.parse("[1]"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Keras.parse("HeNormal")).getMessage();
    assertTrue(
        message.startsWith("a Keras initializer must be JSON, in which a name stands "), message);
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
        seeded.floats(Seed.of(7).key("fc1.weight"), 5, 6),
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
