package io.tensorinit.benchmarks.comparison;

import io.tensorinit.benchmarks.Machine;
import io.tensorinit.benchmarks.comparison.Results.Figure;
import io.tensorinit.benchmarks.comparison.Results.Finding;
import io.tensorinit.benchmarks.comparison.Training.Outcome;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/** The page of results, in Markdown. */
final class Page {
  private Page() {}

  /**
   * Writes what was done, where, and the picture.
   *
   * @param picture the picture's file, from the page's folder
   * @return lines of Markdown
   */
  static String heading(String picture) {
    return row(
        """
        # Initializations compared, %s

        The network behind the [answer](https://stackoverflow.com/questions/49433936) with the comparison
        (784-256-128-10, rectifiers, dropout 0.2 after both hidden layers, biases 0, softmax cross-entropy,
        Adam with rate 0.001, batches of 100, pixels in [0, 1], a fifth of the training images for validation,
        two epochs) on Fashion-MNIST, trained in Java with weights by TensorInit. Seeds 1 to 5, fixed
        beforehand; runs of one seed share split, order and masks. Given are the mean, the standard deviation
        of one run and, in brackets, the range. The figures do not depend on the machine.

        The published program, [Udacity's](https://github.com/udacity/deep-learning-v2-pytorch), validates with
        dropout still at work and prints the loss of the very last batch; the first and the last columns do
        the same. PyTorch 2.13's figures are of one run each, and how they were taken is not on record: those
        of the two wide uniforms agree with the accuracy without dropout alone.

        Made by `benchmarks/comparison.sh` on %s; Java %s; sources at %s.

        ![training loss](%s)

        """,
        LocalDate.now(ZoneId.systemDefault()),
        Machine.description(),
        System.getProperty("java.version"),
        Machine.revision(),
        picture);
  }

  /**
   * Writes the table and what follows from it.
   *
   * @param results the results
   * @return lines of Markdown
   */
  static String table(Results results) {
    StringBuilder text =
        new StringBuilder(
            "| Weights | Accuracy, %: dropout at work | Published | without dropout | PyTorch 2.13 |"
                + " Loss of the last batch | Published |\n"
                + "| --- | --- | --- | --- | --- | --- | --- |\n");
    for (Initialization it : Initialization.values()) {
      text.append(
          row(
              "| %s | %s | %.3f | %s | %.1f | %s | %.3f |%n",
              it.label(),
              figure("%.2f", results.figure(it, Outcome::accuracyWithDropout)),
              it.publishedAccuracy(),
              figure("%.2f", results.figure(it, Outcome::accuracy)),
              it.torchAccuracy(),
              figure("%.3f", results.figure(it, Outcome::lastLoss)),
              it.publishedLoss()));
    }
    text.append("\nBands:\n\n");
    for (Finding finding : results.findings()) {
      text.append("* ")
          .append(finding.holds() ? "yes: " : "**no**: ")
          .append(finding.statement())
          .append(".\n");
    }
    return text.toString();
  }

  /** Mean and spread, and in brackets the least and the greatest. */
  private static String figure(String format, Figure figure) {
    String pattern = format + " ± " + format + " (" + format + " to " + format + ")";
    return row(pattern, figure.mean(), figure.spread(), figure.least(), figure.greatest());
  }

  private static String row(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern.replace("%n", "\n"), values);
  }
}
