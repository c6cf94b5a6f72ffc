package io.tensorinit.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.memory.Destination;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.Elements;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers that are put are rounded once. */
class PartsTest {
  /** 1 + 2^-8 + 2^-40 is nearer to bfloat16's 1 + 2^-7 than to 1; float32 makes it a tie. */
  @Test
  void aNumberJustBeyondATieIsRoundedUp() {
    assertEquals(1.0078125, put(DType.BF16, 1 + 0x1p-8 + 0x1p-40));
    assertEquals(1, put(DType.BF16, 1 + 0x1p-8));
    assertEquals(1, put(DType.BF16, 1 + 0x1p-8 - 0x1p-40));
    assertEquals(-1.0078125, put(DType.BF16, -1 - 0x1p-8 - 0x1p-40));
  }

  /** Every number of the type is known, so the nearest is found without rounding anything. */
  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F8_E4M3", "F8_E5M2"})
  void isTheNearestNumberOfTheType(DType type) {
    NarrowFloat narrow = Elements.narrow(type);
    NavigableMap<Double, Integer> numbers = new TreeMap<>();
    for (int code = 0; code < 1 << (narrow.bits() - 1); code++) {
      double number = narrow.decode(code);
      if (Double.isFinite(number)) {
        numbers.put(number, code);
      }
    }
    Double[] sorted = numbers.keySet().toArray(Double[]::new);
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      int at = random.nextInt(sorted.length - 1);
      double low = sorted[at];
      double high = sorted[at + 1];
      double middle = low / 2 + high / 2;
      double value =
          switch (i % 4) {
            case 0 -> middle;
            case 1 -> Math.nextUp(middle);
            case 2 -> Math.nextDown(middle);
            default -> low + (high - low) * random.nextDouble();
          };
      assertEquals(nearest(numbers, value), put(type, value), () -> type + " of " + value);
      assertEquals(-nearest(numbers, value), put(type, -value), () -> type + " of -" + value);
    }
  }

  private static double nearest(NavigableMap<Double, Integer> numbers, double value) {
    Map.Entry<Double, Integer> below = numbers.floorEntry(value);
    Map.Entry<Double, Integer> above = numbers.ceilingEntry(value);
    BigDecimal down = new BigDecimal(value).subtract(new BigDecimal(below.getKey()));
    BigDecimal up = new BigDecimal(above.getKey()).subtract(new BigDecimal(value));
    int nearer = down.compareTo(up);
    boolean takeBelow = nearer < 0 || (nearer == 0 && below.getValue() % 2 == 0);
    return takeBelow ? below.getKey() : above.getKey();
  }

  @Test
  void floatsKeepTheirSignAndRange() {
    assertEquals(Float.NEGATIVE_INFINITY, put(DType.F32, -1e300));
    assertEquals(-0.0, put(DType.F32, -0.0));
    assertEquals(Double.POSITIVE_INFINITY, put(DType.F16, 65520));
    assertEquals(65504, put(DType.F16, Math.nextDown(65520.0)));
    assertTrue(Double.isNaN(put(DType.F8_E4M3, 1e300)));
  }

  private static double put(DType type, double value) {
    Parts parts = Parts.of(type);
    parts.set(0, type == DType.F32 ? value : ParameterValues.toOdd(value));
    double[] number = new double[1];
    parts.put(Destination.of(number).widening(type, DType.F64).storage(), 0, 0, 1);
    return number[0];
  }
}
