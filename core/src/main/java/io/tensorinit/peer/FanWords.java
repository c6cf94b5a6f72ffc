package io.tensorinit.peer;

import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Papers;
import java.util.Locale;

/** The words and formulas that the peers share for initializers scaled by their fans. */
public final class FanWords {
  private FanWords() {}

  /**
   * The mode of {@code fan_in}, {@code fan_out}, {@code fan_avg} or {@code fan_geo_avg}.
   *
   * @param word the word, in any letter case
   * @return the mode
   */
  public static FanMode mode(String word) {
    return FanMode.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * The mode of MXNet's and DJL's {@code in}, {@code out} or {@code avg}.
   *
   * @param word the word, in any letter case
   * @return the mode
   */
  public static FanMode factor(String word) {
    return mode("fan_" + word);
  }

  /**
   * One line for mean 0 and variance scale / n.
   *
   * @param scale the variance times n
   * @param mode which fan n is
   * @param distribution the distribution
   * @return the formula
   */
  public static String formula(int scale, FanMode mode, Distribution distribution) {
    return formula("", scale, mode, distribution);
  }

  /**
   * One line for mean 0 and variance scale / n, times a factor such as {@code "gain "}.
   *
   * @param factor the factor and a blank; may be empty
   * @param scale the variance times n
   * @param mode which fan n is
   * @param distribution the distribution
   * @return the formula
   */
  public static String formula(String factor, int scale, FanMode mode, Distribution distribution) {
    int tripled = distribution == Distribution.UNIFORM ? 3 * scale : scale;
    return formula(factor + std(tripled, mode), distribution);
  }

  /**
   * One line for mean 0: the bound of a uniform is {@code size}, or the std of a normal.
   *
   * @param size the bound or std
   * @param distribution the distribution
   * @return the formula
   */
  public static String formula(String size, Distribution distribution) {
    switch (distribution) {
      case UNIFORM:
        return "U(-l, l), l = " + size;
      case NORMAL:
        return "N(0, s^2), s = " + size;
      case TRUNCATED_NORMAL:
        return "N(0, c^2) cut at +-2 c, c = s / 0.8796, so that the std is s = " + size;
      default:
        return "N(0, s^2) cut at +-2 s, so that the std is 0.8796 s, s = " + size;
    }
  }

  /**
   * One line for mean 0 and std {@code size}, the distribution by the parameter of that name.
   *
   * @param size the std
   * @param cut the word or words of the cut normal
   * @param normal the word of the plain normal
   * @param uniform the word of the uniform
   * @return the formula
   */
  public static String byDistribution(String size, String cut, String normal, String uniform) {
    return "s = "
        + size
        + "; by distribution "
        + cut
        + ": N(0, c^2) cut at +-2 c, c = s / 0.8796; "
        + normal
        + ": N(0, s^2); "
        + uniform
        + ": U(-l, l), l = sqrt(3) s";
  }

  /**
   * The std of mean 0 and variance scale / n for a mode, such as {@code sqrt(2 / fan_in)}.
   *
   * @param scale the variance times n
   * @param mode which fan n is
   * @return the std
   */
  public static String std(int scale, FanMode mode) {
    return mode == FanMode.FAN_AVG
        ? "sqrt(" + 2 * scale + " / (fan_in + fan_out))"
        : "sqrt(" + scale + " / " + mode.name().toLowerCase(Locale.ROOT) + ")";
  }

  /**
   * One line for a normal cut at two of its stds about its mean.
   *
   * @param std the parameter that is the std before the cut
   * @return the formula
   */
  public static String cutFormula(String std) {
    return "N(mean, " + std + "^2) cut at mean +- 2 " + std + ", so that its std is 0.8796 " + std;
  }

  /**
   * The paper whose scheme a variance scale / n is.
   *
   * @param scale the variance times n
   * @param mode which fan n is
   * @return one of {@link Papers}
   */
  public static String paper(int scale, FanMode mode) {
    if (mode == FanMode.FAN_AVG) {
      return Papers.GLOROT;
    }
    return scale == 2 || mode == FanMode.FAN_OUT ? Papers.HE : Papers.LECUN;
  }
}
