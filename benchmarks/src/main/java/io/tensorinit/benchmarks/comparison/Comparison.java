package io.tensorinit.benchmarks.comparison;

import io.tensorinit.benchmarks.comparison.Results.Finding;
import io.tensorinit.benchmarks.comparison.Training.Outcome;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Trains the network of the published comparison with each initialization under the seeds 1 to 5
 * and writes a page and a picture. Takes minutes.
 */
public final class Comparison {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);

  /** Where Debian's package {@code dataset-fashion-mnist} puts the images. */
  private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

  private Comparison() {}

  /**
   * Runs the comparison. The table goes to standard output, too. Exit status 0 if the published
   * bands show, 1 if one of them does not, 2 if the images are missing or are no images.
   *
   * @param arguments the folder that {@code comparison.md} and {@code comparison.png} are written
   *     to and, where the images are not those of Debian's package, their folder
   * @throws IOException if the page or the picture cannot be written
   * @throws InterruptedException if the program is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new IllegalArgumentException("wanted: OUTPUT_FOLDER [IMAGE_FOLDER]");
    }
    Path output = Path.of(arguments[0]);
    Path folder = arguments.length > 1 ? Path.of(arguments[1]) : DEBIAN;
    LabelledImages images;
    try {
      images = images(folder);
    } catch (IOException e) {
      System.err.println("comparison: " + e.getMessage());
      System.exit(2);
      return;
    }
    Files.createDirectories(output);
    int threads = Runtime.getRuntime().availableProcessors();
    Results results = new Results(outcomes(images, SEEDS, threads, System.err::println));
    Curves.write(results, output.resolve("comparison.png"));
    String table = Page.table(results);
    Files.writeString(output.resolve("comparison.md"), Page.heading("comparison.png") + table);
    System.out.print(table);
    System.exit(results.findings().stream().allMatch(Finding::holds) ? 0 : 1);
  }

  /**
   * The training images.
   *
   * @param folder where they should be
   * @return the images
   * @throws IOException if they are not there, saying what to install, or are malformed
   */
  static LabelledImages images(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "no Fashion-MNIST in "
              + folder
              + ": install Debian's package dataset-fashion-mnist, or name the folder that holds"
              + " train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz");
    }
    return LabelledImages.read(folder);
  }

  /**
   * Trains with each initialization under each seed.
   *
   * @param images the images
   * @param seeds the seeds
   * @param threads how many trainings run at a time, which changes no figure
   * @param progress takes a line a training, from the thread that did it
   * @return the outcomes, a seed after the other
   * @throws InterruptedException if the thread is interrupted
   */
  static Map<Initialization, List<Outcome>> outcomes(
      LabelledImages images, List<Long> seeds, int threads, Consumer<String> progress)
      throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Map<Initialization, List<Future<Outcome>>> running = new EnumMap<>(Initialization.class);
      for (Initialization it : Initialization.values()) {
        List<Future<Outcome>> runs = new ArrayList<>();
        for (long seed : seeds) {
          Training training = new Training(images, Seed.of(seed));
          runs.add(
              executor.submit(() -> reported(it, seed, training.run(it.initializer()), progress)));
        }
        running.put(it, runs);
      }
      Map<Initialization, List<Outcome>> outcomes = new EnumMap<>(Initialization.class);
      for (Map.Entry<Initialization, List<Future<Outcome>>> entry : running.entrySet()) {
        List<Outcome> done = new ArrayList<>();
        for (Future<Outcome> run : entry.getValue()) {
          done.add(run.get());
        }
        outcomes.put(entry.getKey(), done);
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a training failed: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Outcome reported(
      Initialization it, long seed, Outcome outcome, Consumer<String> progress) {
    double accuracy = outcome.accuracyWithDropout();
    progress.accept(String.format(Locale.ROOT, "%s, seed %d: %.2f %%", it.label(), seed, accuracy));
    return outcome;
  }
}
