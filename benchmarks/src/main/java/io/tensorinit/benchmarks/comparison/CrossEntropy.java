package io.tensorinit.benchmarks.comparison;

/**
 * The softmax cross-entropy of some rows, averaged: -log(exp(s_c) / sum exp(s)) of the scores s and
 * the class c of each.
 *
 * @param loss the average
 * @param slope its slope by each score
 */
record CrossEntropy(float loss, float[] slope) {
  /**
   * Works out loss and slope, in double a row.
   *
   * @param scores a row an example, a column a class
   * @param classes the class of each example
   * @return the loss
   */
  static CrossEntropy of(float[] scores, int[] classes) {
    int count = classes.length;
    int width = scores.length / count;
    float[] slope = new float[scores.length];
    double sum = 0;
    double[] exps = new double[width];
    for (int row = 0; row < count; row++) {
      int start = row * width;
      double greatest = scores[start + greatest(scores, start, width)];
      double total = 0;
      for (int i = 0; i < width; i++) {
        exps[i] = StrictMath.exp(scores[start + i] - greatest);
        total += exps[i];
      }
      sum += StrictMath.log(total) - (scores[start + classes[row]] - greatest);
      for (int i = 0; i < width; i++) {
        double target = i == classes[row] ? 1 : 0;
        slope[start + i] = (float) ((exps[i] / total - target) / count);
      }
    }
    return new CrossEntropy((float) (sum / count), slope);
  }

  /**
   * How many rows have their class's score as the greatest; of equal ones the first counts.
   *
   * @param scores a row an example, a column a class
   * @param classes the class of each example
   * @return the number
   */
  static int correct(float[] scores, int[] classes) {
    int width = scores.length / classes.length;
    int correct = 0;
    for (int row = 0; row < classes.length; row++) {
      if (greatest(scores, row * width, width) == classes[row]) {
        correct++;
      }
    }
    return correct;
  }

  private static int greatest(float[] scores, int start, int width) {
    int place = 0;
    for (int i = 1; i < width; i++) {
      if (scores[start + i] > scores[start + place]) {
        place = i;
      }
    }
    return place;
  }
}
