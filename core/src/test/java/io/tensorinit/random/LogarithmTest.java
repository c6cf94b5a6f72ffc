package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.random.accuracy.LogarithmAccuracy;
import io.tensorinit.random.accuracy.UlpErrors;
import org.junit.jupiter.api.Test;

/** A sample of {@link LogarithmAccuracy}. */
class LogarithmTest {
  @Test
  void powersOfTwoAreExact() {
    for (int e = -126; e < 128; e++) {
      assertEquals(e, Logarithm.log2(Math.scalb(1f, e), 0));
      assertEquals(e - 1000, Logarithm.log2(Math.scalb(1f, e), 1000));
    }
    assertEquals(0.0, Logarithm.log(1, 0));
  }

  @Test
  void scaleIsTakenOffTheExponent() {
    assertEquals(StrictMath.log(0.75) - 1500 * StrictMath.log(2), Logarithm.log(0.75, 1500), 3e-13);
  }

  @Test
  void float32IsWithinThreeUlp() {
    UlpErrors errors = LogarithmAccuracy.log2(101);
    assertTrue(errors.largest() <= 3, errors::toString);
  }

  @Test
  void float64IsWithinOneUlp() {
    UlpErrors errors = LogarithmAccuracy.log(20_000);
    assertTrue(errors.largest() <= 1, errors::toString);
  }
}
