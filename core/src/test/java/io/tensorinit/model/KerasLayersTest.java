package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Keras;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Layers in the forms in which Keras 2 and 3 write them. The counts of parameters are those that
 * the summaries in the examples of keras.io print.
 */
class KerasLayersTest {
  @Test
  void theConvnetOfKerasIoHasThatManyParameters() {
    // keras.io/examples/vision/mnist_convnet: 34,826
    Model model =
        sequential(
            input("[null, 28, 28, 1]"),
            layer("Conv2D", "conv2d", "\"filters\": 32, \"kernel_size\": [3, 3]"),
            layer("MaxPooling2D", "max_pooling2d", "\"pool_size\": [2, 2]"),
            layer("Conv2D", "conv2d_1", "\"filters\": 64, \"kernel_size\": [3, 3]"),
            layer("MaxPooling2D", "max_pooling2d_1", "\"pool_size\": [2, 2]"),
            layer("Flatten", "flatten", ""),
            layer("Dropout", "dropout", "\"rate\": 0.5"),
            layer("Dense", "dense", "\"units\": 10"));
    assertEquals(34_826, model.elementCount());
    assertEquals("[1600, 10]", shape(model, "sequential/dense/kernel"));
    assertEquals(
        Math.sqrt(6.0 / 1610),
        ((UniformFill) parameter(model, "sequential/dense/kernel").plan()).high(),
        1e-15);
  }

  @Test
  void theBidirectionalLstmOfKerasIoHasThatManyParameters() {
    // keras.io/examples/nlp/bidirectional_lstm_imdb: 2,757,761
    Model model =
        sequential(
            input("[null, null]"),
            layer("Embedding", "embedding", "\"input_dim\": 20000, \"output_dim\": 128"),
            bidirectional("bidirectional", "lstm", true),
            bidirectional("bidirectional_1", "lstm_1", false),
            layer("Dense", "dense", "\"units\": 1"));
    assertEquals(2_757_761, model.elementCount());
    BlocksFill bias =
        (BlocksFill)
            parameter(model, "sequential/bidirectional/forward_lstm/lstm_cell/bias").plan();
    assertEquals(
        List.of(new ConstantFill(0), new ConstantFill(1), new ConstantFill(0)), bias.blocks());
    assertEquals(List.of(64L, 64L, 128L), bias.sizes());
    assertEquals(
        "[128, 256]", shape(model, "sequential/bidirectional_1/backward_lstm_1/lstm_cell/kernel"));
  }

  @Test
  void theTransformerOfKerasIoHasThatManyParameters() {
    // keras.io/examples/timeseries/timeseries_classification_transformer: attention 7,169,
    // normalizations 2 each, convolutions 8 and 5
    String x = tensor("[null, 500, 1]", "input_layer");
    String attended = tensor("[null, 500, 1]", "multi_head_attention");
    String added = tensor("[null, 500, 1]", "add");
    Model model =
        functional(
            node(input("[null, 500, 1]"), "input_layer", ""),
            node(
                layer(
                    "MultiHeadAttention",
                    "multi_head_attention",
                    "\"num_heads\": 4, \"key_dim\": 256, \"value_dim\": 256"),
                "multi_head_attention",
                "{\"args\": [" + x + ", " + x + "], \"kwargs\": {\"mask\": null}}"),
            node(
                layer("LayerNormalization", "layer_normalization", "\"axis\": [-1]"),
                "layer_normalization",
                "{\"args\": [" + attended + "], \"kwargs\": {}}"),
            node(
                layer("Add", "add", ""),
                "add",
                "{\"args\": [["
                    + tensor("[null, 500, 1]", "layer_normalization")
                    + ", "
                    + x
                    + "]], \"kwargs\": {}}"),
            node(
                layer("Conv1D", "conv1d", "\"filters\": 4, \"kernel_size\": [1]"),
                "conv1d",
                "{\"args\": [" + added + "], \"kwargs\": {}}"),
            node(
                layer("Conv1D", "conv1d_1", "\"filters\": 1, \"kernel_size\": [1]"),
                "conv1d_1",
                "{\"args\": [" + tensor("[null, 500, 4]", "conv1d") + "], \"kwargs\": {}}"));
    assertEquals(7169 + 2 + 8 + 5, model.elementCount());
    // fans by the einsum's axes: 1 in, 4 x 256 out
    assertEquals(
        Math.sqrt(6.0 / 1025),
        ((UniformFill) parameter(model, "multi_head_attention/query/kernel").plan()).high(),
        1e-15);
  }

  @Test
  void anEinsumDenseIsReadByItsEquation() {
    Model model =
        sequential(
            input("[null, 32, 128]"),
            layer(
                "EinsumDense",
                "einsum_dense",
                "\"equation\": \"abc,cde->abde\", \"output_shape\": [null, 4, 16], \"bias_axes\":"
                    + " \"de\""),
            layer(
                "EinsumDense",
                "einsum_dense_1",
                "\"equation\": \"...de,def->...f\", \"output_shape\": 7, \"bias_axes\": \"f\""));
    assertEquals("[128, 4, 16]", shape(model, "sequential/einsum_dense/kernel"));
    assertEquals("[4, 16]", shape(model, "sequential/einsum_dense/bias"));
    assertEquals("[4, 16, 7]", shape(model, "sequential/einsum_dense_1/kernel"));
    assertEquals("[7]", shape(model, "sequential/einsum_dense_1/bias"));
    assertEquals(
        Math.sqrt(6.0 / (128 + 64)),
        ((UniformFill) parameter(model, "sequential/einsum_dense/kernel").plan()).high(),
        1e-15);
  }

  @Test
  void aPolicySaysTheDTypeOfVariables() {
    String policy = "\"dtype\": {\"class_name\": \"DTypePolicy\", \"config\": {\"name\": \"%s\"}}";
    Model model =
        sequential(
            input("[null, 4]"),
            layer("Dense", "a", "\"units\": 2, " + policy.formatted("mixed_bfloat16")),
            layer("Dense", "b", "\"units\": 2, " + policy.formatted("bfloat16")),
            layer("Dense", "c", "\"units\": 2, \"dtype\": \"float64\""));
    assertEquals(DType.F32, parameter(model, "sequential/a/kernel").dtype());
    assertEquals(DType.BF16, parameter(model, "sequential/b/kernel").dtype());
    assertEquals(DType.F64, parameter(model, "sequential/c/bias").dtype());
  }

  @Test
  void anInitializersSeedCounts() {
    String seeded =
        "\"kernel_initializer\": {\"module\": \"keras.initializers\", \"class_name\":"
            + " \"HeNormal\", \"config\": {\"seed\": 42}, \"registered_name\": null}";
    Model model =
        sequential(
            input("[null, 4]"),
            layer("Dense", "a", "\"units\": 2, " + seeded),
            layer("Dense", "b", "\"units\": 2"));
    assertEquals(
        Seed.of(42).key("sequential/a/kernel"), parameter(model, "sequential/a/kernel").key());
    assertEquals(
        Seed.DEFAULT.key("sequential/b/kernel"), parameter(model, "sequential/b/kernel").key());
  }

  @Test
  void aShapeThatTheGraphDoesNotShowIsTheOneWrittenBesideTheLayer() {
    String lambda = layer("Lambda", "lambda", "\"function\": \"...\"");
    String dense = layer("Dense", "dense", "\"units\": 3");
    String built =
        dense.substring(0, dense.length() - 1)
            + ", \"build_config\": {\"input_shape\": [null, 9]}}";
    assertEquals(
        "[9, 3]", shape(sequential(input("[null, 4]"), lambda, built), "sequential/dense/kernel"));
    assertMessage(
        "Keras model: layer \"dense\" of class \"Dense\"",
        "its input's shape is not known",
        input("[null, 4]"),
        lambda,
        dense);
  }

  @Test
  void variablesOfOneNameAreToldApartByTheModelsAroundThem() {
    String inner =
        "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"%s\", \"layers\": [%s]}}";
    String first = layer("Dense", "dense", "\"units\": 3, \"batch_input_shape\": [null, 4]");
    String second = layer("Dense", "dense", "\"units\": 2, \"batch_input_shape\": [null, 3]");
    Model model =
        Keras.model(
                "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"both\", \"layers\": ["
                    + inner.formatted("encoder", first)
                    + ", "
                    + inner.formatted("decoder", second)
                    + "]}, \"keras_version\": \"2.15.0\", \"backend\": \"tensorflow\"}")
            .model();
    assertEquals("[4, 3]", shape(model, "dense/kernel:0"));
    assertEquals("[3, 2]", shape(model, "both/decoder/dense/kernel:0"));
  }

  @Test
  void keras2NumbersTheCellsOfAFreshProcess() {
    // the layer that a Bidirectional copies has a cell, too
    Model model =
        Keras.model(
                "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"s\", \"layers\": ["
                    + input("[null, 7, 4]").replace("batch_shape", "batch_input_shape")
                    + ", "
                    + bidirectional("bidi", "lstm", true)
                    + ", "
                    + layer("LSTM", "lstm_1", "\"units\": 2")
                    + "]}, \"keras_version\": \"2.4.0\", \"backend\": \"tensorflow\"}")
            .model();
    assertEquals("[4, 256]", shape(model, "bidi/forward_lstm/lstm_cell_1/kernel:0"));
    assertEquals("[4, 256]", shape(model, "bidi/backward_lstm/lstm_cell_2/kernel:0"));
    assertEquals("[128, 8]", shape(model, "lstm_1/lstm_cell_3/kernel:0"));
  }

  @Test
  void aSharedLayerHasItsVariablesOnce() {
    String left = tensor("[null, 5]", "input_layer");
    String dense = layer("Dense", "tower", "\"units\": 7");
    Model model =
        functional(
            node(input("[null, 5]"), "input_layer", ""),
            node(
                dense,
                "tower",
                "{\"args\": ["
                    + left
                    + "], \"kwargs\": {}}, {\"args\": ["
                    + left
                    + "], \"kwargs\": {}}"),
            node(
                layer("Dense", "conv1d_1", "\"units\": 1"),
                "conv1d_1",
                "{\"args\": [" + tensor("[null, 7]", "tower") + "], \"kwargs\": {}}"));
    assertEquals(4, model.parameters().size());
    assertEquals("[5, 7]", shape(model, "tower/kernel"));
  }

  @Test
  void aClassThatIsNotKerassIsNamed() {
    assertMessage(
        "layer \"gate\" of class \"MyGate\"",
        "no class of Keras whose variables are known",
        input("[null, 4]"),
        layer("MyGate", "gate", ""));
    String own = layer("Dense", "dense", "\"units\": 3").replace("null}", "\"my>Dense\"}");
    assertMessage("layer \"dense\" of class \"Dense\"", "\"my>Dense\"", input("[null, 4]"), own);
    assertMessage(
        "layer \"dense\" of class \"Dense\"",
        "\"my.layers.Dense\"",
        input("[null, 4]"),
        layer("Dense", "dense", "\"units\": 3").replace("keras.layers", "my.layers"));
    assertMessage(
        "layer \"dense\" of class \"Dense\"",
        "units must be an integer of 0 or more, was \"many\"",
        input("[null, 4]"),
        layer("Dense", "dense", "\"units\": \"many\""));
    assertEquals(
        "a Keras model must be an object of class_name and config",
        assertThrows(ManifestException.class, () -> Keras.model("{\"parameters\": []}"))
            .getMessage());
    assertTrue(
        assertThrows(
                ManifestException.class,
                () -> Keras.model("{\"class_name\": \"MyNet\", \"config\": {}}"))
            .getMessage()
            .contains("was \"MyNet\""));
  }

  private static void assertMessage(String layer, String fault, String... layers) {
    String message = assertThrows(ManifestException.class, () -> sequential(layers)).getMessage();
    assertTrue(message.contains(layer), message);
    assertTrue(message.contains(fault), message);
  }

  private static Parameter parameter(Model model, String name) {
    return model.parameter(name).orElseThrow();
  }

  private static String shape(Model model, String name) {
    return parameter(model, name).shape().toString();
  }

  private static Model sequential(String... layers) {
    return Keras.model(
            "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\":"
                + " \"sequential\", \"layers\": ["
                + String.join(", ", List.of(layers))
                + "]}, \"registered_name\": null}")
        .model();
  }

  private static Model functional(String... nodes) {
    return Keras.model(
            "{\"module\": \"keras\", \"class_name\": \"Functional\", \"config\": {\"name\":"
                + " \"functional\", \"layers\": ["
                + String.join(", ", List.of(nodes))
                + "], \"input_layers\": [[\"input_layer\", 0, 0]], \"output_layers\":"
                + " [[\"conv1d_1\", 0, 0]]}, \"registered_name\": \"Functional\"}")
        .model();
  }

  private static String input(String shape) {
    return layer("InputLayer", "input_layer", "\"batch_shape\": " + shape);
  }

  private static String layer(String className, String name, String config) {
    return "{\"module\": \"keras.layers\", \"class_name\": \""
        + className
        + "\", \"config\": {\"name\": \""
        + name
        + "\", \"trainable\": true"
        + (config.isEmpty() ? "" : ", " + config)
        + "}, \"registered_name\": null}";
  }

  private static String bidirectional(String name, String lstm, boolean sequences) {
    String inner = layer("LSTM", lstm, "\"units\": 64, \"return_sequences\": " + sequences);
    return layer("Bidirectional", name, "\"merge_mode\": \"concat\", \"layer\": " + inner);
  }

  private static String node(String layer, String name, String call) {
    return layer.substring(0, layer.length() - 1)
        + ", \"name\": \""
        + name
        + "\", \"inbound_nodes\": ["
        + call
        + "]}";
  }

  private static String tensor(String shape, String layer) {
    return "{\"class_name\": \"__keras_tensor__\", \"config\": {\"shape\": "
        + shape
        + ", \"dtype\": \"float32\", \"keras_history\": [\""
        + layer
        + "\", 0, 0]}}";
  }
}
