package io.tensorinit.djl.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline in short: few batches. */
class FashionMnistTest {
  private static final Path IMAGES = Path.of("/usr/share/datasets/fashion-mnist");

  @TempDir Path folder;

  private List<String> run(int batches) throws Exception {
    assumeTrue(
        FashionMnistTest.class.getResource("/jnilib/pytorch.properties") != null,
        "PyTorch's libraries are dependencies on Linux on x86-64 alone");
    assumeTrue(
        Files.isDirectory(IMAGES), IMAGES + ", of Debian's dataset-fashion-mnist, is not there");
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      FashionMnist.main(
          new String[] {IMAGES.toString(), folder.toString(), Integer.toString(batches)});
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void firstWeightsAreEqualAndTheNetworkLearns() throws Exception {
    List<String> lines = run(100);
    assertTrue(lines.contains("equal first weights: true"), lines.toString());
    Pattern accuracy = Pattern.compile("first weights by .* accuracy ([0-9.]+) after 100 batches");
    List<Matcher> runs = lines.stream().map(accuracy::matcher).filter(Matcher::matches).toList();
    assertEquals(2, runs.size(), lines.toString());
    for (Matcher each : runs) {
      assertTrue(Double.parseDouble(each.group(1)) > 0.6, each.group());
    }
  }

  @Test
  void pyTorchLoadsTheSameWeights() throws Exception {
    List<String> lines = run(1);
    String last = lines.get(lines.size() - 1);
    assumeFalse(last.endsWith(LoadedByPyTorch.NO_TORCH), LoadedByPyTorch.NO_TORCH);
    assertTrue(last.endsWith("equal weights: true"), last);
  }
}
