package io.tensorinit;

import java.util.Optional;

/**
 * What a layout says about a shape: its fans, or why it has none.
 *
 * @param fans the fans, empty where there are none
 * @param refusal why there are none; empty text where there are
 */
record FanReading(Optional<Fans> fans, String refusal) {
  static FanReading of(double in, double out) {
    return new FanReading(Optional.of(new Fans(in, out)), "");
  }

  static FanReading refused(String reason) {
    return new FanReading(Optional.empty(), reason);
  }

  /** These fans with those that somebody gave (those that are not NaN) in their place. */
  FanReading overriddenBy(Fans given) {
    if (Double.isNaN(given.in()) && Double.isNaN(given.out())) {
      return this;
    }
    Fans read = fans.orElse(LayoutOptions.NO_FANS_GIVEN);
    return of(
        Double.isNaN(given.in()) ? read.in() : given.in(),
        Double.isNaN(given.out()) ? read.out() : given.out());
  }
}
