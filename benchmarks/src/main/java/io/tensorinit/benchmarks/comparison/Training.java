package io.tensorinit.benchmarks.comparison;

import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One training: batches of 100, two epochs, a fifth of the images kept for validation, dropout 0.2
 * after both hidden layers, {@link Adam}. The seed decides weights, split, order and masks.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param images all images
 * @param seed the run's seed
 */
record Training(LabelledImages images, Seed seed) {
  private static final int[] WIDTHS = {LabelledImages.PIXELS, 256, 128, LabelledImages.CLASSES};
  private static final int BATCH = 100;
  private static final int EPOCHS = 2;
  private static final double DROP = 0.2;

  /**
   * Trains.
   *
   * @param initializer what draws the weights
   * @return how it went
   */
  Outcome run(Initializer initializer) {
    int[] all = Order.shuffled(IntStream.range(0, images.count()).toArray(), seed, "split");
    int held = images.count() / 5;
    int[] validation = Arrays.copyOf(all, held);
    int[] training = Arrays.copyOfRange(all, held, all.length);
    Network network = Network.initialized(initializer, seed, WIDTHS);
    float[] losses = train(network, training);
    return new Outcome(
        losses,
        accuracy(network, validation, Dropout.NONE),
        accuracy(network, validation, dropout("validation", 0)));
  }

  private Dropout dropout(String name, int first) {
    return Dropout.of(DROP, seed, name, first);
  }

  private float[] train(Network network, int[] training) {
    List<Adam> optimizers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      optimizers.add(new Adam(layer.weight()));
      optimizers.add(new Adam(layer.bias()));
    }
    int batches = training.length / BATCH;
    float[] losses = new float[EPOCHS * batches];
    float[] input = new float[BATCH * LabelledImages.PIXELS];
    for (int step = 0; step < losses.length; step++) {
      int batch = step % batches;
      if (batch == 0) {
        training = Order.shuffled(training, seed, "order.epoch" + (step / batches + 1));
      }
      images.copyTo(training, batch * BATCH, BATCH, input);
      int[] classes = images.classes(training, batch * BATCH, BATCH);
      Network.Slopes slopes = network.slopes(input, classes, dropout("training", step * BATCH));
      losses[step] = slopes.loss();
      for (int i = 0; i < slopes.layers().size(); i++) {
        optimizers.get(2 * i).step(slopes.layers().get(i).weight());
        optimizers.get(2 * i + 1).step(slopes.layers().get(i).bias());
      }
    }
    return losses;
  }

  /** In percent. */
  private double accuracy(Network network, int[] validation, Dropout dropout) {
    float[] input = new float[validation.length * LabelledImages.PIXELS];
    images.copyTo(validation, 0, validation.length, input);
    float[] scores = network.scores(input, validation.length, dropout);
    int[] classes = images.classes(validation, 0, validation.length);
    return 100.0 * CrossEntropy.correct(scores, classes) / validation.length;
  }

  /**
   * How a training went.
   *
   * @param losses the loss of each batch, before the step that it led to
   * @param accuracy percent of the validation images that are told right
   * @param accuracyWithDropout the same while dropout is at work, as it was published
   */
  record Outcome(float[] losses, double accuracy, double accuracyWithDropout) {
    /** The loss of the last batch, as it was published. */
    double lastLoss() {
      return losses[losses.length - 1];
    }
  }
}
