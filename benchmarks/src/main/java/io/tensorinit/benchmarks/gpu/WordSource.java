package io.tensorinit.benchmarks.gpu;

import java.util.Locale;

/** Where the random words of a fill come from; both lanes give the same bits. */
public enum WordSource {
  /** The kernel computes them in registers. */
  FUSED,
  /** cuRAND writes them to memory, a second kernel reads them. */
  CURAND;

  /**
   * The value of the property {@code tensorinit.cuda.words}.
   *
   * @return the lane's name there
   */
  String property() {
    return name().toLowerCase(Locale.ROOT);
  }
}
