package io.tensorinit.djl;

import static io.tensorinit.Initializers.constant;
import static io.tensorinit.Initializers.orthogonal;
import static io.tensorinit.Initializers.uniform;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv2dTranspose;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.recurrent.LSTM;
import io.tensorinit.backend.Backends;
import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.cli.Main;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.Rule;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Seed;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks of DJL have the values that the command gives their names. */
class DjlBlocksTest {
  private static final Seed SEED = Seed.of(42);
  private static final Shape IMAGES = new Shape(1, 1, 8, 8);

  @TempDir Path folder;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = PyTorch.manager();
  }

  @AfterEach
  void close() {
    if (manager != null) {
      manager.close();
    }
  }

  private static Block convolutional() {
    return new SequentialBlock()
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(4).build())
        .add(BatchNorm.builder().build())
        .add(Activation.reluBlock())
        .add(Conv2dTranspose.builder().setKernelShape(new Shape(2, 2)).setFilters(3).build())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(5).build())
        .add(LayerNorm.builder().build());
  }

  /** What the command writes for a manifest, read by DJL. */
  private Map<String, NDArray> command(String manifest) throws Exception {
    Path json = Files.writeString(folder.resolve("model.json"), manifest);
    Path file = folder.resolve("model.safetensors");
    Process command =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "init",
                json.toString(),
                "-o",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, command.waitFor(), said);
    return read(file);
  }

  private Map<String, NDArray> read(Path file) throws IOException {
    Map<String, NDArray> arrays = new TreeMap<>();
    try (var in = Files.newInputStream(file)) {
      NDList.decode(manager, in).forEach(array -> arrays.put(array.getName(), array));
    }
    return arrays;
  }

  private static void assertSameBits(Map<String, NDArray> expected, Block block) {
    Map<String, NDArray> actual = DjlBlocks.arrays(block);
    assertEquals(expected.keySet(), new TreeSet<>(actual.keySet()));
    actual.forEach(
        (name, array) -> {
          assertEquals(expected.get(name).getDataType(), array.getDataType(), name);
          assertEquals(expected.get(name).getShape(), array.getShape(), name);
          assertArrayEquals(PyTorch.bytes(expected.get(name)), PyTorch.bytes(array), name);
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT16", "FLOAT32", "FLOAT64"})
  void aBlockHasTheBitsOfTheCommandsFile(DataType type) throws Exception {
    Block block = convolutional();
    DjlBlocks.initialize(block, manager, type, it -> it.seed(SEED), IMAGES);
    assertSameBits(command(DjlBlocks.manifest(block, SEED)), block);
  }

  /** The names are DJL's, written here by hand, and so are rules and initializers. */
  @Test
  void rulesMeanWhatTheyMeanInAManifest() throws Exception {
    Block block =
        new SequentialBlock()
            .add(Linear.builder().setUnits(16).build())
            .add(Activation.reluBlock())
            .add(Linear.builder().setUnits(3).build());
    Model model =
        DjlBlocks.initialize(
            block,
            manager,
            DataType.FLOAT32,
            it ->
                it.seed(SEED)
                    .rule(Rule.match("03*_weight").init(orthogonal()))
                    .rule(Rule.match("*_bias").init(uniform(-0.5, 0.5))),
            new Shape(1, 8));
    String manifest =
        """
        {"seed": 42, "recipe": "djl",
         "rules": [
           {"match": "03*_weight", "init": "orthogonal"},
           {"match": "*_bias", "init": {"class_name": "uniform", "config": {"minval": -0.5, "maxval": 0.5}}}],
         "parameters": [
           {"name": "01Linear_weight", "shape": [16, 8], "kind": "dense"},
           {"name": "01Linear_bias", "shape": [16], "kind": "bias"},
           {"name": "03Linear_weight", "shape": [3, 16], "kind": "dense"},
           {"name": "03Linear_bias", "shape": [3], "kind": "bias"}]}
        """;
    Map<String, NDArray> file = command(manifest);
    assertSameBits(file, block);

    Path written = folder.resolve("written.safetensors");
    Checkpoints.write(model, written);
    assertEquals(-1, Files.mismatch(folder.resolve("model.safetensors"), written));

    DjlBlocks.fill(block, model.apply(Rule.match("01Linear_bias").init(constant(3))));
    assertArrayEquals(
        new float[] {3, 3, 3},
        DjlBlocks.arrays(block).get("01Linear_bias").get(":3").toFloatArray());
  }

  @Test
  void defaultsAreDjls() {
    Block block = convolutional();
    Model model = DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it, IMAGES);
    assertEquals(Seed.DEFAULT, model.seed());
    Map<String, NDArray> arrays = DjlBlocks.arrays(block);
    assertEquals(
        Math.sqrt(2.0 / 9),
        model.parameter("01Conv2d_weight").orElseThrow().moments().std().orElseThrow(),
        1e-6);
    assertEquals(0, arrays.get("01Conv2d_bias").sum().getFloat());
    assertEquals(4, arrays.get("02BatchNorm_gamma").sum().getFloat());
    assertEquals(0, arrays.get("02BatchNorm_runningMean").sum().getFloat());
    assertEquals(4, arrays.get("02BatchNorm_runningVar").sum().getFloat());
    assertEquals(5, arrays.get("07LayerNorm_gamma").sum().getFloat());
    assertTrue(arrays.get("01Conv2d_weight").hasGradient());
  }

  @Test
  void theManifestIsTheDescription() {
    for (Block block :
        List.of(
            convolutional(),
            LSTM.builder().setNumLayers(1).setStateSize(3).optReturnState(false).build())) {
      Shape input = block instanceof LSTM ? new Shape(1, 2, 4) : IMAGES;
      Model model =
          DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it.seed(SEED), input);
      Model read =
          Manifest.parse(DjlBlocks.manifest(block, SEED).getBytes(StandardCharsets.UTF_8)).model();
      assertEquals(lines(model), lines(read));
      assertEquals(SEED, read.seed());
    }
  }

  private static List<String> lines(Model model) {
    return model.parameters().stream()
        .map(each -> each + " " + each.key() + " " + each.plan() + " " + each.origin())
        .toList();
  }

  @Test
  void oneParameterUnderTwoNamesIsTied() throws Exception {
    Linear shared = Linear.builder().setUnits(3).build();
    Block block = new SequentialBlock().add(shared).add(shared);
    Model model = DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it, new Shape(1, 3));
    assertEquals(
        List.of("01Linear_weight", "01Linear_bias"),
        model.parameters().stream().map(Parameter::name).toList());
    assertEquals(
        Map.of("02Linear_weight", "01Linear_weight", "02Linear_bias", "01Linear_bias"),
        model.ties());
    Map<String, NDArray> file = command(DjlBlocks.manifest(block, Seed.DEFAULT));
    assertArrayEquals(
        PyTorch.bytes(file.get("01Linear_weight")),
        PyTorch.bytes(DjlBlocks.arrays(block).get("02Linear_weight")));
  }

  /** What DJL's own random numbers filled before is overwritten where it lies. */
  @Test
  void aBlockThatDjlInitializedIsFilledInPlace() {
    Block block = convolutional();
    block.setInitializer(
        new ai.djl.training.initializer.NormalInitializer(), ai.djl.nn.Parameter.Type.WEIGHT);
    block.initialize(manager, DataType.FLOAT32, IMAGES);
    NDArray weight = DjlBlocks.arrays(block).get("01Conv2d_weight");
    Model model = DjlBlocks.describe(block).seed(SEED).build();
    DjlBlocks.fill(block, model);
    Block other = convolutional();
    DjlBlocks.initialize(other, manager, DataType.FLOAT32, it -> it.seed(SEED), IMAGES);
    assertSameBits(new TreeMap<>(DjlBlocks.arrays(other)), block);
    assertEquals(weight, DjlBlocks.arrays(block).get("01Conv2d_weight"));
  }

  /** As with DJL's own initialize: a part that was loaded and frozen, below a new head. */
  @Test
  void frozenParametersKeepTheirValues() {
    Block body =
        new SequentialBlock()
            .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(4).build())
            .add(BatchNorm.builder().build());
    UnaryOperator<io.tensorinit.model.ModelBuilder> fives =
        it -> it.rule(Rule.match("*").init(constant(5)));
    DjlBlocks.initialize(body, manager, DataType.FLOAT32, fives, IMAGES);
    body.freezeParameters(true);
    Block block =
        new SequentialBlock()
            .add(body)
            .add(Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(5).build())
            .add(BatchNorm.builder().build());
    Model model =
        DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it.seed(SEED), IMAGES);
    List<String> head =
        DjlBlocks.arrays(block).keySet().stream().filter(name -> !name.startsWith("01")).toList();
    assertEquals(6, head.size(), head::toString);
    assertEquals(head, model.parameters().stream().map(Parameter::name).toList());
    DjlBlocks.arrays(body)
        .forEach(
            (name, array) -> assertEquals(5.0 * array.size(), array.sum().getFloat(), 0, name));
    NDArray weight = DjlBlocks.arrays(block).get("03Linear_weight");
    float[] values = new float[(int) weight.size()];
    Backends.shared()
        .fill(
            model.parameter("03Linear_weight").orElseThrow().fill(Region.whole()),
            Destination.of(values));
    assertArrayEquals(values, weight.toFloatArray());

    // What the model lacks stays; what it names is filled, and so is a head with statistics again.
    DjlBlocks.fill(block, model);
    assertEquals(20, DjlBlocks.arrays(body).get("02BatchNorm_runningVar").sum().getFloat());
    assertEquals(
        head,
        DjlBlocks.initialize(block, manager, DataType.FLOAT32, fives, IMAGES).parameters().stream()
            .map(Parameter::name)
            .toList());
    DjlBlocks.fill(block, DjlBlocks.describe(block).seed(SEED).build());
    assertEquals(4, DjlBlocks.arrays(body).get("02BatchNorm_runningVar").sum().getFloat());
  }

  /** As the documentation says: only what is frozen stays. */
  @Test
  void parametersThatAreNotFrozenAreReplaced() {
    Block block = convolutional();
    UnaryOperator<io.tensorinit.model.ModelBuilder> fives =
        it -> it.rule(Rule.match("*").init(constant(5)));
    DjlBlocks.initialize(block, manager, DataType.FLOAT32, fives, IMAGES);
    DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it.seed(SEED), IMAGES);
    Block other = convolutional();
    DjlBlocks.initialize(other, manager, DataType.FLOAT32, it -> it.seed(SEED), IMAGES);
    assertSameBits(new TreeMap<>(DjlBlocks.arrays(other)), block);
  }

  @Test
  void valuesOfAFileAreLoaded() throws Exception {
    Block block = convolutional();
    Model model =
        DjlBlocks.initialize(block, manager, DataType.FLOAT32, it -> it.seed(SEED), IMAGES);
    Path file = folder.resolve("other.safetensors");
    Checkpoints.write(DjlBlocks.describe(block).seed(Seed.of(7)).build(), file);
    try (Weights weights = Weights.of(model)) {
      weights.load(file);
      DjlBlocks.fill(block, weights.current(), weights.backend());
    }
    assertSameBits(read(file), block);
  }

  @Test
  void whatLacksAnInitializerIsNamed() {
    Block block = new SequentialBlock().add(Linear.builder().setUnits(2).build()).add(new Prelu());
    UnaryOperator<io.tensorinit.model.ModelBuilder> nothing = it -> it;
    String message =
        assertThrows(
                io.tensorinit.model.ManifestException.class,
                () ->
                    DjlBlocks.initialize(
                        block, manager, DataType.FLOAT32, nothing, new Shape(1, 3)))
            .getMessage();
    assertTrue(message.contains("\"02Prelu_alpha\""), message);
    assertFalse(block.isInitialized(), "no memory is left behind");
    DjlBlocks.initialize(
        block,
        manager,
        DataType.FLOAT32,
        it -> it.rule(Rule.match("*_alpha").init(constant(0.25))),
        new Shape(1, 3));
    assertEquals(0.25f, DjlBlocks.arrays(block).get("02Prelu_alpha").getFloat());
  }

  @Test
  void aBlockWithoutMemoryIsRefused() {
    assertEquals(
        "parameter \"01Conv2d_weight\" must have an array: block.initialize(manager,"
            + " DataType.FLOAT32, inputShape) gives it one, and DjlBlocks.initialize its values,"
            + " too",
        assertThrows(IllegalStateException.class, () -> DjlBlocks.describe(convolutional()))
            .getMessage());
  }

  @Test
  void aTypeThatWouldEndJavaIsRefused() {
    assertEquals(
        "data type of a new array must be FLOAT16, FLOAT32 or FLOAT64, was BFLOAT16, which DJL's"
            + " PyTorch engine does not make",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    DjlBlocks.initialize(
                        convolutional(), manager, DataType.BFLOAT16, it -> it, IMAGES))
            .getMessage());
  }

  @Test
  void aModelOfOtherTensorsIsRefusedAndNothingIsWritten() {
    Block block = new SequentialBlock().add(Linear.builder().setUnits(2).build());
    DjlBlocks.initialize(
        block,
        manager,
        DataType.FLOAT32,
        it -> it.rule(Rule.match("*").init(constant(5))),
        new Shape(1, 3));
    var weight = io.tensorinit.tensor.Shape.of(2, 3);
    var bias = io.tensorinit.tensor.Shape.of(2);
    assertRefused(
        block,
        "the model must have all parameters, lacks [01Linear_bias]",
        Model.builder().parameter("01Linear_weight", weight, constant(1)).build());
    assertRefused(
        block,
        "parameter \"01Linear_bias\" must be [2] of F32, is [3] of F32",
        Model.builder()
            .parameter("01Linear_weight", weight, constant(1))
            .parameter("01Linear_bias", io.tensorinit.tensor.Shape.of(3), constant(1))
            .build());
    assertRefused(
        block,
        "the block has no parameter \"extra\" of its own, it has [01Linear_weight, 01Linear_bias]",
        Model.builder()
            .parameter("01Linear_weight", weight, constant(1))
            .parameter("01Linear_bias", bias, constant(1))
            .parameter("extra", bias, constant(1))
            .build());
  }

  private static void assertRefused(Block block, String message, Model model) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> DjlBlocks.fill(block, model))
            .getMessage());
    assertEquals(5 * 6, DjlBlocks.arrays(block).get("01Linear_weight").sum().getFloat());
  }
}
