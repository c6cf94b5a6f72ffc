package io.tensorinit.peer.mxnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MXNet's Mixed, Load and FusedRNN. */
class MxnetInitializeTest {
  private static Model model(String config) {
    String manifest =
        "{\"recipe\": {\"name\": \"mxnet\", \"config\": {"
            + config
            + "}}, \"parameters\": ["
            + "{\"name\": \"fc1_weight\", \"shape\": [2, 3], \"kind\": \"linear\"},"
            + "{\"name\": \"fc1_bias\", \"shape\": [2], \"kind\": \"bias\"},"
            + "{\"name\": \"fc2_weight\", \"shape\": [2, 2], \"kind\": \"linear\"}]}";
    return Manifest.parse(manifest.getBytes(StandardCharsets.UTF_8)).model();
  }

  private static FillPlan plan(Model model, String name) {
    return model.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .map(Parameter::plan)
        .findFirst()
        .orElseThrow();
  }

  private static FillPlan named(String name, Map<String, Object> config, long... shape) {
    return Initializers.get(name, config).lower(Shape.of(shape), Layout.OUT_IN);
  }

  /** The example of Mixed's documentation. */
  @Test
  void mixedTakesTheFirstPatternThatTheNameBeginsWith() {
    Model all =
        model(
            "\"patterns\": [\"fc2\", \".*\"], \"initializers\": [\"One\", {\"class_name\": \"Uniform\","
                + " \"config\": {\"scale\": 0.1}}]");
    assertEquals(named("mxnet:Uniform", Map.of("scale", 0.1), 2, 3), plan(all, "fc1_weight"));
    assertEquals(new ConstantFill(1), plan(all, "fc2_weight"));
    assertEquals(new ConstantFill(0), plan(all, "fc1_bias"));
    Refusals.assertRefused(
        "parameter \"fc1_weight\": its name must begin with what one of patterns matches; a last"
            + " pattern \".*\" is for all others",
        () -> model("\"patterns\": [\"c1\"], \"initializers\": [\"One\"]"));
  }

  @Test
  void initIsForAllWeights() {
    Model all = model("\"init\": {\"class_name\": \"Xavier\", \"config\": {\"magnitude\": 2}}");
    assertEquals(named("mxnet:Xavier", Map.of("magnitude", 2), 2, 3), plan(all, "fc1_weight"));
    assertEquals(new ConstantFill(0), plan(all, "fc1_bias"));
    assertEquals(
        named("mxnet:Uniform", Map.of("scale", 0.07), 2, 3), plan(model(""), "fc1_weight"));
    assertEquals(
        named("mxnet:Normal", Map.of("sigma", 0.5), 2, 2),
        plan(model("\"init\": 0.5"), "fc2_weight"));
  }

  @Test
  void loadComesFirstAndDropsPrefixes() {
    Model all =
        model("\"param\": {\"arg:fc1_weight\": [[1, 2, 3], [4, 5, 6]], \"fc1_bias\": [7, 8]}");
    TableFill weight = (TableFill) plan(all, "fc1_weight");
    assertEquals(6, weight.table().at(5));
    TableFill bias = (TableFill) plan(all, "fc1_bias");
    assertEquals(8, bias.table().at(1));
    assertTrue(plan(all, "fc2_weight") instanceof UniformFill);
    Refusals.assertRefused(
        "parameter \"fc1_bias\": given tensor has shape [3], the tensor to fill must have it, too,"
            + " was [2]",
        () -> model("\"param\": {\"fc1_bias\": [7, 8, 9]}"));
  }

  @Test
  void badSettingsAreRefused() {
    Refusals.assertRefused(
        "recipe: recipe \"mxnet\": patterns must be as many as initializers, was [\".*\"]",
        () -> model("\"patterns\": [\".*\"]"));
    Refusals.assertRefused(
        "recipe: recipe \"mxnet\": patterns must be a list of regular expressions, was \"[\"",
        () -> model("\"patterns\": [\"[\"], \"initializers\": [\"One\"]"));
  }

  /** The order of rnn_cell.FusedRNNCell: weights of layers, directions, gates; then biases. */
  @Test
  void fusedRnnFillsOneVector() {
    Map<String, Object> config = new HashMap<>();
    config.put("init", "mxnet:Xavier");
    config.put("num_hidden", 3);
    config.put("num_layers", 2);
    config.put("mode", "lstm");
    config.put("bidirectional", true);
    // input 5: (5 + 3 + 2) 3 4 2 + (2 - 1) 4 3 (3 + 2 3 + 2) 2
    BlocksFill plan = (BlocksFill) named("mxnet:FusedRNN", config, 240 + 264);
    assertEquals(2 * 2 * 4 * 2 + 2 * 2 * 4 * 2, plan.blocks().size());
    assertEquals(List.of(15L, 15L, 15L, 15L, 9L, 9L, 9L, 9L), plan.sizes().subList(0, 8));
    assertEquals(18L, plan.sizes().get(16));
    assertEquals(named("mxnet:Xavier", Map.of(), 3, 5), plan.blocks().get(0));
    assertEquals(named("mxnet:Xavier", Map.of(), 3, 3), plan.blocks().get(4));
    assertEquals(named("mxnet:Xavier", Map.of(), 3, 6), plan.blocks().get(16));
    for (int k = 0; k < 32; k++) {
      assertEquals(new ConstantFill(k % 4 == 1 ? 1 : 0), plan.blocks().get(32 + k));
    }
    config.put("mode", "gru");
    Refusals.assertRefused(
        "FusedRNN of num_hidden 3, num_layers 2, 3 gates and 2 directions must have 18 (n + 16)"
            + " elements for an input of n, was [505]",
        () -> named("mxnet:FusedRNN", config, 505));
    config.put("init", "mxnet:Orthogonal");
    IllegalArgumentException error =
        org.junit.jupiter.api.Assertions.assertThrows(
            IllegalArgumentException.class, () -> named("mxnet:FusedRNN", config, 18 * (4 + 16)));
    assertTrue(
        error
            .getMessage()
            .startsWith("FusedRNN needs an initializer that draws element by element"),
        error.getMessage());
  }

  @Test
  void dl4jsDistributionAndEmbeddings() {
    Map<String, Object> gaussian =
        Map.of("class_name", "dl4j:NormalDistribution", "config", Map.of("std", 0.1));
    assertEquals(
        Initializers.normal(0, 0.1).lower(Shape.of(2, 3), Layout.OUT_IN),
        named("dl4j:DISTRIBUTION", Map.of("distribution", gaussian), 2, 3));
    List<Object> table = List.of(List.of(1, 2), List.of(3, 4));
    TableFill plan =
        (TableFill) named("dl4j:ArrayEmbeddingInitializer", Map.of("embeddings", table), 2, 2);
    assertEquals(3, plan.table().at(2));
    Refusals.assertRefused(
        "dl4j:WeightInitEmbedding parameter 'embeddings' must be an array of rank 2, (vocabulary,"
            + " size), was [1, 2]",
        () -> named("dl4j:WeightInitEmbedding", Map.of("embeddings", List.of(1, 2)), 2));
  }
}
