package io.tensorinit.benchmarks.peers;

import static io.tensorinit.benchmarks.peers.Operation.BOUND;
import static io.tensorinit.benchmarks.peers.Operation.STD;
import static io.tensorinit.benchmarks.peers.Operation.VALUE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.Distribution;
import io.tensorinit.testkit.Goodness;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Param;

/**
 * Every peer does in place what the operation's name says, for one thread and for two: what is
 * timed is the work. Distributions are compared by Kolmogorov's test at 10^-8, so that all 50 would
 * fail one of 2 million fresh seeds; the generators' seeds are fixed.
 */
class PeerFillsTest {
  private static final int SIDE = 173;
  private static final int SIZE = SIDE * SIDE;
  private static final double LEAST_P = 1e-8;

  private static final Distribution UNIFORM = Distribution.uniform(-BOUND, BOUND);
  private static final Distribution NORMAL =
      Distribution.normal(0, STD, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  private static final Distribution TRUNCATED =
      Distribution.normal(0, STD, -2 * STD, 2 * STD);

  @TestFactory
  Stream<DynamicTest> everyPeerDoesWhatTheOperationSays() throws ReflectiveOperationException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> library : FillPeers.class.getDeclaredClasses()) {
      if (Modifier.isAbstract(library.getModifiers())) {
        continue;
      }
      for (Operation operation : operations(library)) {
        for (int threads = 1; threads <= threads(library); threads++) {
          FillPeers.Sized state = state(library, operation, threads);
          String name = library.getSimpleName() + ", " + operation + ", " + threads + " threads";
          tests.add(dynamicTest(name, () -> check(state, operation)));
        }
      }
    }
    assertTrue(tests.size() > 40, () -> "only " + tests.size() + " tests");
    return tests.stream();
  }

  private static List<Operation> operations(Class<?> library) throws NoSuchFieldException {
    String[] names = library.getField("operation").getAnnotation(Param.class).value();
    return names[0].equals(Param.BLANK_ARGS)
        ? List.of(Operation.values())
        : Arrays.stream(names).map(Operation::valueOf).toList();
  }

  private static int threads(Class<?> library) {
    return FillPeers.Threaded.class.isAssignableFrom(library) ? 2 : 1;
  }

  private static FillPeers.Sized state(Class<?> library, Operation operation, int threads)
      throws ReflectiveOperationException {
    FillPeers.Sized state = (FillPeers.Sized) library.getConstructor().newInstance();
    Field chosen = library.getField("operation");
    chosen.set(state, operation);
    if (state instanceof FillPeers.Threaded threaded) {
      threaded.threads = threads;
    }
    return state;
  }

  private static void check(FillPeers.Sized state, Operation operation) {
    try (PeerFill fill = state.open(SIZE)) {
      assertArrayEquals(new float[SIZE], fill.values(), "zeros before");
      fill.run();
      float[] values = fill.values();
      assertEquals(SIZE, values.length);
      switch (operation) {
        case CONSTANT -> {
          float[] all = new float[SIZE];
          Arrays.fill(all, (float) VALUE);
          assertArrayEquals(all, values);
        }
        case UNIFORM -> assertLaw(UNIFORM, values, 0);
        case NORMAL -> assertLaw(NORMAL, values, 0);
        case TRUNCATED_NORMAL -> assertLaw(TRUNCATED, values, 0);
        case BF16_NORMAL -> assertLaw(NORMAL, values, 0x1p-8);
        case SPARSE -> {
          assertZerosInEachColumn(values);
          assertLaw(NORMAL, nonZeros(values), 0);
        }
        default -> throw new AssertionError(operation);
      }
      if (operation.dtype() == DType.BF16) {
        for (float value : values) {
          assertEquals(0, Float.floatToRawIntBits(value) & 0xffff, "no bfloat16");
        }
      }
    }
  }

  /**
   * Kolmogorov's test.
   *
   * @param rounding how far a value was moved at most when it was rounded to its type, of itself
   */
  private static void assertLaw(Distribution law, float[] values, double rounding) {
    double[] sorted = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    Arrays.sort(sorted);
    double p =
        Goodness.kolmogorovSmirnov(
            sorted,
            x -> law.cdf().applyAsDouble(x + rounding * Math.abs(x)),
            x -> law.cdf().applyAsDouble(x - rounding * Math.abs(x)));
    assertTrue(p > LEAST_P, () -> "another law: p " + p);
  }

  private static void assertZerosInEachColumn(float[] values) {
    for (int column = 0; column < SIDE; column++) {
      int zeros = 0;
      for (int row = 0; row < SIDE; row++) {
        if (values[row * SIDE + column] == 0) {
          zeros++;
        }
      }
      assertEquals(Operation.zeros(SIDE), zeros, "zeros of column " + column);
    }
  }

  private static float[] nonZeros(float[] values) {
    double[] others =
        IntStream.range(0, values.length).mapToDouble(i -> values[i]).filter(v -> v != 0).toArray();
    float[] result = new float[others.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) others[i];
    }
    return result;
  }
}
