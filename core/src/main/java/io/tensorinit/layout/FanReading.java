package io.tensorinit.layout;

import java.util.Optional;

/**
 * What a layout says about a shape: its fans, or why it has none.
 *
 * @param fans the fans, empty where there are none
 * @param refusal why there are none; empty text where there are
 */
public record FanReading(Optional<Fans> fans, String refusal) {
  /**
   * Fans that were read.
   *
   * @param in fan in
   * @param out fan out
   * @return the reading
   */
  public static FanReading of(double in, double out) {
    return new FanReading(Optional.of(new Fans(in, out)), "");
  }

  /**
   * No fans.
   *
   * @param reason why there are none, as it follows "no fans for this shape: "
   * @return the reading
   */
  public static FanReading refused(String reason) {
    return new FanReading(Optional.empty(), reason);
  }

  /** These fans with those that were given (those that are not NaN) in their place. */
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
