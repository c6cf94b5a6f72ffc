package io.tensorinit.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.Role;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownKindTest {
  @ParameterizedTest
  @CsvSource({
    "Linear, fc.weight, dense",
    "torch.nn.modules.linear.LazyLinear, fc.bias, bias",
    "keras.layers.Dense, dense/kernel, dense",
    "BatchNorm2d, bn.weight, norm_scale",
    "BatchNorm2d, bn.num_batches_tracked, batch_count",
    "batch_normalization, bn/moving_variance, running_variance",
    "EmbeddingBag, bag.weight, embedding",
    "LSTMCell, cell.weight_ih, recurrent_input",
    "LSTMCell, cell.weight_hh, recurrent",
    "nn.GRUCell, cell.bias_ih, recurrent_bias",
    "conv_lstm2d, l/recurrent_kernel, recurrent",
    "ConvLSTM3D, l/kernel, recurrent_input",
    "SeparableConv2D, s/depthwise_kernel, depthwise",
    "SeparableConv2D, s/pointwise_kernel, convolution",
    "pointwise_kernel, x, convolution",
    "ConvTranspose2d, up.weight, transposed_convolution",
    "Conv2DTranspose, up/kernel, transposed_convolution",
    "MultiheadAttention, a.in_proj_weight, packed_attention",
    "MultiheadAttention, a.k_proj_weight, attention_input",
    "MultiheadAttention, a.bias_v, attention_token",
    "MultiheadAttention, a.out_proj.bias, attention_bias",
    "multi_head_attention, a/query/kernel, dense",
    "Transformer, t.encoder.layers.0.linear1.weight, transformer_weight",
    "Transformer, t.encoder.layers.0.norm1.weight, norm_scale",
    "Transformer, t.encoder.layers.0.self_attn.out_proj.bias, attention_bias",
    "PReLU, act.weight, prelu",
    "gamma, x, norm_scale",
    "moving_var, x, running_variance",
    "recurrent_kernel, weight, recurrent",
  })
  void aDeclaredKindNamesALayerOrTheParameterItself(String declared, String name, String kind) {
    KnownKind known = of(name, Optional.of(declared), 4, 4);
    assertEquals(Optional.of(kind), known.kind().map(Kind::label));
    assertFalse(known.guessed());
  }

  @ParameterizedTest
  @CsvSource({
    "fc.weight, dense",
    "emb.weight, embedding",
    "tok_embeddings.weight, embedding",
    "norm.weight, norm_scale", // LayerNorm((4, 4), bias=False)
    "a.q_proj_weight, attention_input",
    "a.q_proj.weight, dense",
    "bn.num_batches_tracked, batch_count",
    "s/pointwise_kernel, convolution",
    "weight_hr_l0, recurrent",
  })
  void aKindIsGuessedFromTheName(String name, String kind) {
    KnownKind known = of(name, Optional.empty(), 4, 4);
    assertEquals(Optional.of(kind), known.kind().map(Kind::label));
    assertTrue(known.guessed());
  }

  @ParameterizedTest
  @CsvSource({
    "act.weight, prelu",
    "prelu1.weight, prelu",
    "features.relus.0.weight, prelu",
    "ln_1.weight, norm_scale",
    "model.layers.0.input_layernorm.weight, norm_scale",
    "norms.3.weight, norm_scale",
  })
  void aWeightOfOneAxisIsToldByItsLayersName(String name, String kind) {
    assertEquals(Optional.of(kind), of(name, Optional.empty(), 8).kind().map(Kind::label));
  }

  @Test
  void aLoneWeightOfOneAxisIsNotGuessed() {
    KnownKind known = of("net.1.weight", Optional.empty(), 8);
    assertEquals(Optional.empty(), known.kind());
    assertTrue(known.doubt().orElseThrow().contains("slope of a PReLU"), known.toString());
  }

  @Test
  void aBiasOfItsShapeMakesAWeightANormalizations() {
    for (Shape shape : List.of(Shape.of(8), Shape.of(8, 3), Shape.of(2, 8, 3))) {
      Siblings siblings =
          new Siblings(
              List.of(
                  outline("net.1.weight", Optional.empty(), shape),
                  outline("net.1.bias", Optional.empty(), shape)));
      assertEquals(Optional.of(Kind.NORM_SCALE), guess("net.1.weight", shape, siblings).kind());
      assertEquals(Optional.of(Kind.NORM_SHIFT), guess("net.1.bias", shape, siblings).kind());
    }
  }

  @Test
  void aMatrixWithABiasIsNoEmbeddingWhateverItIsCalled() {
    Siblings siblings =
        new Siblings(
            List.of(
                outline("embed.weight", Optional.empty(), Shape.of(8, 4)),
                outline("embed.bias", Optional.empty(), Shape.of(8))));
    assertEquals(Optional.of(Kind.DENSE), guess("embed.weight", Shape.of(8, 4), siblings).kind());
    assertEquals(
        Optional.of(Kind.CONVOLUTION),
        of("patch_embedding.weight", Optional.empty(), 8, 3, 16, 16).kind());
  }

  @Test
  void noWordNamesTwoThings() {
    Set<String> seen = new HashSet<>();
    List<String> twice = new ArrayList<>();
    for (String word : LayerKind.words()) {
      assertEquals(word, LayerKind.canonical(word));
      if (!seen.add(word)) {
        twice.add(word);
      }
    }
    assertEquals(List.of(), twice);
    for (Kind kind : Kind.values()) {
      for (String word : kind.words()) {
        assertTrue(
            LayerKind.named(word).isPresent() || Kind.literal(word).equals(Optional.of(kind)),
            word);
      }
    }
  }

  @Test
  void aLayersKindGivesTheRoleOfItsWeights() {
    assertEquals(Optional.of(Role.CONVOLUTION), Kind.roleOf("Conv2d"));
    assertEquals(Optional.of(Role.TRANSPOSED_CONVOLUTION), Kind.roleOf("ConvTranspose1d"));
    assertEquals(Optional.of(Role.DEPTHWISE), Kind.roleOf("depthwise_kernel"));
    assertEquals(Optional.empty(), Kind.roleOf("SeparableConv2D"));
    assertEquals(Optional.empty(), Kind.roleOf("nonsense"));
    assertEquals(Optional.of(Role.DEPTHWISE), Kind.roleOf("SeparableConv2D", "s/depthwise_kernel"));
    assertEquals(
        Optional.of(Role.CONVOLUTION), Kind.roleOf("SeparableConv2D", "s/pointwise_kernel"));
    assertEquals(Optional.of(Role.CONVOLUTION), Kind.roleOf("conv2d", "c.weight"));
  }

  private static KnownKind of(String name, Optional<String> declared, long... sizes) {
    ParameterOutline outline = outline(name, declared, Shape.of(sizes));
    return KnownKind.of(outline, new Siblings(List.of(outline)));
  }

  private static KnownKind guess(String name, Shape shape, Siblings siblings) {
    return KnownKind.of(outline(name, Optional.empty(), shape), siblings);
  }

  private static ParameterOutline outline(String name, Optional<String> kind, Shape shape) {
    return new ParameterOutline(name, shape, kind, Optional.empty(), () -> Layout.OUT_IN);
  }
}
