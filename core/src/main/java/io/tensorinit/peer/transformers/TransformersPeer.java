package io.tensorinit.peer.transformers;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Hugging Face Transformers, version 5.18, with GPT-2 and T5. */
public final class TransformersPeer extends Peer {
  /** GPT-2's Conv1D, whose weights are {@code (in, out)}. */
  static final Layout GPT2_CONVENTION = Layout.of("gpt2_in_out", SizesFanRule.IN_OUT);

  private static final String RANGE = "std of matrices and embeddings, 0.02 where it is not given";

  /** The one object. */
  public static final TransformersPeer PEER = new TransformersPeer();

  private TransformersPeer() {
    super(
        "transformers",
        "_init_weights, Hugging Face Transformers 5.18",
        TorchPeer.CONVENTION,
        LowRankRule.refused("transformers"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(TransformersNames.GPT2, TransformersNames.T5);
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(NamedLayout.of(GPT2_CONVENTION));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of(
                "transformers",
                TransformersRecipes::base,
                "huggingface",
                "bert",
                "roberta",
                "mistral",
                "mixtral",
                "qwen2",
                "qwen3",
                "phi3",
                "opt")
            .takes("initializer_range", RANGE),
        NamedRecipe.of("llama", LlamaRecipe::create)
            .takes(
                "initializer_range", RANGE,
                "scheme", "transformers (default) or torchtitan",
                "n_layers", "under torchtitan without depth_init: blocks, by default as named",
                "depth_init", "under torchtitan: outputs by the depth of their block, true"),
        NamedRecipe.of("gemma", TransformersRecipes::gemma, "gemma2", "gemma3")
            .takes("initializer_range", RANGE),
        NamedRecipe.of("vit", TransformersRecipes::vit).takes("initializer_range", RANGE),
        NamedRecipe.of("gpt2", TransformersRecipes::gpt2, "gpt-2")
            .takes("initializer_range", RANGE, "n_layer", "blocks, by default as named"),
        NamedRecipe.of("t5", TransformersRecipes::t5)
            .takes("initializer_factor", "1 by default", "d_kv", "size of a head, 64"));
  }
}
