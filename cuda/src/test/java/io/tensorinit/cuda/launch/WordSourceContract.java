package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import io.tensorinit.testkit.PlanTests;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values from cuRAND's words have the bits of those from fused kernels. */
abstract class WordSourceContract {
  private static final Key KEY = Key.raw(0xfedc_ba98_7654_3210L);
  private static final Shape LINE = Shape.of(1L << 34);

  /**
   * One backend of each kind, for all tests of a class: on a device every other close would destroy
   * the primary context under cuRAND.
   */
  private static final Map<WordSource, Backend> BACKENDS = new EnumMap<>(WordSource.class);

  /** Opens the backend with its words from one source. */
  abstract Backend open(WordSource source);

  /** The backend with its words from one source, which stays open. */
  final Backend backend(WordSource source) {
    return BACKENDS.computeIfAbsent(source, this::open);
  }

  @AfterAll
  static void closeBackends() {
    List<Runnable> closes = BACKENDS.values().stream().map(each -> (Runnable) each::close).toList();
    BACKENDS.clear();
    Cleanup.runAll(closes);
  }

  /** A number of elements that takes several chunks, where the machine is fast enough. */
  abstract int largest();

  private static Map<String, FillPlan> laws() {
    Map<String, FillPlan> laws = new LinkedHashMap<>();
    laws.put("uniform", new UniformFill(-1, 2, ComplexBounds.PER_PART));
    laws.put("normal", new NormalFill(0.5, 2));
    laws.put("truncated", new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.BY_VARIANCE));
    laws.put("truncated-uneven", new TruncatedNormalFill(0, 1, -1, 3, ComplexBounds.PER_PART));
    laws.put("quantile", new QuantileFill(Quantiles.exponential(1.5)));
    laws.put("discrete", new DiscreteFill(List.of(1.0, 2.0, -3.0), List.of(0.25, 0.5, 0.25)));
    laws.put("composed", new AffineFill(new NormalFill(0, 1), 3, 1));
    return laws;
  }

  private static List<Fill> fills(FillPlan plan, DType dtype) {
    List<Fill> fills = new ArrayList<>();
    for (long start : new long[] {0, 1, 3, 4, (1L << 18) - 4, (1L << 32) - 2, (1L << 33) + 8}) {
      for (int length : new int[] {1, 3, 4, 5, 257}) {
        fills.add(new Fill(plan, LINE, dtype, KEY, Region.range(start, length)));
      }
    }
    Shape matrix = Shape.of(7, 9);
    fills.add(new Fill(plan, matrix, dtype, KEY, Region.whole()));
    // positions that are not consecutive: a box inside of the matrix
    fills.add(new Fill(plan, matrix, dtype, KEY, Region.box(new long[] {2, 3}, new long[] {4, 5})));
    return fills;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BF16"})
  void soDoFillsOfSeveralChunks(DType dtype) {
    Region region = Region.range((1L << 32) - 99, largest());
    assertSameBits(List.of(new Fill(new NormalFill(0, 1), LINE, dtype, KEY, region)));
  }

  @TestFactory
  Stream<DynamicTest> bothSourcesGiveTheSameBits() {
    return PlanTests.inEveryDType(laws(), (law, dtype) -> assertSameBits(fills(law, dtype)));
  }

  private void assertSameBits(List<Fill> fills) {
    for (Fill fill : fills) {
      assertArrayEquals(
          Elements.filled(backend(WordSource.FUSED), fill),
          Elements.filled(backend(WordSource.CURAND), fill),
          () -> fill.region() + " of " + fill.shape());
    }
  }
}
