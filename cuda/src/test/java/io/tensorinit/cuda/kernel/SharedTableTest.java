package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How a device's shared memory is used for tables; {@link KernelsTest} sees that no value changes.
 */
class SharedTableTest {
  /** Turing, Volta, Ada, Ampere, Hopper: what a block can have, and what is made of it. */
  @ParameterizedTest
  @CsvSource({
    "64, 2, 32, 1, 32, 6, 58.5, 1, 55.25",
    "96, 2, 32, 1, 32, 8, 71.5, 4, 92.625",
    "99, 2, 32, 1, 32, 8, 71.5, 4, 92.625",
    "163, 3, 64, 2, 64, 8, 71.5, 4, 92.625",
    "227, 3, 64, 2, 64, 8, 71.5, 4, 92.625",
  })
  void takesWhatThereIs(
      int kib,
      int odd,
      double oddKib,
      int halves,
      double halvesKib,
      int oddInDouble,
      double oddInDoubleKib,
      int halvesInDouble,
      double halvesInDoubleKib) {
    assertEquals(table(odd, oddKib), SharedTable.ofAny(1, kib << 10));
    assertEquals(table(halves, halvesKib), SharedTable.ofAny(2, kib << 10));
    assertEquals(table(oddInDouble, oddInDoubleKib), SharedTable.inDouble(1, kib << 10));
    assertEquals(table(halvesInDouble, halvesInDoubleKib), SharedTable.inDouble(2, kib << 10));
  }

  @Test
  void anOddDistributionHasEightCopiesEverywhere() {
    assertEquals(new SharedTable(3, SharedTable.LEAST_BYTES), SharedTable.ofOdd());
  }

  private static SharedTable table(int spread, double kib) {
    return new SharedTable(spread, (int) (kib * 1024));
  }
}
