package io.tensorinit.benchmarks.comparison;

import static io.tensorinit.Initializers.fanInUniform;
import static io.tensorinit.Initializers.lecunPlainNormal;
import static io.tensorinit.Initializers.ones;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;

import io.tensorinit.spec.Initializer;

/**
 * The initializations that are compared, each with what was published of it.
 *
 * <p>The figures are those of the answer with the comparison to "How do I initialize weights in
 * PyTorch?" (Stack Overflow, question 49433936), which took the experiment from Udacity's course
 * (udacity/deep-learning-v2-pytorch, weight-initialization): one run each, accuracy with dropout at
 * work, the loss of the very last batch. PyTorch's are those of PyTorch 2.13 run so.
 */
enum Initialization {
  /** Every weight 0. */
  ZEROS("all zeros", zeros(), 9.625, 2.304, 9.9),
  /** Every weight 1. */
  ONES("all ones", ones(), 10.050, 1552.281, 9.9),
  /** Uniform in [0, 1). */
  UNIFORM("uniform [0, 1)", uniform(0, 1), 36.667, 3.208, 49.0),
  /** Uniform in [-0.5, 0.5). */
  CENTERED("uniform [-0.5, 0.5)", uniform(-0.5, 0.5), 75.817, 0.705, 81.1),
  /** Uniform in [-1/sqrt(n), 1/sqrt(n)), n numbers into the layer. */
  RULE("rule: uniform, +-1/sqrt(n)", fanInUniform(), 85.208, 0.469, 85.9),
  /** Normal of standard deviation 1/sqrt(n), n numbers into the layer. */
  NORMAL("normal, std 1/sqrt(n)", lecunPlainNormal(), 84.717, 0.443, 84.8);

  private final String label;
  private final Initializer initializer;
  private final double publishedAccuracy;
  private final double publishedLoss;
  private final double torchAccuracy;

  Initialization(
      String label,
      Initializer initializer,
      double publishedAccuracy,
      double publishedLoss,
      double torchAccuracy) {
    this.label = label;
    this.initializer = initializer;
    this.publishedAccuracy = publishedAccuracy;
    this.publishedLoss = publishedLoss;
    this.torchAccuracy = torchAccuracy;
  }

  /** What it is called in table and picture. */
  String label() {
    return label;
  }

  /** What draws the weights. */
  Initializer initializer() {
    return initializer;
  }

  /** The published validation accuracy, in percent. */
  double publishedAccuracy() {
    return publishedAccuracy;
  }

  /** The published loss of the last batch. */
  double publishedLoss() {
    return publishedLoss;
  }

  /** The validation accuracy of PyTorch 2.13, in percent. */
  double torchAccuracy() {
    return torchAccuracy;
  }
}
