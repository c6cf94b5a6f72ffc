package io.tensorinit.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.layout.Role;
import io.tensorinit.names.Recipes;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
  /** The example of design section 6, less what needs no comment. */
  private static final String EXAMPLE =
      """
      { "seed": 1234, "recipe": "pytorch", "dtype": "F32", "layout": "out_in",
        "rules": [ { "match": "*.norm.weight", "init": "ones" } ],
        "parameters": [
          { "name": "fc1.weight", "shape": [512, 784], "init": "he_uniform" },
          { "name": "fc1.bias", "shape": [512],
            "init": { "class_name": "Constant", "config": { "value": 0.01 } } },
          { "name": "fc1.norm.weight", "shape": [512] },
          { "name": "head.weight", "shape": [10, 512], "dtype": "BF16",
            "key": "0x00000000000004d2" } ] }
      """;

  @Test
  void decidesTheExample() {
    Model model = model(EXAMPLE);
    assertEquals(Seed.of(1234), model.seed());
    assertFalse(model.seedIsFresh());
    assertEquals(4, model.parameters().size());

    Parameter weight = model.parameter("fc1.weight").orElseThrow();
    assertEquals("he_uniform", weight.initializerLabel());
    assertEquals(Optional.of(new Fans(784, 512)), weight.fans());
    assertEquals(Seed.of(1234).key("fc1.weight"), weight.key());
    assertEquals(Math.sqrt(6.0 / 784), ((UniformFill) weight.plan()).high(), 1e-17);

    Parameter bias = model.parameter("fc1.bias").orElseThrow();
    assertEquals("Constant(value=0.01)", bias.initializerLabel());
    assertEquals(new ConstantFill(0.01), bias.plan());

    assertEquals(new ConstantFill(1), model.parameter("fc1.norm.weight").orElseThrow().plan());

    Parameter head = model.parameter("head.weight").orElseThrow();
    assertEquals(DType.BF16, head.dtype());
    assertEquals(Key.raw(1234), head.key());
    assertEquals(Math.sqrt(1.0 / 512), ((UniformFill) head.plan()).high(), 1e-17);

    assertEquals(512 * 784 + 512 + 512 + 5120, model.elementCount());
    assertEquals(4L * (512 * 784 + 512 + 512) + 2 * 5120, model.bytes());
  }

  @Test
  void readsStreamsAndTakesOverrides() throws IOException {
    Manifest manifest =
        Manifest.read(new ByteArrayInputStream(EXAMPLE.getBytes(StandardCharsets.UTF_8)));
    Model seeded = manifest.withSeed(Seed.of(7)).model();
    assertEquals(Seed.of(7).key("fc1.weight"), seeded.parameters().get(0).key());
    assertEquals(Key.raw(1234), seeded.parameters().get(3).key());
    Model keras = manifest.withRecipe(Recipes.get("mxnet")).model();
    assertEquals("mxnet:Uniform(scale=0.07)", keras.parameters().get(3).initializerLabel());
    assertEquals("he_uniform", keras.parameters().get(0).initializerLabel());
  }

  /** A name that says its dtype decides where nothing else does, however it is wrapped. */
  @Test
  void takesTheDTypeOfANameThatSaysOne() {
    Model model =
        model(
            """
            { "parameters": [
              { "name": "half", "shape": [2], "init": "lux:zeros16" },
              { "name": "scaled", "shape": [2], "init": "randn64", "scale": 2 },
              { "name": "parts", "shape": [2, 4], "init": "lux:onesC32", "parts": [1, 3] },
              { "name": "tied", "shape": [2], "dtype": "F16", "tied_to": "half" },
              { "name": "other", "shape": [2], "init": "ones" } ] }
            """);
    assertEquals(
        List.of(DType.F16, DType.F64, DType.C64, DType.F32),
        model.parameters().stream().map(Parameter::dtype).toList());
    assertEquals(Map.of("tied", "half"), model.ties());
    assertEquals(
        "parameter \"w\": zeros16 makes dtype F16 only, was asked for F32",
        assertThrows(
                ManifestException.class,
                () -> modelOf("\"dtype\": \"F32\",", ", \"init\": \"lux:zeros16\""))
            .getMessage());
  }

  @Test
  void readsSeeds() {
    assertEquals(Seed.DEFAULT, modelOf("", "").seed());
    assertEquals(Seed.of(-1), modelOf("\"seed\": 18446744073709551615,", "").seed());
    assertEquals(Seed.of(Long.MIN_VALUE), modelOf("\"seed\": -9223372036854775808,", "").seed());
    assertEquals(Seed.of("7"), modelOf("\"seed\": \"7\",", "").seed());
  }

  @Test
  void drawsASeedForEachModelWhereItIsNull() {
    Manifest manifest = manifest("{\"seed\": null, \"parameters\": []}");
    Model fresh = manifest.model();
    assertTrue(fresh.seedIsFresh());
    assertNotEquals(fresh.seed(), manifest.model().seed());
    Model chosen = manifest.withSeed(Seed.of(7)).model();
    assertFalse(chosen.seedIsFresh());
    assertEquals(Seed.of(7), chosen.seed());
    assertTrue(manifest.model().seedIsFresh());
  }

  @Test
  void aSeedInTheConfigReplacesTheModelsForThatParameter() {
    Parameter parameter =
        only(
            "\"init\": {\"class_name\": \"HeNormal\", \"config\": {\"seed\": 5}},"
                + " \"shape\": [3, 2]");
    assertEquals(Seed.of(5).key("w"), parameter.key());
  }

  @Test
  void readsKeys() {
    assertEquals(Key.raw(-1), only("\"key\": 18446744073709551615").key());
    assertEquals(Key.raw(-1), only("\"key\": \"0xffffffffffffffff\"").key());
    assertEquals(Key.raw(12), only("\"key\": \"12\"").key());
  }

  @Test
  void aNumberIsTheStdOfANormal() {
    assertEquals(new NormalFill(0, 0.02), only("\"init\": 0.02").plan());
    assertEquals(new NormalFill(0, 2), only("\"init\": 2").plan());
  }

  @Test
  void theLayoutIsTheParametersThenARulesThenTheManifests() {
    String he = "\"init\": \"he_uniform\", \"shape\": [6, 3]";
    assertEquals(Optional.of(new Fans(3, 6)), only(he).fans());
    assertEquals(Optional.of(new Fans(6, 3)), only(he + ", \"layout\": \"in_out\"").fans());
    assertEquals(
        Optional.of(new Fans(6, 3)),
        modelOf("\"layout\": \"keras_conv\",", ", " + he).parameters().get(0).fans());
    assertEquals(
        Optional.of(new Fans(3, 6)),
        modelOf("\"layout\": \"keras_conv\",", ", \"layout\": \"torch_conv\", " + he)
            .parameters()
            .get(0)
            .fans());
    Model byRule =
        modelOf(
            "\"rules\": [{\"match\": \"w\", \"layout\": \"in_out\", \"dtype\": \"F16\"}],",
            ", " + he);
    assertEquals(Optional.of(new Fans(6, 3)), byRule.parameters().get(0).fans());
    assertEquals(DType.F16, byRule.parameters().get(0).dtype());
  }

  @Test
  void theConventionOfAPrefixServesWhereNoLayoutIsGiven() {
    assertEquals(
        Optional.of(new Fans(6, 3)),
        only("\"init\": \"keras:he_uniform\", \"shape\": [6, 3]").fans());
    assertEquals(
        Optional.of(new Fans(3, 6)),
        only("\"init\": \"torch:kaiming_uniform_\", \"shape\": [6, 3]").fans());
    assertEquals(
        Optional.of(new Fans(3, 6)),
        only("\"init\": \"keras:he_uniform\", \"shape\": [6, 3], \"layout\": \"out_in\"").fans());
  }

  @Test
  void aConfigObjectFollowsKerasConventionWhereNoLayoutIsGiven() {
    String config = "\"init\": {\"class_name\": \"HeUniform\", \"config\": {}}, \"shape\": [6, 3]";
    assertEquals(Optional.of(new Fans(6, 3)), only(config).fans());
    assertEquals(Optional.of(new Fans(3, 6)), only(config + ", \"layout\": \"out_in\"").fans());
    assertEquals(
        Optional.of(new Fans(3, 6)),
        modelOf("\"layout\": \"torch_conv\",", ", " + config).parameters().get(0).fans());
  }

  @Test
  void layoutNullGivesNoFans() {
    assertEquals(Optional.empty(), only("\"layout\": null").fans());
    assertEquals(Layout.NONE, only("\"layout\": \"none\"").layout());
  }

  @Test
  void roleGroupsBatchAxesAndGivenFansDecideTheFans() {
    String he = "\"init\": \"he_uniform\", \"shape\": [16, 2, 3, 3]";
    assertEquals(
        Optional.of(new Fans(18, 36)),
        only(he + ", \"role\": \"convolution\", \"groups\": 4").fans());
    assertEquals(
        Optional.of(new Fans(18, 36)), only(he + ", \"kind\": \"conv2d\", \"groups\": 4").fans());
    assertEquals(Optional.of(new Fans(7, 144)), only(he + ", \"fan_in\": 7").fans());
    assertEquals(Optional.of(new Fans(7, 8)), only(he + ", \"fan_in\": 7, \"fan_out\": 8").fans());
    assertEquals(
        Optional.of(new Fans(32, 64)),
        only("\"init\": \"he_uniform\", \"shape\": [8, 64, 32], \"batch_axes\": [0]").fans());
    assertEquals(
        Layout.OUT_IN.withRole(Role.EMBEDDING),
        only("\"init\": \"he_uniform\", \"shape\": [8, 4], \"role\": \"embedding\"").layout());
  }

  @Test
  void partsHaveFansOfTheirOwn() {
    Parameter packed =
        only("\"init\": \"glorot_uniform\", \"shape\": [12, 4], \"parts\": [4, 4, 4]");
    BlocksFill blocks = (BlocksFill) packed.plan();
    assertEquals(0, blocks.axis());
    assertEquals(List.of(4L, 4L, 4L), blocks.sizes());
    assertEquals(Math.sqrt(6 / 8.0), ((UniformFill) blocks.blocks().get(2)).high(), 1e-15);
    assertEquals(Optional.of(new Fans(4, 4)), packed.fans());

    Parameter columns =
        only(
            "\"init\": \"glorot_uniform\", \"shape\": [4, 12], \"layout\": \"in_out\","
                + " \"parts\": [4, {\"size\": 8, \"init\": \"zeros\"}]");
    assertEquals(1, ((BlocksFill) columns.plan()).axis());
    assertEquals("glorot_uniform | zeros", columns.initializerLabel());
    assertEquals(Optional.empty(), columns.fans());

    Parameter named =
        only(
            "\"shape\": [4, 12], \"parts\": {\"axis\": -1, \"sizes\": ["
                + "{\"size\": 2, \"init\": \"he_normal\", \"fan_in\": 50},"
                + "{\"size\": 10, \"init\": \"ones\"}]}",
            false);
    assertEquals(new ConstantFill(1), ((BlocksFill) named.plan()).blocks().get(1));
  }

  @Test
  void scaleMultiplies() {
    Parameter scaled = only("\"init\": \"ones\", \"scale\": 0.5");
    assertEquals(0.5, ((AffineFill) scaled.plan()).scale());
    assertEquals("ones scaled by 0.5", scaled.initializerLabel());
  }

  @Test
  void aTiedParameterIsAnotherNameAndIsNotStored() {
    Model model =
        model(
            """
            { "parameters": [
                { "name": "lm_head.weight", "shape": [5, 4], "tied_to": "wte.weight" },
                { "name": "wte.weight", "shape": [5, 4], "init": "normal" } ] }
            """);
    assertEquals(Map.of("lm_head.weight", "wte.weight"), model.ties());
    assertEquals(1, model.parameters().size());
    assertEquals(20, model.elementCount());
  }

  @Test
  void theFirstRuleThatMatchesWinsAndTheParametersOwnInitBeatsRules() {
    String rules =
        "\"rules\": [{\"match\": \"*\", \"kind\": \"k\", \"init\": \"ones\"},"
            + " {\"match\": \"w*\", \"init\": 0.5}, {\"match\": \"*\", \"init\": \"zeros\"}],";
    String noInit = "{%s \"parameters\": [{\"name\": \"w\", \"shape\": [2]%s}]}";
    assertEquals(
        new NormalFill(0, 0.5), model(noInit.formatted(rules, "")).parameters().get(0).plan());
    assertEquals(
        new ConstantFill(1),
        model(noInit.formatted(rules, ", \"kind\": \"k\"")).parameters().get(0).plan());
    assertEquals(
        new ConstantFill(0),
        model(noInit.formatted(rules, ", \"init\": \"zeros\"")).parameters().get(0).plan());
  }

  @Test
  void namesAreAnyText() {
    Model model =
        model(
            "{\"parameters\": [{\"name\": \"\", \"shape\": [], \"init\": \"zeros\"},"
                + "{\"name\": \"ß\\n😀\", \"shape\": [0, 3], \"init\": \"zeros\"}]}");
    assertEquals(Seed.DEFAULT.key(""), model.parameter("").orElseThrow().key());
    assertEquals(Shape.of(0, 3), model.parameter("ß\n😀").orElseThrow().shape());
    assertEquals(1, model.elementCount());
  }

  @Test
  void takesAShardAxisWhichHasNoEffect() {
    Parameter plain = only("\"shape\": [2, 3]");
    Parameter cut = only("\"shape\": [2, 3], \"shard\": -1");
    assertEquals(plain.plan(), cut.plan());
    assertEquals(plain.key(), cut.key());
  }

  private static Model model(String json) {
    return manifest(json).model();
  }

  private static Manifest manifest(String json) {
    return Manifest.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** A manifest of one parameter "w"; more fields of the manifest, more of the parameter. */
  private static Model modelOf(String manifestFields, String parameterFields) {
    String fields = parameterFields;
    if (!fields.contains("\"shape\"")) {
      fields += ", \"shape\": [4]";
    }
    if (!fields.contains("\"init\"") && !manifestFields.contains("\"init\"")) {
      fields += ", \"init\": \"normal\"";
    }
    return model("{" + manifestFields + " \"parameters\": [{\"name\": \"w\"" + fields + "}]}");
  }

  private static Parameter only(String parameterFields) {
    return only(parameterFields, true);
  }

  private static Parameter only(String parameterFields, boolean addInit) {
    return addInit
        ? modelOf("", ", " + parameterFields).parameters().get(0)
        : model("{\"parameters\": [{\"name\": \"w\", " + parameterFields + "}]}")
            .parameters()
            .get(0);
  }
}
