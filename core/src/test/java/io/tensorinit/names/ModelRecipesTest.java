package io.tensorinit.names;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Recipes of families of models, by the numbers of reference/initializers.md, section 8, and of the
 * sources that each test names.
 */
class ModelRecipesTest {
  private static final double EXACT = 1e-15;
  private static final NormalFill RANGE = new NormalFill(0, 0.02);
  private static final FillPlan ZEROS = new ConstantFill(0);
  private static final FillPlan ONES = new ConstantFill(1);

  /** The plans of a model by name. */
  private static Map<String, FillPlan> plans(Recipe recipe, Object... namesAndShapes) {
    ModelBuilder model = Model.builder().recipe(recipe);
    for (int i = 0; i < namesAndShapes.length; i += 2) {
      model.parameter((String) namesAndShapes[i], (Shape) namesAndShapes[i + 1]);
    }
    Map<String, FillPlan> plans = new LinkedHashMap<>();
    model.build().parameters().forEach(p -> plans.put(p.name(), p.plan()));
    return plans;
  }

  private static FillPlan cut(double std, double bound) {
    return new TruncatedNormalFill(0, std, -bound, bound, ComplexBounds.PER_PART);
  }

  private static void assertRefusedFor(String start, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.startsWith(start), message);
  }

  private static Map<String, FillPlan> llama(Recipe recipe) {
    String block = "model.layers.1.";
    return plans(
        recipe,
        "model.embed_tokens.weight",
        Shape.of(1000, 64),
        block + "self_attn.q_proj.weight",
        Shape.of(64, 64),
        block + "self_attn.o_proj.weight",
        Shape.of(64, 64),
        block + "mlp.gate_proj.weight",
        Shape.of(128, 64),
        block + "mlp.up_proj.weight",
        Shape.of(128, 64),
        block + "mlp.down_proj.weight",
        Shape.of(64, 128),
        block + "input_layernorm.weight",
        Shape.of(64),
        "model.layers.3.post_attention_layernorm.weight",
        Shape.of(64),
        "model.norm.weight",
        Shape.of(64),
        "lm_head.weight",
        Shape.of(1000, 64));
  }

  private static void assertAll(Map<String, FillPlan> plans, Map<String, FillPlan> expected) {
    expected.forEach(
        (name, plan) ->
            plans.forEach(
                (whole, found) -> {
                  if (whole.endsWith(name)) {
                    assertEquals(plan, found, whole);
                  }
                }));
  }

  /** LlamaPreTrainedModel._init_weights: all matrices N(0, initializer_range^2), norms one. */
  @Test
  void llama() {
    Map<String, FillPlan> plans = llama(Recipes.get("llama"));
    plans.forEach((name, plan) -> assertEquals(name.contains("norm") ? ONES : RANGE, plan, name));
    Map<String, FillPlan> wide = llama(Recipes.get("llama", Map.of("initializer_range", 0.5)));
    assertEquals(new NormalFill(0, 0.5), wide.get("lm_head.weight"));
  }

  /** pytorch/torchtitan, models/llama3/model/model.py: init_weights of each module. */
  @Test
  void llamaAsTorchtitanHasIt() {
    Map<String, FillPlan> plans = llama(Recipes.get("llama", Map.of("scheme", "torchtitan")));
    assertAll(
        plans,
        Map.of(
            "embed_tokens.weight", new NormalFill(0, 1),
            "norm.weight", ONES,
            "q_proj.weight", cut(0.02, 2),
            "gate_proj.weight", cut(0.02, 2),
            "o_proj.weight", cut(0.01, 2), // 0.02 / sqrt(2 (1 + 1))
            "up_proj.weight", cut(0.01, 2),
            "down_proj.weight", cut(0.01, 2),
            "lm_head.weight", cut(0.125, 0.375)));
    Map<String, FillPlan> flat =
        llama(Recipes.get("llama", Map.of("scheme", "torchtitan", "depth_init", false)));
    double std = 0.02 / Math.sqrt(8); // 4 layers are named
    assertAll(flat, Map.of("o_proj.weight", cut(std, 2)));
    Map<String, FillPlan> own =
        plans(
            Recipes.get("llama", Map.of("scheme", "torchtitan")),
            "tok_embeddings.weight",
            Shape.of(100, 16),
            "layers.7.attention.wo.weight",
            Shape.of(16, 16),
            "layers.7.feed_forward.w3.weight",
            Shape.of(32, 16),
            "layers.7.feed_forward.w1.weight",
            Shape.of(32, 16),
            "output.weight",
            Shape.of(100, 16));
    assertAll(
        own,
        Map.of(
            "tok_embeddings.weight", new NormalFill(0, 1),
            "wo.weight", cut(0.005, 2),
            "w3.weight", cut(0.005, 2),
            "w1.weight", cut(0.02, 2),
            "output.weight", cut(0.25, 0.75)));
  }

  @Test
  void llamaRefusesSettingsOfTheOtherScheme() {
    assertRefused(
        "recipe \"llama\": depth_init must be absent unless scheme is torchtitan, was true",
        () -> Recipes.get("llama", Map.of("depth_init", true)));
    assertRefused(
        "recipe \"llama\": scheme must be one of transformers, torchtitan, was \"meta\"",
        () -> Recipes.get("llama", Map.of("scheme", "meta")));
  }

  /** GemmaRMSNorm multiplies by 1 + weight, which starts at 0. */
  @Test
  void gemma() {
    Map<String, FillPlan> plans = llama(Recipes.get("gemma"));
    plans.forEach((name, plan) -> assertEquals(name.contains("norm") ? ZEROS : RANGE, plan, name));
  }

  /** ViTPreTrainedModel._init_weights. */
  @Test
  void vit() {
    Map<String, FillPlan> plans =
        plans(
            Recipes.get("vit"),
            "vit.embeddings.cls_token",
            Shape.of(1, 1, 64),
            "vit.embeddings.mask_token",
            Shape.of(1, 1, 64),
            "vit.embeddings.position_embeddings",
            Shape.of(1, 17, 64),
            "vit.embeddings.patch_embeddings.projection.weight",
            Shape.of(64, 3, 8, 8),
            "vit.embeddings.patch_embeddings.projection.bias",
            Shape.of(64),
            "vit.encoder.layer.0.attention.attention.query.weight",
            Shape.of(64, 64),
            "vit.encoder.layer.0.layernorm_before.weight",
            Shape.of(64),
            "vit.encoder.layer.0.layernorm_before.bias",
            Shape.of(64));
    FillPlan cut = cut(0.02, 2);
    assertAll(
        plans,
        Map.of(
            "cls_token", cut,
            "mask_token", ZEROS,
            "position_embeddings", cut,
            "projection.weight", cut,
            "projection.bias", ZEROS,
            "query.weight", cut,
            "layernorm_before.weight", ONES,
            "layernorm_before.bias", ZEROS));
  }

  /** T5PreTrainedModel._init_weights: T5ClassificationHead, qa_outputs, an untied lm_head. */
  @Test
  void t5sHeads() {
    Map<String, FillPlan> plans =
        plans(
            Recipes.get("t5"),
            "classification_head.dense.weight",
            Shape.of(64, 64),
            "classification_head.out_proj.weight",
            Shape.of(3, 64),
            "classification_head.out_proj.bias",
            Shape.of(3),
            "qa_outputs.weight",
            Shape.of(2, 64),
            "lm_head.weight",
            Shape.of(100, 64));
    assertStd(0.125, plans.get("classification_head.dense.weight"));
    assertStd(0.125, plans.get("classification_head.out_proj.weight"));
    assertEquals(ZEROS, plans.get("classification_head.out_proj.bias"));
    assertStd(0.125, plans.get("qa_outputs.weight"));
    assertStd(1, plans.get("lm_head.weight"));
  }

  /** Checkpoints of GPT-2 hold its causal mask, whose name looks like a bias. */
  @Test
  void gpt2KnowsTheBuffersOfItsCheckpoints() {
    Model model =
        Model.builder()
            .recipe(Recipes.get("gpt2"))
            .parameter("h.0.attn.bias", Shape.of(1, 1, 3, 3))
            .parameter("h.0.attn.masked_bias", Shape.of())
            .parameter("h.0.attn.c_attn.bias", Shape.of(12))
            .parameter("h.0.crossattention.bias", Shape.of(1, 1, 3, 3))
            .parameter("h.0.crossattention.masked_bias", Shape.of())
            .build();
    assertEquals("causal_mask", model.parameters().get(0).initializerLabel());
    assertEquals(6.0 / 9, model.parameters().get(0).moments().mean().getAsDouble(), EXACT);
    assertEquals(new ConstantFill(-1e4), model.parameters().get(1).plan());
    assertEquals(ZEROS, model.parameters().get(2).plan());
    assertEquals("causal_mask", model.parameters().get(3).initializerLabel());
    assertEquals(new ConstantFill(-1e4), model.parameters().get(4).plan());
  }

  private static void assertMessageHas(Executable call, String name, String words) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(name) && message.contains(words), message);
  }

  /** Masks of other models' attention are not zeros: whoever wants them says them. */
  @Test
  void aMaskOfAttentionIsNotTakenForABias() {
    for (String recipe : new String[] {"gpt-neox", "transformers", "pytorch"}) {
      ModelBuilder mask =
          Model.builder()
              .recipe(Recipes.get(recipe))
              .parameter("layers.0.attention.bias", Shape.of(1, 1, 3, 3));
      assertMessageHas(mask::build, "layers.0.attention.bias", "mask of causal attention");
      ModelBuilder masked =
          Model.builder()
              .recipe(Recipes.get(recipe))
              .parameter("layers.0.attention.masked_bias", Shape.of());
      assertMessageHas(masked::build, "masked_bias", "mask of causal attention");
    }
  }

  /** A LayerScale begins at 1e-5 or 1e-6, by a setting of its own: no recipe takes it for 1. */
  @Test
  void aLayerScaleIsNotTakenForANorm() {
    for (String name :
        new String[] {"blocks.0.ls1.gamma", "stages.0.blocks.1.gamma", "b_layer_scale/gamma"}) {
      for (String recipe : new String[] {"pytorch", "keras", "flax"}) {
        ModelBuilder scale =
            Model.builder().recipe(Recipes.get(recipe)).parameter(name, Shape.of(8));
        assertMessageHas(scale::build, name, "LayerScale");
      }
    }
    assertEquals(
        new ConstantFill(1),
        plans(Recipes.get("keras"), "a/gamma", Shape.of(8), "a/moving_variance", Shape.of(8))
            .get("a/gamma"));
  }

  /** conformance cases recipe.neox.small_init and .wang_init, under another model's names. */
  @Test
  void smallInitAndWangInitForAnyModel() {
    Map<String, FillPlan> plans =
        plans(
            Recipes.get("small_init"),
            "model.embed_tokens.weight",
            Shape.of(100, 1024),
            "model.layers.23.self_attn.q_proj.weight",
            Shape.of(1024, 1024),
            "model.layers.23.self_attn.o_proj.weight",
            Shape.of(1024, 1024),
            "model.layers.23.mlp.down_proj.weight",
            Shape.of(1024, 4096),
            "model.norm.weight",
            Shape.of(1024));
    double small = Math.sqrt(2 / (5.0 * 1024));
    double wang = 2 / 24.0 / Math.sqrt(1024);
    assertEquals(0.01976423538, small, 1e-11);
    assertEquals(0.002604166667, wang, 1e-12);
    assertStd(small, plans.get("model.embed_tokens.weight"));
    assertStd(small, plans.get("model.layers.23.self_attn.q_proj.weight"));
    assertStd(wang, plans.get("model.layers.23.self_attn.o_proj.weight"));
    assertStd(wang, plans.get("model.layers.23.mlp.down_proj.weight"));
    assertEquals(ONES, plans.get("model.norm.weight"));
    assertEquals("small_init", Recipes.get("wang_init").name());
  }

  private static void assertStd(double std, FillPlan plan) {
    assertEquals(std, ((NormalFill) plan).std(), EXACT);
  }

  /** megatron/model/init_functions.py, get_init_methods. */
  @Test
  void neoxTakesEachOfItsMethodsForBoth() {
    Recipe recipe =
        Recipes.get(
            "gpt-neox",
            Map.of("init_method", "xavier_uniform", "output_layer_init_method", "normal"));
    Map<String, FillPlan> plans =
        plans(
            recipe,
            "gpt_neox.layers.0.mlp.dense_h_to_4h.weight",
            Shape.of(64, 32),
            "gpt_neox.layers.0.mlp.dense_4h_to_h.weight",
            Shape.of(32, 64));
    assertUniform(Math.sqrt(6.0 / 96), plans.get("gpt_neox.layers.0.mlp.dense_h_to_4h.weight"));
    assertEquals(RANGE, plans.get("gpt_neox.layers.0.mlp.dense_4h_to_h.weight"));
    assertRefusedFor(
        "parameter \"h.0.attn.c_proj.weight\": the recipe needs hidden_size in its config, or a"
            + " parameter named *embed_in.weight",
        () -> plans(Recipes.get("small_init"), "h.0.attn.c_proj.weight", Shape.of(8, 8)));
  }

  /** mamba_ssm/modules/mamba_simple.py, mamba2.py and mixer_seq_simple.py. */
  @Test
  void mambasSettings() {
    Recipe recipe =
        Recipes.get(
            "mamba",
            Map.of(
                "dt_init",
                "constant",
                "dt_scale",
                3.0,
                "dt_min",
                0.01,
                "conv_init",
                0.25,
                "n_layer",
                8L,
                "n_residuals_per_layer",
                2L));
    Map<String, FillPlan> plans =
        plans(
            recipe,
            "layers.0.mixer.dt_proj.weight",
            Shape.of(64, 9),
            "layers.0.mixer.conv1d.weight",
            Shape.of(64, 1, 4),
            "layers.0.mlp.fc2.weight",
            Shape.of(32, 64),
            "layers.0.norm.weight",
            Shape.of(32));
    assertEquals(new ConstantFill(1), plans.get("layers.0.mixer.dt_proj.weight"));
    assertUniform(0.25, plans.get("layers.0.mixer.conv1d.weight"));
    assertUniform(1 / 8.0 / 4, plans.get("layers.0.mlp.fc2.weight")); // 1/sqrt(64) / sqrt(2 8)
    assertEquals(ONES, plans.get("layers.0.norm.weight"));
    Model steps =
        Model.builder().recipe(recipe).parameter("layers.0.mixer.dt_bias", Shape.of(8)).build();
    double least = Math.log(Math.expm1(0.01)); // the inverse softplus of dt_min
    assertEquals(least, steps.parameters().get(0).moments().min().getAsDouble(), 1e-12);
  }

  /** vsitzmann/siren, modules.py: sine_init and first_layer_sine_init. */
  @Test
  void siren() {
    Map<String, FillPlan> plans =
        plans(
            Recipes.get("siren"),
            "net.net.0.0.weight",
            Shape.of(256, 2),
            "net.net.0.0.bias",
            Shape.of(256),
            "net.net.1.0.weight",
            Shape.of(256, 256),
            "net.net.10.0.weight",
            Shape.of(1, 256));
    assertUniform(0.5, plans.get("net.net.0.0.weight"));
    assertUniform(1 / Math.sqrt(2), plans.get("net.net.0.0.bias"));
    double hidden = Math.sqrt(6.0 / 256) / 30;
    assertUniform(hidden, plans.get("net.net.1.0.weight"));
    assertUniform(hidden, plans.get("net.net.10.0.weight"));
  }

  @Test
  void sirensFirstLayerCanBeNamed() {
    Recipe recipe = Recipes.get("siren", Map.of("first_layer", "inp.*", "omega_0", 10.0));
    Map<String, FillPlan> plans =
        plans(recipe, "inp.weight", Shape.of(8, 4), "out.weight", Shape.of(8, 6));
    assertUniform(0.25, plans.get("inp.weight"));
    assertUniform(0.1, plans.get("out.weight"));
    String message = "parameter \"inp.weight\": recipe \"siren\" needs first_layer in its config";
    assertRefusedFor(message, () -> plans(Recipes.get("siren"), "inp.weight", Shape.of(8, 4)));
    assertRefusedFor(
        "parameter \"net.1.weight\": recipe \"siren\" needs first_layer",
        () -> plans(Recipes.get("siren"), "net.1.weight", Shape.of(8, 4)));
  }

  private static void assertUniform(double bound, FillPlan plan) {
    assertEquals(bound, ((UniformFill) plan).high(), EXACT);
    assertEquals(-bound, ((UniformFill) plan).low(), EXACT);
  }
}
