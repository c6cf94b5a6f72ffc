package io.tensorinit.benchmarks.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.benchmarks.comparison.Results.Figure;
import io.tensorinit.benchmarks.comparison.Results.Finding;
import io.tensorinit.benchmarks.comparison.Training.Outcome;
import io.tensorinit.tensor.Seed;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  /** 500 images, of each class those with a bright stripe of its own. */
  private static LabelledImages stripes() {
    byte[] pixels = new byte[500 * 784];
    byte[] labels = new byte[500];
    for (int image = 0; image < 500; image++) {
      labels[image] = (byte) (image % 10);
      for (int i = 0; i < 56; i++) {
        pixels[image * 784 + labels[image] * 78 + i] = (byte) (100 + image % 100);
      }
    }
    return new LabelledImages(pixels, labels);
  }

  @Test
  void figuresDoNotDependOnThreads() throws InterruptedException {
    LabelledImages images = stripes();
    Map<Initialization, List<Outcome>> one =
        Comparison.outcomes(images, List.of(1L, 2L), 1, line -> {});
    Map<Initialization, List<Outcome>> three =
        Comparison.outcomes(images, List.of(1L, 2L), 3, line -> {});
    assertEquals(List.of(Initialization.values()), List.copyOf(one.keySet()));
    for (Initialization it : Initialization.values()) {
      for (int seed = 0; seed < 2; seed++) {
        Outcome expected = one.get(it).get(seed);
        Outcome actual = three.get(it).get(seed);
        assertArrayEquals(expected.losses(), actual.losses());
        assertEquals(expected.accuracy(), actual.accuracy());
        assertEquals(expected.accuracyWithDropout(), actual.accuracyWithDropout());
      }
    }
  }

  /** Our own answer, of one Java machine: any other has to give the same bits. */
  @Test
  void aTrainingHasTheSameBitsEverywhere() {
    Outcome outcome = new Training(stripes(), Seed.of(1)).run(Initialization.RULE.initializer());
    assertEquals(8, outcome.losses().length);
    int[] bits =
        IntStream.range(0, 8).map(i -> Float.floatToRawIntBits(outcome.losses()[i])).toArray();
    assertArrayEquals(
        new int[] {
          0x40135bab,
          0x40101d05,
          0x400db0c4,
          0x400b0d44,
          0x40078ff8,
          0x40044460,
          0x4000a418,
          0x3ff71cf3
        },
        bits);
  }

  private static Results results(double... accuracies) {
    Map<Initialization, List<Outcome>> outcomes = new EnumMap<>(Initialization.class);
    int number = 0;
    for (Initialization it : Initialization.values()) {
      List<Outcome> seeds = new ArrayList<>();
      for (int seed = 0; seed < 2; seed++) {
        float[] losses = new float[20];
        Arrays.fill(losses, number + 1 + seed);
        double accuracy = accuracies[number] + seed;
        seeds.add(new Outcome(losses, accuracy + 0.25, accuracy));
      }
      outcomes.put(it, seeds);
      number++;
    }
    return new Results(outcomes);
  }

  private static List<String> broken(Results results) {
    return results.findings().stream().filter(it -> !it.holds()).map(Finding::statement).toList();
  }

  @Test
  void bandsShowOrAreSaidNotTo() {
    assertEquals(List.of(), broken(results(9.2, 9.5, 36, 75, 85, 84.5)));
    assertEquals(
        List.of("all zeros is at chance, 10 % to within one point, under every seed"),
        broken(results(11, 9.5, 36, 75, 85, 84.5)));
    assertEquals(
        List.of(
            "uniform [-0.5, 0.5) lies more than 10 points above uniform [0, 1), its worst seed"
                + " above the other's best"),
        broken(results(9.2, 9.5, 70, 75, 85, 84.5)));
    assertEquals(
        List.of("the rule and the normal cannot be told apart: their ranges overlap"),
        broken(results(9.2, 9.5, 36, 75, 90, 84.5)));
    assertEquals(
        List.of(
            "rule: uniform, +-1/sqrt(n) lies above uniform [-0.5, 0.5), its worst seed above the"
                + " other's best"),
        broken(results(9.2, 9.5, 36, 84, 84.5, 85.2)));
  }

  @Test
  void aFigureIsMeanAndSpreadOfASample() {
    assertEquals(new Figure(3, 2, 1, 5), Figure.of(3, 1, 5));
    assertEquals(new Figure(7, 0, 7, 7), Figure.of(7));
  }

  @Test
  void theTableHasOursBesideThePublishedOnes() {
    String table = Page.table(results(9.2, 9.5, 36, 75, 85, 84.5));
    assertTrue(
        table.contains(
            "| uniform [-0.5, 0.5) | 75.50 ± 0.71 (75.00 to 76.00) | 75.817 | 75.75 ± 0.71"
                + " (75.25 to 76.25) | 81.1 | 4.500 ± 0.707 (4.000 to 5.000) | 0.705 |\n"),
        table);
    assertTrue(table.contains("* yes: the rule and the normal cannot be told apart"), table);
  }

  @Test
  void thePictureHasACurveOfEach(@TempDir Path folder) throws Exception {
    Results results = results(9.2, 9.5, 36, 75, 85, 84.5);
    assertArrayEquals(
        new double[] {1.5, 1.5}, Curves.means(results.of(Initialization.ZEROS)), 1e-12);
    List<String> labels = Stream.of(Initialization.values()).map(Initialization::label).toList();
    assertEquals(labels, List.copyOf(Curves.chart(results).getSeriesMap().keySet()));
    Path file = folder.resolve("curves.png");
    Curves.write(results, file);
    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(900, picture.getWidth());
    assertEquals(560, picture.getHeight());
  }
}
