package io.tensorinit.names;

import io.tensorinit.Initializer;
import io.tensorinit.spec.Normal;

/** The normals of language models, whose std follows from the model's sizes. */
final class ScaledNormals {
  private ScaledNormals() {}

  /** N(0, (std / sqrt(n))^2). */
  static Initializer over(double std, double n) {
    return new Normal(0, std / Math.sqrt(n));
  }
}
