package io.tensorinit.dl4j;

import static io.tensorinit.Initializers.glorotUniform;
import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.Initializers.heUniform;
import static io.tensorinit.Initializers.normal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.names.Layouts;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Weight initializations in Deeplearning4j's configurations. */
class NamedWeightInitTest {
  private static final Seed SEED = Seed.of(42);

  /** One that Keras does not have. */
  private static final Initializer OWN = normal(0, 1).withPaddingRow(0);

  @BeforeEach
  void needNatives() {
    Nd4jNatives.require();
  }

  private static MultiLayerConfiguration configuration(NamedWeightInit init) {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(new DenseLayer.Builder().nIn(20).nOut(30).weightInit(init).build())
        .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(30).nOut(2).build())
        .build();
  }

  private static float[] weights(NamedWeightInit init) {
    return weights(Networks.initialized(configuration(init)), "0_W");
  }

  private static float[] weights(MultiLayerNetwork network, String name) {
    return network.getParam(name).dup('c').data().asFloat();
  }

  @Test
  void aLayerHasTheValuesOfItsName() {
    float[] expected =
        TensorInit.tensor(heUniform())
            .layout(Layouts.named("dl4j"))
            .shape(20, 30)
            .seed(SEED)
            .name("fc.weight")
            .floats();
    assertArrayEquals(expected, weights(NamedWeightInit.of("fc.weight", heUniform()).seed(SEED)));
    assertArrayEquals(expected, weights(NamedWeightInit.of("fc.weight", "he_uniform").seed(SEED)));
    assertArrayEquals(
        expected,
        weights(
            NamedWeightInit.of(
                "fc.weight", "{\"class_name\": \"HeUniform\", \"config\": {\"seed\": 42}}")));
  }

  /** The stride divides the fan out, as nowhere but in Deeplearning4j. */
  @Test
  void theFansAreTheLayers() {
    MultiLayerNetwork network =
        Networks.initialized(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .nIn(3)
                        .nOut(9)
                        .weightInit(NamedWeightInit.of("conv", glorotUniform()))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(9).nOut(2).build())
                .build());
    assertArrayEquals(
        TensorInit.tensor(glorotUniform())
            .layout(Layouts.named("dl4j").withFans(27, 81 / 4.0))
            .shape(9, 3, 3, 3)
            .name("conv")
            .floats(),
        weights(network, "0_W"));
  }

  @Test
  void aConfigurationIsReadBack() {
    for (NamedWeightInit init :
        new NamedWeightInit[] {
          NamedWeightInit.of("0_W", "torch:kaiming_uniform_").seed(Seed.of(-1)),
          NamedWeightInit.of("0_W", heNormal()),
          NamedWeightInit.of(
              "0_W", "{\"class_name\": \"RandomNormal\", \"config\": {\"stddev\": 2}}")
        }) {
      MultiLayerConfiguration written = configuration(init);
      MultiLayerConfiguration json = MultiLayerConfiguration.fromJson(written.toJson());
      assertEquals(written, json);
      assertEquals(written, MultiLayerConfiguration.fromYaml(written.toYaml()));
      assertArrayEquals(weights(init), weights(Networks.initialized(json), "0_W"));
      assertEquals(
          init.toString(), ((DenseLayer) json.getConf(0).getLayer()).getWeightInitFn().toString());
    }
  }

  @Test
  void aGraphsConfigurationIsReadBack() {
    ComputationGraphConfiguration written =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(4)
                    .nOut(2)
                    .weightInit(NamedWeightInit.of("out_W", "lecun_normal"))
                    .build(),
                "in")
            .setOutputs("out")
            .build();
    assertEquals(written, ComputationGraphConfiguration.fromJson(written.toJson()));
  }

  @Test
  void aSavedNetworkIsRestored(@TempDir Path folder) throws Exception {
    MultiLayerNetwork network =
        Networks.initialized(configuration(NamedWeightInit.of("0_W", heNormal())));
    Path file = folder.resolve("network.zip");
    ModelSerializer.writeModel(network, file.toFile(), false);
    MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);
    assertEquals(network.params(), restored.params());
    assertEquals(network.getLayerWiseConfigurations(), restored.getLayerWiseConfigurations());
    assertEquals(network.params(), network.clone().params());
  }

  @Test
  void javasSerializationReadsItBack() throws Exception {
    NamedWeightInit init = NamedWeightInit.of("0_W", heNormal()).seed(SEED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(init);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      NamedWeightInit read = (NamedWeightInit) in.readObject();
      assertEquals(init, read);
      assertEquals(init.hashCode(), read.hashCode());
      assertArrayEquals(weights(init), weights(read));
    }
    assertThrows(
        NotSerializableException.class,
        () ->
            new ObjectOutputStream(new ByteArrayOutputStream())
                .writeObject(NamedWeightInit.of("0_W", OWN)));
  }

  @Test
  void whatHasNoTextFillsButIsNotWritten() {
    NamedWeightInit init = NamedWeightInit.of("0_W", OWN);
    assertEquals(0, weights(init)[0]);
    RuntimeException refusal =
        assertThrows(RuntimeException.class, () -> configuration(init).toJson());
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertEquals(
        "the initializer of \"0_W\" has no text that a configuration could hold: register a name"
            + " for it (Initializers.register) and ask for it by that name",
        cause.getMessage());
    IllegalArgumentException manifest =
        assertThrows(
            IllegalArgumentException.class,
            () -> Dl4jNetworks.manifest(Networks.initialized(configuration(init)), SEED));
    assertTrue(manifest.getMessage().startsWith("parameter \"0_W\": "), manifest::getMessage);
  }

  private static MultiLayerConfiguration lstm(NamedWeightInit input, NamedWeightInit recurrent) {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(
            new LSTM.Builder()
                .nIn(5)
                .nOut(7)
                .weightInit(input)
                .weightInitRecurrent(recurrent)
                .build())
        .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT).nIn(7).nOut(2).build())
        .build();
  }

  /** Else an LSTM's two weights would begin with the same numbers. */
  @Test
  void oneNameForTwoParametersIsRefused() {
    NamedWeightInit one = NamedWeightInit.of("lstm", heNormal());
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> Networks.initialized(lstm(one, one)));
    assertTrue(
        refusal.getMessage().startsWith("one parameter must have the name \"lstm\", but a second"),
        refusal::getMessage);
    MultiLayerNetwork network =
        Networks.initialized(
            lstm(NamedWeightInit.of("W", heNormal()), NamedWeightInit.of("RW", heNormal())));
    assertNotEquals(weights(network, "0_W")[0], weights(network, "0_RW")[0]);
  }

  /** The same configuration may make many networks. */
  @Test
  void aNameServesEachNetwork() {
    MultiLayerConfiguration configuration = configuration(NamedWeightInit.of("0_W", heNormal()));
    assertArrayEquals(
        weights(Networks.initialized(configuration), "0_W"),
        weights(Networks.initialized(configuration.clone()), "0_W"));
  }

  /** The whole network's other parameters have the names of its table, this one its own. */
  @Test
  void aWholeNetworkKeepsItsNames() {
    MultiLayerNetwork network =
        Networks.initialized(configuration(NamedWeightInit.of("mine", "he_normal").seed(SEED)));
    float[] before = weights(network, "0_W");
    Dl4jNetworks.initialize(network, Seed.of(1));
    assertArrayEquals(before, weights(network, "0_W"));
    assertTrue(Dl4jNetworks.manifest(network, SEED).contains("\"key\" : \"" + SEED.key("mine")));
  }

  @Test
  void whatIsNoInitializerIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NamedWeightInit.of("w", "he_norml"));
    assertThrows(IllegalArgumentException.class, () -> NamedWeightInit.of("w", "{"));
    assertThrows(NullPointerException.class, () -> NamedWeightInit.of(null, "he_normal"));
  }
}
