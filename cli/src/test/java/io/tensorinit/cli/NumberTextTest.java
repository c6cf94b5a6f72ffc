package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "1, 1",
    "-0.5, -0.5",
    "0.02, 0.02",
    "0.000123456, 0.0001235",
    "0.0000999949, 0.00009999",
    "1.25E-9, 1.25E-9",
    "1234.5, 1235", // a half, away from zero
    "-1234.5, -1235",
    "1.0005, 1", // the double is 1.000499999999999989...
    "2.0005, 2.001", // the double is 2.000500000000000078...
    "9.9996, 10",
    "9999.6, 10000",
    "9999999, 1E+7",
    "6543210, 6543000",
    "1.5E300, 1.5E+300",
    "NaN, -",
    "Infinity, inf",
    "-Infinity, -inf"
  })
  void valuesHaveFourDigits(double value, String text) {
    assertEquals(text, NumberText.value(value));
  }

  /** Against all digits of the double, in the JDK's own arithmetic. */
  @Test
  void roundsAsAllDigitsSay() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      double value = random.nextGaussian() * Math.pow(10, random.nextInt(14) - 6);
      if (i % 2 == 0) { // near a half of the fourth digit
        value = new BigDecimal(value).round(new MathContext(5)).doubleValue();
      }
      BigDecimal rounded = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_UP));
      assertEquals(
          0, rounded.compareTo(new BigDecimal(NumberText.value(value))), "seed 1: " + value);
    }
  }

  @Test
  void countsHaveSeparatorsInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      for (long count : new long[] {0, 7, 999, 1000, 124_439_808L, -1000, -999, Long.MIN_VALUE}) {
        assertEquals(String.format(Locale.ROOT, "%,d", count), NumberText.count(count));
      }
    } finally {
      Locale.setDefault(before);
    }
  }
}
