package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class UnitIntervalTest {
  @Test
  void float32EndsAreInside() {
    assertEquals(0x1p-33f, UnitInterval.float32(0));
    assertEquals(1f, UnitInterval.float32(-1));
    assertEquals(0.5f, UnitInterval.float32(1 << 31), 0x1p-24f);
  }

  @Test
  void float32RoundsTheWordOnceAndTheSumOnce() {
    for (int i = 0; i < 100_000; i++) {
      int word = Words.word(1, i);
      float exactWord = new BigDecimal(Integer.toUnsignedLong(word)).floatValue();
      float expected =
          new BigDecimal(exactWord)
              .multiply(new BigDecimal(0x1p-32))
              .add(new BigDecimal(0x1p-33))
              .floatValue();
      assertEquals(expected, UnitInterval.float32(word));
    }
  }

  @Test
  void digitsJoinTheWordAndTheLowWord() {
    assertEquals((1L << 53) - 1, UnitInterval.digits(-1, -1));
    assertEquals(1L << 21, UnitInterval.digits(1, 0x7FF));
    assertEquals(1, UnitInterval.digits(0, 0x800));
  }

  @Test
  void float64EndsAreInside() {
    assertEquals(0x1p-54, UnitInterval.float64(0));
    assertEquals(1.0, UnitInterval.float64((1L << 53) - 1));
    assertEquals(0.5 + 0x1p-54, UnitInterval.float64(1L << 52), 0x1p-53);
  }
}
