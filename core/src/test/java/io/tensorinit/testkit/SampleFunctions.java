package io.tensorinit.testkit;

import io.tensorinit.function.ElementFunction;
import io.tensorinit.function.ElementStream;
import io.tensorinit.function.Quantile;
import io.tensorinit.plan.HostTable;

/** The functions that samples of plans call, each with a name that the known answers use. */
final class SampleFunctions {
  private SampleFunctions() {}

  /** Distributions by quantile function. */
  enum SampleQuantile implements Quantile {
    /** The standard logistic distribution. */
    LOGISTIC {
      @Override
      public double at(double v, double complement) {
        return StrictMath.log(v / complement);
      }
    },
    /** The exponential distribution of mean 3. */
    EXPONENTIAL {
      @Override
      public double at(double v, double complement) {
        return v < 0.5 ? -3 * StrictMath.log1p(-v) : -3 * StrictMath.log(complement);
      }
    }
  }

  /** Values by index. */
  enum SampleTable implements HostTable {
    /** A ramp, and another of the other sign for the imaginary part. */
    RAMP {
      @Override
      public double at(long index) {
        return index * 0.37 - 3;
      }

      @Override
      public double imaginaryAt(long index) {
        return 1 - index * 0.11;
      }
    }
  }

  /** Functions of index and stream. */
  enum SampleFunction implements ElementFunction {
    /** Everything a stream gives: {@code (index mod 7) + unit - 2 normal' + word'' 2^-31}. */
    EVERYTHING {
      @Override
      public double at(long index, ElementStream stream) {
        return index % 7
            + stream.unit()
            - 2 * stream.derive("n").normal()
            + stream.derive("n").derive("w").word() * 0x1p-31;
      }
    }
  }
}
