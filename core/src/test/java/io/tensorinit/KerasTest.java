package io.tensorinit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.peer.AsPeer;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import io.tensorinit.testkit.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keras's get, serialize, deserialize and get_config. */
class KerasTest {
  private static Initializer asKeras(Initializer initializer) {
    return new AsPeer(initializer, KerasPeer.PEER);
  }

  @Test
  void getTakesWhatKerasTakes() {
    assertEquals(Optional.empty(), Keras.get(null));
    Initializer own = Initializers.heNormal();
    assertSame(own, Keras.get(own).orElseThrow());
    assertEquals(Optional.of(asKeras(Initializers.heNormal())), Keras.get("he_normal"));
    assertEquals(Optional.of(asKeras(Initializers.heNormal())), Keras.get("HeNormal"));
    assertEquals(
        Optional.of(asKeras(Initializers.constant(2))),
        Keras.get(Map.of("class_name", "Constant", "config", Map.of("value", 2))));
    Refusals.assertRefused(
        "a Keras initializer must be null, an Initializer, a name or a config object, was 3",
        () -> Keras.get(3));
  }

  /** What Keras 3.15.1 wrote, read and written again: the same initializer, seed and class. */
  @Test
  void whatKerasWroteSurvivesTheRoundTrip() throws IOException, JsonException {
    int seen = 0;
    try (InputStream in = KerasTest.class.getResourceAsStream("/keras/configs.json")) {
      Map<?, ?> document = (Map<?, ?>) JsonReader.read(in.readAllBytes());
      for (Object row : (List<?>) document.get("rows")) {
        @SuppressWarnings("unchecked")
        Map<String, Object> object = (Map<String, Object>) ((Map<?, ?>) row).get("object");
        Initializer read = Keras.deserialize(object);
        Map<String, Object> written = Keras.serialize(read);
        assertEquals(read, Keras.deserialize(written), object.toString());
        assertEquals(written, Keras.serialize(Keras.deserialize(written)), object.toString());
        assertEquals(written.get("config"), Keras.config(read));
        assertEquals(read, Keras.parse(Keras.format(read)), object.toString());
        seen++;
      }
    }
    assertEquals(24, seen);
  }

  @Test
  void configIsThatOfTheClass() {
    Map<String, Object> expected = new HashMap<>(Map.of("mean", 0.0, "stddev", 0.1));
    expected.put("seed", null);
    assertEquals(expected, Keras.config(Initializers.normal(0, 0.1)));
    expected.put("seed", 7L);
    assertEquals(
        expected, Keras.config(Initializers.get("RandomNormal", Map.of("stddev", 0.1, "seed", 7))));
    assertEquals(Map.of(), Keras.config(Initializers.zeros()));
  }

  @Test
  void customObjectsCountForOneCallAndComeFirst() {
    Map<String, Object> ramp = object("Ramp", Map.of("level", 3), "my.module", "my_package>Ramp");
    String unknown =
        "unknown initializer \"my_package>Ramp\" of module \"my.module\", a class of somebody's own,"
            + " which has to be registered under that name or given as a custom object";
    Refusals.assertRefused(unknown, () -> Keras.deserialize(ramp));
    for (String name : List.of("my_package>Ramp", "Ramp")) {
      assertEquals(
          asKeras(new Constant(3)),
          Keras.deserialize(
              ramp, Map.of(name, its -> new Constant(((Number) its.get("level")).doubleValue()))));
    }
    Refusals.assertRefused(unknown, () -> Keras.deserialize(ramp));
    assertEquals(
        asKeras(new Constant(9)),
        Keras.parse("\"he_normal\"", Map.of("HeNormal", its -> new Constant(9))));
    assertEquals(
        asKeras(new Constant(5).scaled(2)),
        Keras.deserialize(
            object("scaled", Map.of("initializer", "my_five", "scale", 2), null, null),
            Map.of("my_five", its -> new Constant(5))));
  }

  /** The class name alone is Keras's, the package and the module are not. */
  @Test
  void somebodysOwnClassIsNotKerasOfThatName() {
    Refusals.assertRefused(
        "unknown initializer \"my_package>GlorotUniform\", a class of somebody's own, which has to be"
            + " registered under that name or given as a custom object",
        () ->
            Keras.deserialize(object("GlorotUniform", Map.of(), null, "my_package>GlorotUniform")));
    Refusals.assertRefused(
        "unknown initializer \"GlorotUniform\" of module \"my.module\", a class of somebody's own,"
            + " which has to be registered under that name or given as a custom object",
        () -> Keras.deserialize(object("GlorotUniform", Map.of(), "my.module", "GlorotUniform")));
    Initializers.register("keras_test_package>HeNormal", its -> new Constant(4));
    assertEquals(
        asKeras(new Constant(4)),
        Keras.deserialize(
            object("HeNormal", Map.of(), "my.module", "keras_test_package>HeNormal")));
    assertEquals(
        asKeras(Initializers.heNormal()),
        Keras.deserialize(object("HeNormal", Map.of(), "keras.initializers", null)));
  }

  @Test
  void functionsAndOtherPeersModulesAreRead() {
    Map<String, Object> function = new HashMap<>();
    function.put("module", "builtins");
    function.put("class_name", "function");
    function.put("config", "he_normal");
    function.put("registered_name", "function");
    assertEquals(asKeras(Initializers.heNormal()), Keras.deserialize(function));
    assertEquals(
        Initializers.get("torch:xavier_uniform_"),
        Keras.deserialize(object("xavier_uniform_", Map.of(), "torch.nn.init", null)));
    Refusals.assertRefused(
        "an initializer's config object must have a text or null as module, was 3",
        () -> Keras.deserialize(Map.of("class_name", "HeNormal", "module", 3)));
  }

  @Test
  void theSeedOfAConfigIsTheInitializersOwn() {
    Initializer seeded = Keras.deserialize(object("HeNormal", Map.of("seed", 7), null, null));
    assertEquals(Optional.of(Seed.of(7)), seeded.ownSeed());
    assertEquals(7L, Keras.config(seeded).get("seed"));
  }

  private static Map<String, Object> object(
      String className, Map<String, Object> config, String module, String registeredName) {
    Map<String, Object> object = new HashMap<>();
    object.put("module", module);
    object.put("class_name", className);
    object.put("config", config);
    object.put("registered_name", registeredName);
    return object;
  }
}
