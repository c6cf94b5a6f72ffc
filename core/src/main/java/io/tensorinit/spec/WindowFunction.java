package io.tensorinit.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The windows of SciPy's {@code signal.windows}, by their names there. With M the number of points
 * and n from 0 to M - 1, the symmetric form; the periodic one is the first M points of the
 * symmetric form of M + 1 points.
 *
 * <p>Source: F. J. Harris (1978), On the use of windows for harmonic analysis with the discrete
 * Fourier transform; the definitions are SciPy's.
 */
enum WindowFunction {
  /** 1. */
  BOXCAR(List.of("box", "ones", "rect", "rectangular"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return 1;
    }
  },
  /** A triangle that does not reach 0. */
  TRIANG(List.of("triangle", "tri"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      double j = Math.min(n, m - 1 - n) + 1;
      return m % 2 == 0 ? (2 * j - 1) / m : 2 * j / (m + 1);
    }
  },
  /** A triangle from 0 to 0. */
  BARTLETT(List.of("bart", "brt"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return 2.0 * Math.min(n, m - 1 - n) / (m - 1);
    }
  },
  /** 1/2 - 1/2 cos. */
  HANN(List.of("han", "hanning"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.5, 0.5);
    }
  },
  /** 0.54 - 0.46 cos. */
  HAMMING(List.of("hamm", "ham"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.54, 1 - 0.54);
    }
  },
  /** alpha - (1 - alpha) cos. */
  GENERAL_HAMMING(List.of(), 1) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, parameters[0], 1 - parameters[0]);
    }
  },
  /** Three cosines. */
  BLACKMAN(List.of("black", "blk"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.42, 0.50, 0.08);
    }
  },
  /** Four cosines, least sidelobes. */
  BLACKMANHARRIS(List.of("blackharr", "bkh"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.35875, 0.48829, 0.14128, 0.01168);
    }
  },
  /** Four cosines, Nuttall's minimum. */
  NUTTALL(List.of("nutl", "nut"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.3635819, 0.4891775, 0.1365995, 0.0106411);
    }
  },
  /** Five cosines, a flat top. */
  FLATTOP(List.of("flat", "flt"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, 0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368);
    }
  },
  /** Cosines with the coefficients given, one or more. */
  GENERAL_COSINE(List.of(), Integer.MAX_VALUE) {
    @Override
    double at(long n, long m, double... parameters) {
      return cosines(n, m, parameters);
    }
  },
  /** Triangle and cosine: 0.62 - 0.48 |x| + 0.38 cos(2 pi x), x from -1/2 to 1/2. */
  BARTHANN(List.of("brthan", "bth"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      double x = Math.abs((double) n / (m - 1) - 0.5);
      return 0.62 - 0.48 * x + 0.38 * StrictMath.cos(2 * StrictMath.PI * x);
    }
  },
  /** Two half cycles of a cosine, convolved. */
  BOHMAN(List.of("bman", "bmn"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      if (n == 0 || n == m - 1) {
        return 0;
      }
      double x = Math.abs(2.0 * n / (m - 1) - 1);
      return (1 - x) * StrictMath.cos(StrictMath.PI * x)
          + StrictMath.sin(StrictMath.PI * x) / StrictMath.PI;
    }
  },
  /** Four boxes, convolved. */
  PARZEN(List.of("parz", "par"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      double fromCentre = Math.abs(n - (m - 1) / 2.0);
      double x = fromCentre / (m / 2.0);
      return fromCentre > (m - 1) / 4.0
          ? 2 * (1 - x) * (1 - x) * (1 - x)
          : 1 - 6 * x * x + 6 * x * x * x;
    }
  },
  /** Half a period of a sine. */
  COSINE(List.of("halfcosine"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      return UnitCircle.sin(2 * n + 1, 4 * m);
    }
  },
  /** sin(pi x) / (pi x), x from -1 to 1. */
  LANCZOS(List.of("sinc"), 0) {
    @Override
    double at(long n, long m, double... parameters) {
      double x = StrictMath.PI * Math.abs(2.0 * n / (m - 1) - 1);
      if (n == 0 || n == m - 1) {
        return 0;
      }
      return x == 0 ? 1 : StrictMath.sin(x) / x;
    }
  },
  /** A box with cosine flanks; the parameter is the flanks' share of it. */
  TUKEY(List.of("tuk"), 1, 0.5) {
    @Override
    double at(long n, long m, double... parameters) {
      double alpha = Math.min(1, parameters[0]);
      double fromEnd = Math.min(n, m - 1 - n);
      if (alpha <= 0 || fromEnd > Math.floor(alpha * (m - 1) / 2)) {
        return 1;
      }
      return 0.5 * (1 + StrictMath.cos(StrictMath.PI * (2 * fromEnd / alpha / (m - 1) - 1)));
    }
  },
  /** Bessel functions; the parameter is beta. */
  KAISER(List.of("ksr"), 1) {
    @Override
    double at(long n, long m, double... parameters) {
      double x = 2.0 * n / (m - 1) - 1;
      double beta = parameters[0];
      return besselI0(beta * Math.sqrt(Math.max(0, 1 - x * x))) / besselI0(beta);
    }
  },
  /** exp(-x^2 / (2 std^2)), x from the centre; the parameter is std, in points. */
  GAUSSIAN(List.of("gauss", "gss"), 1) {
    @Override
    double at(long n, long m, double... parameters) {
      double x = (n - (m - 1) / 2.0) / parameters[0];
      return StrictMath.exp(-0.5 * x * x);
    }
  },
  /** exp(-1/2 |x / sigma|^(2 p)), x from the centre; the parameters are p and sigma. */
  GENERAL_GAUSSIAN(List.of("general_gauss", "ggs"), 2) {
    @Override
    double at(long n, long m, double... parameters) {
      double x = Math.abs((n - (m - 1) / 2.0) / parameters[1]);
      return StrictMath.exp(-0.5 * StrictMath.pow(x, 2 * parameters[0]));
    }
  },
  /** exp(-|n - centre| / tau); the parameters are the centre (NaN for the middle) and tau. */
  EXPONENTIAL(List.of("poisson"), 2, Double.NaN, 1) {
    @Override
    double at(long n, long m, double... parameters) {
      double centre = Double.isNaN(parameters[0]) ? (m - 1) / 2.0 : parameters[0];
      return StrictMath.exp(-Math.abs(n - centre) / parameters[1]);
    }
  };

  private final List<String> aliases;
  private final int mostParameters;
  private final double[] defaults;

  WindowFunction(List<String> aliases, int mostParameters, double... defaults) {
    this.aliases = aliases;
    this.mostParameters = mostParameters;
    this.defaults = defaults;
  }

  /** Point n of the symmetric form of m points, m above 1. */
  abstract double at(long n, long m, double... parameters);

  /** The name in SciPy. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The function of a name or alias; spaces may stand for underscores. */
  static Optional<WindowFunction> find(String name) {
    String key = name.toLowerCase(Locale.ROOT).replace(' ', '_');
    for (WindowFunction function : values()) {
      if (function.key().equals(key) || function.aliases.contains(key)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /** The parameters with the defaults of those that are not given; refuses too many or too few. */
  double[] complete(List<Double> given) {
    int needed = mostParameters == Integer.MAX_VALUE ? Math.max(1, given.size()) : mostParameters;
    if (given.size() > needed || given.size() + defaults.length < needed) {
      throw new IllegalArgumentException(
          "window "
              + key()
              + " takes "
              + (mostParameters == Integer.MAX_VALUE ? "one or more" : "" + mostParameters)
              + " parameters, was "
              + given);
    }
    double[] complete = new double[needed];
    for (int i = 0; i < needed; i++) {
      complete[i] = i < given.size() ? given.get(i) : defaults[i];
    }
    return complete;
  }

  /** a_0 - a_1 cos(2 pi n / (m - 1)) + a_2 cos(2 pi 2 n / (m - 1)) - ... */
  private static double cosines(long n, long m, double... coefficients) {
    double sum = 0;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      double term = coefficients[k] * UnitCircle.cos(k * n, m - 1);
      sum += k % 2 == 0 ? term : -term;
    }
    return sum;
  }

  /** The modified Bessel function of order 0, by its series of positive terms. */
  private static double besselI0(double x) {
    double quarter = x * x / 4;
    double term = 1;
    double sum = 1;
    for (int k = 1; term > sum * 0x1p-54; k++) {
      term *= quarter / ((double) k * k);
      sum += term;
    }
    return sum;
  }
}
