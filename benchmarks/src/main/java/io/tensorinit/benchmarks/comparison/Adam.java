package io.tensorinit.benchmarks.comparison;

/**
 * Adam with rate 0.001, beta 0.9 and 0.999, epsilon 1e-8 (D. Kingma, J. Ba 2015, Adam: a method for
 * stochastic optimization, Algorithm 1), for one array of float32 parameters.
 */
final class Adam {
  private static final double RATE = 0.001;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final float EPSILON = 1e-8f;

  private final float[] parameters;
  private final float[] mean;
  private final float[] square;
  private int steps;

  /**
   * Begins.
   *
   * @param parameters the parameters, which each step changes
   */
  Adam(float[] parameters) {
    this.parameters = parameters;
    this.mean = new float[parameters.length];
    this.square = new float[parameters.length];
  }

  /**
   * Takes one step.
   *
   * @param slope the loss's slope by each parameter
   */
  void step(float[] slope) {
    steps++;
    float rate = (float) (RATE / (1 - StrictMath.pow(BETA1, steps)));
    float correction = (float) Math.sqrt(1 - StrictMath.pow(BETA2, steps));
    float beta1 = (float) BETA1;
    float beta2 = (float) BETA2;
    float rest1 = (float) (1 - BETA1);
    float rest2 = (float) (1 - BETA2);
    for (int i = 0; i < parameters.length; i++) {
      float g = slope[i];
      mean[i] = beta1 * mean[i] + rest1 * g;
      square[i] = beta2 * square[i] + rest2 * g * g;
      float root = (float) Math.sqrt(square[i]);
      parameters[i] -= rate * mean[i] / (root / correction + EPSILON);
    }
  }
}
