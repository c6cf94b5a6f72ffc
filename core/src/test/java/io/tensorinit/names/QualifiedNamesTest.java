package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.Initializers;
import io.tensorinit.testkit.Refusals;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as programs write them, behind the module they are imported from. */
class QualifiedNamesTest {
  @ParameterizedTest
  @CsvSource({
    "keras.initializers.HeNormal, keras:HeNormal",
    "tf.keras.initializers.GlorotUniform, keras:GlorotUniform",
    "tf.random_normal_initializer, keras:RandomNormal",
    "tf.zeros_initializer, keras:Zeros",
    "keras.src.initializers.random_initializers.HeUniform, keras:HeUniform",
    "nn.init.xavier_uniform_, torch:xavier_uniform_",
    "torch.nn.init.kaiming_normal_, torch:kaiming_normal_",
    "init.normal_, torch:normal_",
    "init.xavier_uniform, torch:xavier_uniform_",
    "init.Xavier, mxnet:Xavier",
    "init.Normal, mxnet:Normal",
    "init.Uniform, mxnet:Uniform",
    "mx.init.MSRAPrelu, mxnet:MSRAPrelu",
    "mxnet.initializer.Orthogonal, mxnet:Orthogonal",
    "nn.initializers.lecun_normal, jax:lecun_normal",
    "flax.linen.initializers.orthogonal, jax:orthogonal",
    "initializers.he_normal, jax:he_normal",
    "initializers.HeNormal, keras:HeNormal",
    "WeightInit.XAVIER, dl4j:XAVIER",
    "ai.djl.training.initializer.XavierInitializer, djl:XavierInitializer",
    "Initializer.ONES, djl:ONES",
    "Lux.kaiming_uniform, lux:kaiming_uniform",
    "Flux.lecun_normal, flux:lecun_normal",
    "org.tensorflow.framework.initializers.He, tensorflow-java:He",
  })
  void aModuleSaysWhoseNameItIs(String qualified, String prefixed) {
    assertEquals(Initializers.get(prefixed), Initializers.get(qualified));
  }

  /** The names that Dive into Deep Learning's chapter on initialization writes. */
  @ParameterizedTest
  @CsvSource({
    "zeros_initializer, zeros",
    "ones_initializer, ones",
    "random_normal_initializer, random_normal",
    "random_uniform_initializer, random_uniform",
  })
  void theFunctionsOfTensorFlowsRootAreKeras(String name, String keras) {
    assertEquals(Initializers.get(keras), Initializers.get(name));
  }

  @Test
  void theFunctionsOfTensorFlowsRootTakeTheirParameters() {
    assertEquals(
        Initializers.normal(0, 0.01),
        Initializers.get("random_normal_initializer", Map.of("mean", 0, "stddev", 0.01)));
    assertEquals(
        Initializers.constant(1), Initializers.get("constant_initializer", Map.of("value", 1)));
  }

  @Test
  void aMisspelledNameOfAModuleIsRefusedWithTheNearest() {
    Refusals.assertRefused(
        "unknown initializer \"nn.init.xavier_unifrom_\"; did you mean 'nn.init.xavier_uniform_'?",
        () -> Initializers.get("nn.init.xavier_unifrom_"));
    Refusals.assertRefused(
        "unknown initializer \"my.module.HeNormal\"; tensorinit list prints those there are",
        () -> Initializers.get("my.module.HeNormal"));
  }

  @Test
  void everyModuleIsOfAPeerWithNames() {
    List<String> empty =
        Peers.all().stream()
            .filter(peer -> !peer.modules().isEmpty() && peer.tables().isEmpty())
            .map(Object::toString)
            .toList();
    assertEquals(List.of(), empty);
  }
}
