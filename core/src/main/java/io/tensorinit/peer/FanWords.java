package io.tensorinit.peer;

import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import java.util.Locale;

/** The words and formulas that the peers share for initializers scaled by their fans. */
public final class FanWords {
  private FanWords() {}

  /** The mode of {@code fan_in}, {@code fan_out}, {@code fan_avg} or {@code fan_geo_avg}. */
  public static FanMode mode(String word) {
    return FanMode.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The mode of MXNet's and DJL's {@code in}, {@code out} or {@code avg}. */
  public static FanMode factor(String word) {
    return mode("fan_" + word);
  }

  /** One line for mean 0 and variance scale / n. */
  public static String formula(int scale, FanMode mode, Distribution distribution) {
    String variance =
        mode == FanMode.FAN_AVG
            ? 2 * scale + " / (fan_in + fan_out)"
            : scale + " / " + mode.name().toLowerCase(Locale.ROOT);
    String tripled =
        mode == FanMode.FAN_AVG
            ? 6 * scale + " / (fan_in + fan_out)"
            : 3 * scale + " / " + mode.name().toLowerCase(Locale.ROOT);
    switch (distribution) {
      case UNIFORM:
        return "U(-l, l), l = sqrt(" + tripled + ")";
      case NORMAL:
        return "N(0, s^2), s = sqrt(" + variance + ")";
      case TRUNCATED_NORMAL:
        return "normal cut at two of its stds, of std sqrt(" + variance + ") after cutting";
      default:
        return "N(0, s^2) cut at +-2 s, s = sqrt(" + variance + ")";
    }
  }
}
