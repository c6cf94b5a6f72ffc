package io.tensorinit.cli.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.layout.Fans;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleManifestsTest {
  private static final Path FOLDER = Path.of("examples");

  @TestFactory
  Stream<DynamicTest> theFilesAreWhatTheProgramWrites() {
    return ExampleManifests.all().stream()
        .map(
            manifest ->
                DynamicTest.dynamicTest(
                    manifest.fileName(),
                    () ->
                        assertEquals(
                            manifest.json(),
                            Files.readString(FOLDER.resolve(manifest.fileName())))));
  }

  @Test
  void thereIsNoOtherFile() throws IOException {
    List<String> written =
        ExampleManifests.all().stream().map(ExampleManifest::fileName).sorted().toList();
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          written,
          files
              .filter(Files::isRegularFile) // the recipe for CI has a folder and a test of its own
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList());
    }
  }

  /**
   * Numbers of tensors and values: GPT-2 and Llama as their model cards and checkpoints say, ResNet
   * as torchvision's weights page says, the CNN as Keras's summary in its example says, the tagger
   * by hand: 20000 128 + 2 (1024 (128 + 256) + 2048) + 2 (1024 (512 + 256) + 2048) + 17 513.
   */
  @ParameterizedTest
  @CsvSource({
    "gpt2-small.json, 148, 124439808, F32",
    "resnet50.json, 161, 25557032, F32",
    "resnet50_running_statistics.json, 106, 53120, F32",
    "llama-3.1-8b.json, 291, 8030261248, BF16",
    "llama-3.1-405b.json, 1137, 405853388800, BF16",
    "bilstm-tagger.json, 19, 4936209, F32",
    "keras-cnn.json, 6, 34826, F32",
  })
  void theCountsAreThoseOfTheModels(String file, int tensors, long values, DType dtype)
      throws IOException {
    Model model = read(file);
    assertEquals(tensors, model.parameters().size());
    assertEquals(values, model.elementCount());
    assertEquals(values * dtype.bytes(), model.bytes());
    assertTrue(model.parameters().stream().allMatch(p -> p.dtype() == dtype));
  }

  @Test
  void gpt2FollowsTransformers() throws IOException {
    Model model = read("gpt2-small.json");
    assertEquals(new NormalFill(0, 0.02), plan(model, "wte.weight"));
    assertEquals(new NormalFill(0, 0.02), plan(model, "h.0.attn.c_attn.weight"));
    assertEquals(new NormalFill(0, 0.02 / Math.sqrt(24)), plan(model, "h.11.mlp.c_proj.weight"));
    assertEquals(new NormalFill(0, 0.02 / Math.sqrt(24)), plan(model, "h.3.attn.c_proj.weight"));
    assertEquals(new ConstantFill(0), plan(model, "h.3.attn.c_proj.bias"));
    assertEquals(new ConstantFill(1), plan(model, "ln_f.weight"));
    assertEquals(new ConstantFill(0), plan(model, "h.0.ln_1.bias"));
    assertEquals(
        Optional.of(new Fans(768, 2304)),
        model.parameter("h.0.attn.c_attn.weight").orElseThrow().fans());
  }

  @Test
  void resnet50FollowsTorchvision() throws IOException {
    Model model = read("resnet50.json");
    NormalFill first = (NormalFill) plan(model, "conv1.weight");
    assertEquals(Math.sqrt(2.0 / (64 * 49)), first.std(), 1e-17);
    NormalFill shortcut = (NormalFill) plan(model, "layer4.0.downsample.0.weight");
    assertEquals(Math.sqrt(2.0 / 2048), shortcut.std(), 1e-17);
    assertEquals(new ConstantFill(1), plan(model, "layer1.0.bn3.weight"));
    assertEquals(new ConstantFill(0), plan(model, "layer1.0.downsample.1.bias"));
    UniformFill head = (UniformFill) plan(model, "fc.weight");
    assertEquals(1 / Math.sqrt(2048), head.high(), 1e-16);
    assertEquals(-1 / Math.sqrt(2048), ((UniformFill) plan(model, "fc.bias")).low(), 1e-16);
    Model statistics = read("resnet50_running_statistics.json");
    assertEquals(new ConstantFill(0), plan(statistics, "layer2.3.bn2.running_mean"));
    assertEquals(new ConstantFill(1), plan(statistics, "bn1.running_var"));
  }

  @Test
  void everythingInALstmHasOneBound() throws IOException {
    Model model = read("bilstm-tagger.json");
    List<Parameter> lstm =
        model.parameters().stream().filter(p -> p.name().startsWith("lstm.")).toList();
    assertEquals(16, lstm.size());
    for (Parameter parameter : lstm) {
      UniformFill plan = (UniformFill) parameter.plan();
      assertEquals(1 / 16.0, plan.high(), 1e-16, parameter.name());
      assertEquals(-1 / 16.0, plan.low(), 1e-16, parameter.name());
    }
    assertEquals(new NormalFill(0, 1), plan(model, "embedding.weight"));
  }

  @Test
  void theCnnFollowsKeras() throws IOException {
    Model model = read("keras-cnn.json");
    UniformFill kernel = (UniformFill) plan(model, "conv2d_1/kernel");
    assertEquals(Math.sqrt(6.0 / (9 * 32 + 9 * 64)), kernel.high(), 1e-16);
    assertEquals(new ConstantFill(0), plan(model, "dense/bias"));
  }

  private static Model read(String file) throws IOException {
    return Manifest.read(FOLDER.resolve(file)).model();
  }

  private static Object plan(Model model, String name) {
    return model.parameter(name).orElseThrow().plan();
  }
}
