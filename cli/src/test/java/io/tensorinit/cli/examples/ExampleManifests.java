package io.tensorinit.cli.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code cli/examples/}: the parameter names and shapes of real models, as their checkpoints
 * have them.
 *
 * <p>Run {@link #main} with the folder to write them again; a test tells when they differ.
 */
final class ExampleManifests {
  private ExampleManifests() {}

  /**
   * Writes the manifests.
   *
   * @param arguments the folder
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (ExampleManifest manifest : all()) {
      Files.writeString(folder.resolve(manifest.fileName()), manifest.json());
    }
  }

  static List<ExampleManifest> all() {
    return List.of(
        gpt2(),
        resnet50(),
        resnet50RunningStatistics(),
        llama("llama-3.1-8b.json", 32, 4096, 14336),
        llama("llama-3.1-405b.json", 126, 16384, 53248),
        bidirectionalLstm(),
        kerasCnn());
  }

  /**
   * GPT-2 small as in openai-community/gpt2: Conv1D weights are (in, out), the causal masks are no
   * parameters, the head is tied to wte and not repeated.
   */
  private static ExampleManifest gpt2() {
    long width = 768;
    ExampleManifest model =
        new ExampleManifest("gpt2-small.json")
            .with("recipe", recipe("gpt2", "initializer_range", 0.02, "n_layer", 12L))
            .with("dtype", "F32")
            .with("layout", "in_out")
            .add("wte.weight", 50257, width)
            .add("wpe.weight", 1024, width);
    for (int block = 0; block < 12; block++) {
      String h = "h." + block + ".";
      model
          .addNorm(h + "ln_1", width)
          .addWithBias(h + "attn.c_attn", 1, width, 3 * width)
          .addWithBias(h + "attn.c_proj", 1, width, width)
          .addNorm(h + "ln_2", width)
          .addWithBias(h + "mlp.c_fc", 1, width, 4 * width)
          .addWithBias(h + "mlp.c_proj", 1, 4 * width, width);
    }
    return model.addNorm("ln_f", width);
  }

  /**
   * ResNet-50 as in torchvision.models: convolutions He normal by fan out, the last layer PyTorch's
   * default.
   */
  private static ExampleManifest resnet50() {
    Map<String, Object> he = new LinkedHashMap<>();
    he.put("class_name", "torch:kaiming_normal_");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mode", "fan_out");
    config.put("nonlinearity", "relu");
    he.put("config", config);
    ExampleManifest model =
        new ExampleManifest("resnet50.json")
            .with("recipe", "pytorch")
            .with("dtype", "F32")
            .rule("*conv?.weight", he)
            .rule("*downsample.0.weight", he)
            .add("conv1.weight", 64, 3, 7, 7)
            .addNorm("bn1", 64);
    forEachBlock(
        (block, in, width, first) -> {
          model
              .add(block + "conv1.weight", width, in, 1, 1)
              .addNorm(block + "bn1", width)
              .add(block + "conv2.weight", width, width, 3, 3)
              .addNorm(block + "bn2", width)
              .add(block + "conv3.weight", 4 * width, width, 1, 1)
              .addNorm(block + "bn3", 4 * width);
          if (first) {
            model
                .add(block + "downsample.0.weight", 4 * width, in, 1, 1)
                .addNorm(block + "downsample.1", 4 * width);
          }
        });
    return model.addWithBias("fc", 0, 1000, 2048);
  }

  /** The buffers of ResNet-50's batch norms, which are no parameters; no num_batches_tracked. */
  private static ExampleManifest resnet50RunningStatistics() {
    ExampleManifest model =
        new ExampleManifest("resnet50_running_statistics.json")
            .with("recipe", "pytorch")
            .with("dtype", "F32");
    runningStatistics(model, "bn1", 64);
    forEachBlock(
        (block, in, width, first) -> {
          runningStatistics(model, block + "bn1", width);
          runningStatistics(model, block + "bn2", width);
          runningStatistics(model, block + "bn3", 4 * width);
          if (first) {
            runningStatistics(model, block + "downsample.1", 4 * width);
          }
        });
    return model;
  }

  private static void runningStatistics(ExampleManifest model, String layer, long features) {
    model.add(layer + ".running_mean", features).add(layer + ".running_var", features);
  }

  /** Visits the bottleneck blocks of ResNet-50. */
  private static void forEachBlock(Block visitor) {
    int[] blocks = {3, 4, 6, 3};
    long in = 64;
    for (int layer = 0; layer < blocks.length; layer++) {
      long width = 64L << layer;
      for (int block = 0; block < blocks[layer]; block++) {
        visitor.visit("layer" + (layer + 1) + "." + block + ".", in, width, block == 0);
        in = 4 * width;
      }
    }
  }

  /** Takes a bottleneck block. */
  private interface Block {
    void visit(String prefix, long in, long width, boolean first);
  }

  /** Llama 3.1 as in meta-llama's checkpoints for Transformers: grouped queries, 8 key heads. */
  private static ExampleManifest llama(String fileName, int layers, long width, long inner) {
    long vocabulary = 128256;
    long keys = 8 * 128;
    ExampleManifest model =
        new ExampleManifest(fileName)
            .with("recipe", recipe("transformers", "initializer_range", 0.02))
            .with("dtype", "BF16")
            .add("model.embed_tokens.weight", vocabulary, width);
    for (int layer = 0; layer < layers; layer++) {
      String prefix = "model.layers." + layer + ".";
      model
          .add(prefix + "self_attn.q_proj.weight", width, width)
          .add(prefix + "self_attn.k_proj.weight", keys, width)
          .add(prefix + "self_attn.v_proj.weight", keys, width)
          .add(prefix + "self_attn.o_proj.weight", width, width)
          .add(prefix + "mlp.gate_proj.weight", inner, width)
          .add(prefix + "mlp.up_proj.weight", inner, width)
          .add(prefix + "mlp.down_proj.weight", width, inner)
          .add(prefix + "input_layernorm.weight", width)
          .add(prefix + "post_attention_layernorm.weight", width);
    }
    return model.add("model.norm.weight", width).add("lm_head.weight", vocabulary, width);
  }

  /** A tagger of two bidirectional torch.nn.LSTM layers: everything in them is U(+-1/sqrt(256)). */
  private static ExampleManifest bidirectionalLstm() {
    long hidden = 256;
    ExampleManifest model =
        new ExampleManifest("bilstm-tagger.json")
            .with("recipe", "pytorch")
            .with("dtype", "F32")
            .add("embedding.weight", 20000, 128);
    for (int layer = 0; layer < 2; layer++) {
      for (String direction : List.of("", "_reverse")) {
        String suffix = "_l" + layer + direction;
        model
            .add("lstm.weight_ih" + suffix, 4 * hidden, layer == 0 ? 128 : 2 * hidden)
            .add("lstm.weight_hh" + suffix, 4 * hidden, hidden)
            .add("lstm.bias_ih" + suffix, 4 * hidden)
            .add("lstm.bias_hh" + suffix, 4 * hidden);
      }
    }
    return model.addWithBias("classifier", 0, 17, 2 * hidden);
  }

  /** The convolutional network of Keras's first example (Simple MNIST convnet), with its layout. */
  private static ExampleManifest kerasCnn() {
    return new ExampleManifest("keras-cnn.json")
        .with("recipe", "keras")
        .with("dtype", "F32")
        .add("conv2d/kernel", 3, 3, 1, 32)
        .add("conv2d/bias", 32)
        .add("conv2d_1/kernel", 3, 3, 32, 64)
        .add("conv2d_1/bias", 64)
        .add("dense/kernel", 1600, 10)
        .add("dense/bias", 10);
  }

  private static Map<String, Object> recipe(String name, Object... config) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (int i = 0; i < config.length; i += 2) {
      keys.put((String) config[i], config[i + 1]);
    }
    Map<String, Object> recipe = new LinkedHashMap<>();
    recipe.put("name", name);
    recipe.put("config", keys);
    return recipe;
  }
}
