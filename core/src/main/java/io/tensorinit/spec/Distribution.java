package io.tensorinit.spec;

import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;

/**
 * The centred distributions that can be given a variance V.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous Univariate Distributions 1,
 * section 13.10.1 (the std of the cut normal).
 */
public enum Distribution {
  /** Uniform on +-sqrt(3 V). */
  UNIFORM {
    @Override
    FillPlan centred(double variance) {
      double bound = Math.sqrt(3 * variance);
      return new UniformFill(-bound, bound, ComplexBounds.BY_VARIANCE);
    }
  },
  /** Normal of std sqrt(V), not cut. */
  NORMAL {
    @Override
    FillPlan centred(double variance) {
      return new NormalFill(0, Math.sqrt(variance));
    }
  },
  /**
   * Normal cut at two of its standard deviations, s = sqrt(V) / 0.87962566103423978, so that the
   * result has variance V; its values end at 2.2737 sqrt(V).
   */
  TRUNCATED_NORMAL {
    @Override
    FillPlan centred(double variance) {
      return cutAtTwo(Math.sqrt(variance) / TruncatedNormal.STD_CUT_AT_TWO);
    }
  },
  /** Normal of std sqrt(V) cut at two of them: the result has std 0.8796 sqrt(V) only. */
  TRUNCATED_NORMAL_UNCORRECTED {
    @Override
    FillPlan centred(double variance) {
      return cutAtTwo(Math.sqrt(variance));
    }
  };

  /** The fill of mean 0 that promises this variance. */
  abstract FillPlan centred(double variance);

  private static FillPlan cutAtTwo(double std) {
    return new TruncatedNormalFill(0, std, -2 * std, 2 * std, ComplexBounds.BY_VARIANCE);
  }
}
