package io.tensorinit.dl4j;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.layout.Fans;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.ManifestException;
import io.tensorinit.model.Model;
import io.tensorinit.model.Rule;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.Layouts;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Real networks hold what the command writes for the same names. */
class Dl4jNetworksTest {
  private static final Seed SEED = Seed.of(-42);

  @TempDir Path folder;

  @BeforeEach
  void needNatives() {
    Nd4jNatives.require();
  }

  static Set<String> networks() {
    return Networks.ALL.keySet();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkEqualsTheCommandsFile(String kind) throws Exception {
    org.deeplearning4j.nn.api.Model network = Networks.ALL.get(kind).get();
    Path manifest = folder.resolve("model.json");
    Files.writeString(manifest, Dl4jNetworks.manifest(network, SEED));
    Path file = folder.resolve("model.safetensors");
    runCommand("init", manifest.toString(), "-o", file.toString());

    network.paramTable().values().forEach(array -> array.assign(7));
    Dl4jNetworks.initialize(network, SEED);

    Map<String, double[]> stored = stored(file);
    assertEquals(stored.keySet(), network.paramTable().keySet());
    network
        .paramTable()
        .forEach(
            (name, array) ->
                assertArrayEquals(stored.get(name), array.dup('c').data().asDouble(), name));
  }

  /** The way back: values of a file, whatever made it. */
  @ParameterizedTest
  @MethodSource("networks")
  void aNetworkIsFilledFromAFile(String kind) throws Exception {
    org.deeplearning4j.nn.api.Model network = Networks.ALL.get(kind).get();
    Dl4jNetworks.initialize(network, SEED);
    INDArray first = network.params().dup();
    Model model = Dl4jNetworks.describe(network).seed(SEED).build();
    Path file = folder.resolve("model.safetensors");
    try (Weights weights = Weights.of(model)) {
      weights.write(file);
    }
    Model otherwise = Dl4jNetworks.describe(network).seed(Seed.of(1)).build();
    Dl4jNetworks.fill(network, otherwise);
    try (Weights weights = Weights.of(otherwise)) {
      weights.load(file);
      Dl4jNetworks.fill(network, weights.current(), weights.backend());
    }
    assertEquals(first, network.params());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void whatIsDescribedIsTheManifest(String kind) {
    org.deeplearning4j.nn.api.Model network = Networks.ALL.get(kind).get();
    INDArray before = network.params().dup();
    Model described = Dl4jNetworks.describe(network).seed(SEED).build();
    Model read =
        Manifest.parse(Dl4jNetworks.manifest(network, SEED).getBytes(StandardCharsets.UTF_8))
            .model();
    assertEquals(described.names(), read.names());
    for (String name : described.names()) {
      var ours = described.parameter(name).orElseThrow();
      var theirs = read.parameter(name).orElseThrow();
      assertEquals(ours.plan(), theirs.plan(), name);
      assertEquals(ours.key(), theirs.key(), name);
      assertEquals(ours.shape(), theirs.shape(), name);
      assertEquals(ours.dtype(), theirs.dtype(), name);
    }
    assertEquals(before, network.params(), "the network stays as it is");
  }

  /** What Deeplearning4j set without a generator is set again: biases, scales, gates. */
  @ParameterizedTest
  @MethodSource("networks")
  void whatIsNotRandomStays(String kind) {
    org.deeplearning4j.nn.api.Model network = Networks.ALL.get(kind).get();
    List<String> constants = new ArrayList<>();
    Map<String, INDArray> before = new LinkedHashMap<>();
    network.paramTable().forEach((name, array) -> before.put(name, array.dup()));
    Dl4jNetworks.initialize(network, SEED);
    network
        .paramTable()
        .forEach(
            (name, array) -> {
              if (array.equals(before.get(name))) {
                constants.add(name);
              }
            });
    Map<String, List<String>> expected =
        Map.of(
            "dense",
            List.of("0_b", "1_b", "1_g", "2_W", "2_b", "3_b"),
            "convolutions",
            List.of("0_b", "2_gamma", "2_beta", "2_mean", "2_log10stdev", "3_b", "4_b", "5_b"),
            "recurrent",
            List.of("0_b", "1_fb", "1_bb", "2_b", "3_b"),
            "graph",
            List.of("dense_1_b", "out_W", "out_b"),
            "rarer",
            List.of(
                "0_e0b",
                "0_pZXMeanb",
                "0_pZXLogStd2b",
                "0_d0b",
                "0_pXZb",
                "1_W",
                "2_b",
                "3_b",
                "3_cL"));
    assertEquals(Set.copyOf(expected.get(kind)), Set.copyOf(constants));
  }

  /**
   * Fans as Deeplearning4j's sources have them: an LSTM's are (out, in + out), a strided
   * convolution's fan out is divided by the product of its strides.
   */
  @Test
  void fansAreDeeplearning4jsOwn() {
    Model convolutions = Dl4jNetworks.describe(Networks.convolutions()).build();
    assertEquals(new Fans(27, 18), fans(convolutions, "0_W"));
    Model recurrent = Dl4jNetworks.describe(Networks.recurrent()).build();
    assertEquals(new Fans(7, 12), fans(recurrent, "0_W"));
    assertEquals(new Fans(7, 12), fans(recurrent, "0_RW"));
    assertEquals(new Fans(4, 11), fans(recurrent, "1_bRW"));
    assertEquals(new Fans(8, 6), fans(recurrent, "2_W"));
  }

  @Test
  void aListingShowsDeeplearning4jsNames() {
    Model model = Dl4jNetworks.describe(Networks.dense()).build();
    assertEquals("0_W [20, 30] F32 dl4j:XAVIER", model.parameters().get(0).toString());
    // a strided convolution's fan out may be no whole number, which a manifest must have
    assertEquals(
        "parameter \"0_W\": fan_out must be a whole number in a manifest, was 15.75;"
            + " describe(network) takes it",
        assertThrows(IllegalArgumentException.class, () -> Dl4jNetworks.manifest(strided(), SEED))
            .getMessage());
    assertEquals(new Fans(27, 15.75), fans(Dl4jNetworks.describe(strided()).build(), "0_W"));
  }

  private static MultiLayerNetwork strided() {
    return Networks.initialized(
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nIn(3).nOut(7).build())
            .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(7).nOut(2).build())
            .build());
  }

  private static Fans fans(Model model, String name) {
    return model.parameter(name).orElseThrow().fans().orElseThrow();
  }

  @Test
  void anLstmsForgetGateKeepsItsBias() {
    MultiLayerNetwork network = Networks.recurrent();
    Dl4jNetworks.initialize(network, SEED);
    float[] expected = new float[28];
    Arrays.fill(expected, 7, 14, 2);
    assertArrayEquals(expected, network.getParam("0_b").dup('c').data().asFloat());
  }

  /** A name stands for the law that Deeplearning4j itself draws from: mean and std agree. */
  @ParameterizedTest
  @EnumSource(value = WeightInit.class, mode = EnumSource.Mode.EXCLUDE, names = "DISTRIBUTION")
  void eachWeightInitHasItsOwnLaw(WeightInit init) {
    Nd4j.getRandom().setSeed(7);
    MultiLayerNetwork network =
        Networks.initialized(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .weightInit(init)
                .list()
                .layer(new DenseLayer.Builder().nIn(300).nOut(300).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(300)
                        .nOut(2)
                        .weightInit(WeightInit.ZERO)
                        .build())
                .build());
    INDArray theirs = network.getParam("0_W").dup();
    Dl4jNetworks.initialize(network, SEED);
    INDArray ours = network.getParam("0_W");
    double std = theirs.stdNumber().doubleValue();
    // 90,000 values: the error of a mean is std / 300, that of a std at most twice std / 300
    assertEquals(theirs.meanNumber().doubleValue(), ours.meanNumber().doubleValue(), 0.02 * std);
    assertEquals(std, ours.stdNumber().doubleValue(), 0.03 * std);
    assertEquals(
        theirs.maxNumber().doubleValue(),
        ours.maxNumber().doubleValue(),
        0.35 * theirs.maxNumber().doubleValue());
  }

  @Test
  void rulesSayOtherwise() {
    MultiLayerNetwork network = Networks.dense();
    Model model =
        Dl4jNetworks.describe(network)
            .seed(SEED)
            .build()
            .apply(Rule.match("*_W").init("he_normal"))
            .apply(Rule.match("0_b").init(constant(3)));
    Dl4jNetworks.fill(network, model);
    assertArrayEquals(
        TensorInit.tensor(heNormal())
            .layout(Layouts.named("dl4j"))
            .shape(20, 30)
            .seed(SEED)
            .name("0_W")
            .floats(),
        network.getParam("0_W").dup('c').data().asFloat());
    assertEquals(3, network.getParam("0_b").getDouble(0));
  }

  /** Two processes of any seed of ND4J's, and two networks, have the same weights. */
  @Test
  void nd4jsSeedChangesNothing() {
    Nd4j.getRandom().setSeed(1);
    MultiLayerNetwork one = Networks.dense();
    Nd4j.getRandom().setSeed(2);
    MultiLayerNetwork other = Networks.dense();
    Dl4jNetworks.initialize(one, SEED);
    Dl4jNetworks.initialize(other, SEED);
    assertEquals(one.params(), other.params());
  }

  /** A weight initialization that Deeplearning4j does not know. */
  static final class Ramp implements IWeightInit {
    private static final long serialVersionUID = 1;

    @Override
    public INDArray init(
        double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
      return paramView.assign(Nd4j.arange(paramView.length())).reshape(order, shape);
    }
  }

  @Test
  void aLawThatCannotBeReadNeedsARule() {
    MultiLayerNetwork network =
        Networks.initialized(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .weightInit(new Ramp())
                        .build())
                .build());
    INDArray before = network.params().dup();
    ManifestException refusal =
        assertThrows(ManifestException.class, () -> Dl4jNetworks.initialize(network, SEED));
    assertTrue(refusal.getMessage().contains("0_W"), refusal::getMessage);
    assertEquals(before, network.params());

    Dl4jNetworks.fill(
        network, Dl4jNetworks.describe(network).rule(Rule.match("0_W").init("ones")).build());
    assertEquals(8, network.getParam("0_W").sumNumber().doubleValue());
  }

  @Test
  void anotherModelIsRefusedAndNothingIsWritten() {
    MultiLayerNetwork network = Networks.dense();
    INDArray before = network.params().dup();
    Model model = Dl4jNetworks.describe(network).build();
    assertEquals(
        "the model has no parameter \"0_W\"",
        refusal(network, Model.builder().parameter("0_b", Shape.of(30), constant(0)).build()));
    var more = Dl4jNetworks.describe(network).parameter("x", Shape.of(1), constant(0)).build();
    assertEquals(
        "the model's parameters must be the network's, but it has no [x]", refusal(network, more));
    MultiLayerNetwork wider =
        Networks.initialized(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(4).nOut(2).build())
                .build());
    var narrow =
        Model.builder()
            .parameter("0_W", Shape.of(4, 3), constant(0))
            .parameter("0_b", Shape.of(2), constant(0))
            .build();
    assertEquals(
        "parameter \"0_W\" of the network has shape [4, 2] and dtype F32, that of the model"
            + " [4, 3] and F32",
        refusal(wider, narrow));
    assertEquals(before, network.params());
    assertEquals(model.names(), List.copyOf(network.paramTable().keySet()));
  }

  private static String refusal(org.deeplearning4j.nn.api.Model network, Model model) {
    return assertThrows(IllegalArgumentException.class, () -> Dl4jNetworks.fill(network, model))
        .getMessage();
  }

  @Test
  void aNetworkThatIsNotInitializedIsRefused() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(Networks.dense().getLayerWiseConfigurations().clone());
    assertEquals(
        "network must be initialized: call its init() first",
        assertThrows(IllegalStateException.class, () -> Dl4jNetworks.initialize(network, SEED))
            .getMessage());
  }

  @Test
  void everyNameOfDeeplearning4jsIsOneOfOurs() {
    for (WeightInit init : WeightInit.values()) {
      if (init != WeightInit.DISTRIBUTION) {
        Map<String, Object> config = WeightInits.config(init.getWeightInitFunction()).orElseThrow();
        assertTrue(InitializerNames.resolve(config).name().startsWith("dl4j:"), config::toString);
      }
    }
  }

  private static void runCommand(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.tensorinit.cli.Main"),
                Stream.of(arguments))
            .toList();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /** The numbers of a safetensors file, read by its specification alone. */
  private static Map<String, double[]> stored(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, double[]> numbers = new LinkedHashMap<>();
    JsonNode tensors = NeuralNetConfiguration.mapper().readTree(header);
    tensors
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode tensor = entry.getValue();
              if (!entry.getKey().equals("__metadata__")) {
                int from = tensor.get("data_offsets").get(0).asInt();
                int to = tensor.get("data_offsets").get(1).asInt();
                boolean wide = tensor.get("dtype").asText().equals("F64");
                double[] values = new double[(to - from) / (wide ? 8 : 4)];
                for (int i = 0; i < values.length; i++) {
                  values[i] = wide ? data.getDouble(from + 8 * i) : data.getFloat(from + 4 * i);
                }
                numbers.put(entry.getKey(), values);
              }
            });
    return numbers;
  }
}
