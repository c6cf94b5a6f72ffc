package io.tensorinit.names;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.peer.jax.JaxPeer;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.recipe.NamedRecipe;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The default laws of the frameworks' layers: reference/initializers.md, sections 7 and 8. */
class RecipesTest {
  private static final double EXACT = 1e-15;

  @Test
  void pytorch() {
    assertUniform(1 / Math.sqrt(784), plan("pytorch", "fc.weight", 512, 784));
    assertUniform(1 / Math.sqrt(18), plan("pytorch", "conv.weight", 16, 2, 3, 3));
    assertUniform(
        1 / Math.sqrt(784),
        plan("pytorch", model("fc.bias", Shape.of(512), "fc.weight", Shape.of(512, 784))));
    assertUniform(
        1 / Math.sqrt(784), plan(spec("b", 512).kind("bias").fans(784, Double.NaN), "pytorch"));
    assertNormal(1, plan("pytorch", "token_embedding.weight", 1000, 16));
    assertNormal(1, plan(spec("lookup.weight", 1000, 16).kind("embedding"), "pytorch"));
    assertConstant(1, plan("pytorch", "bn.weight", 64));
    assertConstant(0, plan("pytorch", model("bn.bias", Shape.of(64), "bn.weight", Shape.of(64))));
    assertConstant(0, plan("pytorch", "bn.running_mean", 64));
    assertConstant(1, plan("pytorch", "bn.running_var", 64));
    assertConstant(0.25, plan(spec("act.weight", 1).kind("prelu"), "pytorch"));
    assertUniform(1 / Math.sqrt(3), plan(spec("bl.weight", 5, 3, 4).kind("bilinear"), "pytorch"));
  }

  @Test
  void pytorchTransposedConvolutionsAreReadAsPyTorchReadsThem() {
    // ConvTranspose2d(8, 16, 3): conformance case torch.conv_transpose2d.default
    assertUniform(
        0.08333333333,
        1e-10,
        plan(spec("up.weight", 8, 16, 3, 3).kind("conv_transpose"), "pytorch"));
  }

  @Test
  void pytorchAttention() {
    Map<String, Shape> attention =
        model("a.in_proj_weight", Shape.of(96, 32), "a.in_proj_bias", Shape.of(96));
    attention.put("a.out_proj.weight", Shape.of(32, 32));
    attention.put("a.out_proj.bias", Shape.of(32));
    Model built = built("pytorch", attention);
    assertUniform(Math.sqrt(6.0 / 128), planOf(built, "a.in_proj_weight"));
    assertConstant(0, planOf(built, "a.in_proj_bias"));
    assertUniform(1 / Math.sqrt(32), planOf(built, "a.out_proj.weight"));
    assertConstant(0, planOf(built, "a.out_proj.bias"));
  }

  @Test
  void pytorchRecurrentLayersWithProjectionKnowTheirHiddenSize() {
    // torch.nn.LSTM(10, 20, proj_size=5): the state has 5 features, the bound is 1/sqrt(20)
    Map<String, Shape> lstm =
        model("weight_ih_l0", Shape.of(80, 10), "weight_hh_l0", Shape.of(80, 5));
    lstm.put("weight_hr_l0", Shape.of(5, 20));
    lstm.put("bias_hh_l0", Shape.of(80));
    Model built = built("pytorch", lstm);
    built.parameters().forEach(parameter -> assertUniform(1 / Math.sqrt(20), parameter.plan()));
  }

  @Test
  void keras() {
    assertUniform(Math.sqrt(6.0 / 96), plan("keras", "dense/kernel", 64, 32));
    assertConstant(0, plan("keras", "dense/bias", 32));
    assertUniform(0.05, plan("keras", "embedding/embeddings", 1000, 16));
    assertTrue(plan("keras", "lstm/lstm_cell/recurrent_kernel", 20, 80) instanceof OrthogonalFill);
    assertConstant(1, plan("keras", "batch_normalization/gamma", 8));
    assertConstant(0, plan("keras", "batch_normalization/beta", 8));
    assertConstant(0, plan("keras", "batch_normalization/moving_mean", 8));
    assertConstant(1, plan("keras", "batch_normalization/moving_variance", 8));
    // MultiHeadAttention of 8 heads of 16: fans by einsum axes
    assertUniform(Math.sqrt(6.0 / (64 + 128)), plan("keras", "mha/query/kernel", 64, 8, 16));
    assertUniform(
        Math.sqrt(6.0 / (64 + 128)), plan("keras", "mha/attention_output/kernel", 8, 16, 64));
  }

  @Test
  void kerasWritesOnesIntoTheForgetGateOfAnLstmOnly() {
    Map<String, Shape> lstm =
        model("cell/bias", Shape.of(80), "cell/recurrent_kernel", Shape.of(20, 80));
    OverlayFill bias = (OverlayFill) plan("keras", lstm);
    assertEquals(20, bias.box().start()[0]);
    assertConstant(1, bias.inside());
    Map<String, Shape> gru =
        model("cell/bias", Shape.of(2, 60), "cell/recurrent_kernel", Shape.of(20, 60));
    assertConstant(0, plan("keras", gru));
    Recipe without = Recipes.get("keras", Map.of("unit_forget_bias", false));
    assertConstant(0, built(without, lstm).parameters().get(0).plan());
  }

  @Test
  void flax() {
    assertEquals(0.125, moments("flax", "Dense_0/kernel", 64, 32).std().getAsDouble(), 1e-12);
    assertEquals(0.25, moments("flax", "Embed_0/embedding", 1000, 16).std().getAsDouble(), 1e-12);
    assertConstant(0, plan("flax", "Dense_0/bias", 32));
    assertConstant(1, plan("flax", "LayerNorm_0/scale", 32));
    assertEquals(
        1 / Math.sqrt(128),
        moments("flax", "MultiHeadAttention_0/out/kernel", 8, 16, 64).std().getAsDouble(),
        1e-12);
    ParameterSpec state = spec("cell/recurrent_kernel", 8, 32).kind("recurrent");
    assertEquals(
        Initializers.get("jax:orthogonal").lower(Shape.of(8, 32), JaxPeer.PEER.convention()),
        plan(state, "flax"));
    assertEquals(plan(state, "flax"), plan(state.dtype(DType.BF16), "flax"));
  }

  @Test
  void mxnetAndDjl() {
    assertUniform(0.07, plan("mxnet", "dense0_weight", 32, 64));
    assertConstant(0, plan("mxnet", "dense0_bias", 32));
    assertConstant(1, plan("mxnet", "batchnorm0_gamma", 32));
    assertConstant(0, plan("mxnet", "batchnorm0_running_mean", 32));
    assertNormal(Math.sqrt(2 / 72.0), plan("djl", "conv.weight", 16, 8, 3, 3));
    assertNormal(Math.sqrt(2 / 16.0), plan("djl", "embedding.weight", 1000, 16));
  }

  @Test
  void luxAndFlux() {
    // conformance cases lux.dense_layer.identity_activation, lux.dense_layer.relu
    assertUniform(Math.sqrt(3.0 / 64), plan("lux", "layer_1.weight", 32, 64));
    Recipe relu = Recipes.get("lux", Map.of("activation", "relu"));
    assertUniform(
        2 * Math.sqrt(3.0 / 64),
        built(relu, Map.of("w.weight", Shape.of(32, 64))).parameters().get(0).plan());
    assertUniform(Math.sqrt(6.0 / 96), plan("flux", "layer_1.weight", 32, 64));
    assertConstant(0, plan("flux", "layer_1.bias", 32));
  }

  @Test
  void wolfram() {
    assertNormal(Math.sqrt(2 / 64.0), plan("wolfram", "net.Weights", 32, 64));
    assertConstant(0, plan("wolfram", "net.Biases", 32));
  }

  @Test
  void gpt2() {
    // conformance case recipe.gpt2.c_proj_12_layers
    Recipe twelve = Recipes.get("gpt2", Map.of("n_layer", 12L));
    Map<String, Shape> shapes = Map.of("h.0.mlp.c_proj.weight", Shape.of(3072, 768));
    assertNormal(0.004082482905, 1e-12, built(twelve, shapes).parameters().get(0).plan());
    assertNormal(0.02 / Math.sqrt(2), built("gpt2", shapes).parameters().get(0).plan());
    assertNormal(0.02, plan("gpt2", "h.0.mlp.c_fc.weight", 768, 3072));
  }

  @Test
  void t5() {
    // conformance cases recipe.t5.q, .k, .wo, .shared_embedding
    String attention = "encoder.block.0.layer.0.SelfAttention.";
    assertNormal(0.005524271728, 1e-12, plan("t5", attention + "q.weight", 512, 512));
    assertNormal(0.04419417382, 1e-11, plan("t5", attention + "k.weight", 512, 512));
    assertNormal(
        0.02209708691,
        1e-11,
        plan("t5", "encoder.block.0.layer.1.DenseReluDense.wo.weight", 512, 2048));
    assertNormal(1, plan("t5", "shared.weight", 32128, 512));
    assertConstant(1, plan("t5", "encoder.final_layer_norm.weight", 512));
    Map<String, Shape> relative =
        model(
            attention + "relative_attention_bias.weight",
            Shape.of(32, 8),
            "shared.weight",
            Shape.of(32128, 512));
    assertNormal(1 / Math.sqrt(512), plan("t5", relative));
  }

  @Test
  void neox() {
    // conformance cases recipe.neox.scaled_normal, .small_init, .wang_init
    String output = "gpt_neox.layers.23.attention.dense.weight";
    String inner = "gpt_neox.layers.0.mlp.dense_h_to_4h.weight";
    assertNormal(0.002886751346, 1e-12, plan("gpt-neox", output, 1024, 1024));
    assertNormal(0.02, plan("gpt-neox", inner, 4096, 1024));
    Recipe usual =
        Recipes.get(
            "gpt-neox",
            Map.of(
                "init_method", "small_init",
                "output_layer_init_method", "wang_init",
                "hidden_size", 1024L));
    Map<String, Shape> shapes = model(output, Shape.of(1024, 1024), inner, Shape.of(4096, 1024));
    assertNormal(0.002604166667, 1e-12, planOf(built(usual, shapes), output));
    assertNormal(0.01976423538, 1e-11, planOf(built(usual, shapes), inner));
  }

  @Test
  void mamba() {
    // conformance cases recipe.mamba.a_log, .dt_proj_weight, .out_proj, .dt_bias, mamba2.a_log
    String mixer = "backbone.layers.23.mixer.";
    Model built =
        Model.builder()
            .recipe(Recipes.get("mamba"))
            .parameter(mixer + "A_log", Shape.of(2, 4))
            .parameter(mixer + "D", Shape.of(1536))
            .parameter(mixer + "dt_proj.weight", Shape.of(1536, 48))
            .parameter(mixer + "dt_proj.bias", Shape.of(1536))
            .parameter(mixer + "conv1d.weight", Shape.of(1536, 1, 4))
            .parameter(mixer + "conv1d.bias", Shape.of(1536))
            .parameter(mixer + "out_proj.weight", Shape.of(768, 1536))
            .parameter("backbone.embedding.weight", Shape.of(50280, 768))
            .parameter("mamba2.A_log", Shape.of(24))
            .build();
    Moments logarithms = built.parameter(mixer + "A_log").orElseThrow().moments();
    assertEquals(Math.log(4), logarithms.max().getAsDouble(), EXACT);
    assertEquals(0, logarithms.min().getAsDouble(), EXACT);
    assertConstant(1, planOf(built, mixer + "D"));
    assertUniform(0.1443375673, 1e-10, planOf(built, mixer + "dt_proj.weight"));
    Moments steps = built.parameter(mixer + "dt_proj.bias").orElseThrow().moments();
    assertEquals(-6.907255237, steps.min().getAsDouble(), 1e-8);
    assertEquals(-2.252168461, steps.max().getAsDouble(), 1e-8);
    assertUniform(0.5, planOf(built, mixer + "conv1d.weight"));
    assertUniform(0.5, planOf(built, mixer + "conv1d.bias"));
    assertUniform(0.005208333333, 1e-11, planOf(built, mixer + "out_proj.weight"));
    assertNormal(0.02, planOf(built, "backbone.embedding.weight"));
    Moments heads = built.parameter("mamba2.A_log").orElseThrow().moments();
    assertEquals(1.95742797, heads.mean().getAsDouble(), 1e-7);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyRecipeSaysWhatItDoes(String name) {
    Recipe recipe = Recipes.get(name);
    assertEquals(name, recipe.name());
    assertFalse(recipe.rules().isEmpty());
    assertFalse(recipe.source().isBlank());
    recipe.rules().forEach(rule -> assertEquals(1, rule.lines().count(), rule));
  }

  static Stream<String> names() {
    return Recipes.list().stream().map(NamedRecipe::name);
  }

  @Test
  void namesAreFoundInAnySpelling() {
    assertEquals("gpt-neox", Recipes.get("GPT_NeoX").name());
    assertEquals("pytorch", Recipes.get("torch").name());
  }

  @Test
  void refusesUnknownRecipesAndSettings() {
    assertMessage(
        "recipe must be one of keras, pytorch, flax, lux, flux, mxnet, djl, wolfram,"
            + " transformers, llama, gemma, vit, gpt2, t5, gpt-neox, small_init, mamba, siren, was \"torhc\"",
        () -> Recipes.get("torhc"));
    assertMessage(
        "recipe \"pytorch\" has no config key \"gain\"",
        () -> Recipes.get("pytorch", Map.of("gain", 1L)));
    assertMessage(
        "recipe \"lux\": activation must be one of identity, sigmoid, relu, tanh, leakyrelu, selu,"
            + " was \"gelu\"",
        () -> Recipes.get("lux", Map.of("activation", "gelu")));
    assertMessage(
        "recipe \"gpt2\": initializer_range must be a finite number, was \"x\"",
        () -> Recipes.get("gpt2", Map.of("initializer_range", "x")));
    assertMessage(
        "recipe \"keras\": unit_forget_bias must be true or false, was 1",
        () -> Recipes.get("keras", Map.of("unit_forget_bias", 1L)));
    assertMessage(
        "recipe \"gpt-neox\": init_method must be one of normal, scaled_normal, small_init,"
            + " wang_init, xavier_uniform, xavier_normal, was \"orthogonal\"",
        () -> Recipes.get("gpt-neox", Map.of("init_method", "orthogonal")));
    assertMessage(
        "parameter \"w\": a recurrent layer's parameter needs the layer's weight_hh in the same"
            + " model, or the hidden size as its \"fan_in\"",
        () -> plan(spec("w", 80, 10).kind("lstm"), "pytorch"));
  }

  private static void assertMessage(String message, Executable step) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, step).getMessage());
  }

  private static ParameterSpec spec(String name, long... shape) {
    return ParameterSpec.of(name, Shape.of(shape));
  }

  private static Map<String, Shape> model(String a, Shape shapeOfA, String b, Shape shapeOfB) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(a, shapeOfA);
    shapes.put(b, shapeOfB);
    return shapes;
  }

  private static Model built(String recipe, Map<String, Shape> shapes) {
    return built(Recipes.get(recipe), shapes);
  }

  private static Model built(Recipe recipe, Map<String, Shape> shapes) {
    ModelBuilder builder = Model.builder().recipe(recipe);
    shapes.forEach(builder::parameter);
    return builder.build();
  }

  private static FillPlan planOf(Model model, String name) {
    return model.parameter(name).orElseThrow().plan();
  }

  /** The plan of the first parameter. */
  private static FillPlan plan(String recipe, Map<String, Shape> shapes) {
    return built(recipe, shapes).parameters().get(0).plan();
  }

  private static FillPlan plan(String recipe, String name, long... shape) {
    return plan(recipe, Map.of(name, Shape.of(shape)));
  }

  private static FillPlan plan(ParameterSpec spec, String recipe) {
    return Model.builder()
        .recipe(Recipes.get(recipe))
        .parameter(spec)
        .build()
        .parameters()
        .get(0)
        .plan();
  }

  private static Moments moments(String recipe, String name, long... shape) {
    return built(recipe, Map.of(name, Shape.of(shape))).parameters().get(0).moments();
  }

  private static void assertUniform(double bound, FillPlan plan) {
    assertUniform(bound, EXACT, plan);
  }

  private static void assertUniform(double bound, double tolerance, FillPlan plan) {
    UniformFill uniform = (UniformFill) plan;
    assertEquals(bound, uniform.high(), tolerance);
    assertEquals(-bound, uniform.low(), tolerance);
  }

  private static void assertNormal(double std, FillPlan plan) {
    assertNormal(std, EXACT, plan);
  }

  private static void assertNormal(double std, double tolerance, FillPlan plan) {
    NormalFill normal = (NormalFill) plan;
    assertEquals(0, normal.mean());
    assertEquals(std, normal.std(), tolerance);
  }

  private static void assertConstant(double value, FillPlan plan) {
    assertEquals(new ConstantFill(value), plan);
  }
}
