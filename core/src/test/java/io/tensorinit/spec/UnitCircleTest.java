package io.tensorinit.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnitCircleTest {
  @Test
  void isExactOnQuarterTurns() {
    double[] cosines = {1, 0, -1, 0};
    for (long whole : new long[] {4, 8, 1 << 20}) {
      for (int quarter = -5; quarter < 9; quarter++) {
        int q = Math.floorMod(quarter, 4);
        assertEquals(cosines[q], UnitCircle.cos(quarter * (whole / 4), whole));
        assertEquals(cosines[(q + 3) % 4], UnitCircle.sin(quarter * (whole / 4), whole));
      }
    }
  }

  @Test
  void isTheCosineOfTheAngle() {
    for (long whole = 1; whole < 50; whole++) {
      for (long part = -whole; part < 3 * whole; part++) {
        double angle = 2 * StrictMath.PI * part / whole;
        assertEquals(StrictMath.cos(angle), UnitCircle.cos(part, whole), 4e-15);
        assertEquals(StrictMath.sin(angle), UnitCircle.sin(part, whole), 4e-15);
      }
    }
  }
}
