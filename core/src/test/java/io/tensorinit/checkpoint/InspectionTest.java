package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.format.CheckpointFormat;
import io.tensorinit.format.CheckpointWriter;
import io.tensorinit.format.StoredType;
import io.tensorinit.format.TensorInfo;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Known answers: NumPy 2.4.6, {@code mean}, {@code std} and {@code histogram(x, 64)} in float64.
 */
class InspectionTest {
  @TempDir Path folder;

  private TensorStatistics inspect(StoredType type, int count, Consumer<ByteBuffer> values)
      throws IOException {
    Path file = folder.resolve(type == StoredType.C128 ? "x.npz" : "x.safetensors");
    TensorInfo info = new TensorInfo("x", type, Shape.of(count));
    ByteBuffer bytes = ByteBuffer.allocate((int) info.byteCount()).order(ByteOrder.LITTLE_ENDIAN);
    values.accept(bytes);
    assertEquals(0, bytes.remaining());
    try (CheckpointWriter writer =
        CheckpointWriter.create(file, CheckpointFormat.of(file), List.of(info))) {
      writer.channel().write(bytes.flip(), writer.position(0));
      writer.commit();
    }
    List<TensorStatistics> all = Checkpoints.inspect(file, Progress.NONE);
    assertEquals(1, all.size());
    return all.get(0);
  }

  /** float32 of (2654435761 i mod 2^32) / 2^32, i = 0 .. 999. */
  @Test
  void agreesWithNumpy() throws IOException {
    TensorStatistics found =
        inspect(
            StoredType.F32,
            1000,
            bytes -> {
              for (long i = 0; i < 1000; i++) {
                bytes.putFloat((float) ((i * 2654435761L & 0xffffffffL) * 0x1p-32));
              }
            });
    assertEquals(1000, found.count());
    assertEquals(0.499976391763892, found.mean(), 1e-15);
    assertEquals(0.2887046415231341, found.std(), 1e-15);
    assertEquals(0, found.min());
    assertEquals(0.9995449185371399, found.max());
    assertEquals(1, found.zeros());
    assertEquals(0, found.nan());
    double[] edges = found.histogram().edges();
    assertEquals(65, edges.length);
    assertEquals(0.01561789, edges[1], 1e-8);
    assertEquals(0.9995449185371399, edges[64]);
    long[] first = Arrays.copyOf(found.histogram().counts(), 16);
    assertArrayEquals(
        new long[] {16, 15, 16, 15, 16, 16, 16, 15, 16, 15, 15, 17, 15, 16, 15, 16}, first);
    assertEquals(1000, Arrays.stream(found.histogram().counts()).sum());
  }

  /** More values than one chunk holds, so that chunks must be put together. */
  @Test
  void sumsUpChunks() throws IOException {
    int count = 300_001;
    TensorStatistics found =
        inspect(
            StoredType.F64,
            count,
            bytes -> {
              for (int i = 0; i < count; i++) {
                bytes.putDouble(i - 150_000);
              }
            });
    assertEquals(0, found.mean(), 1e-9);
    assertEquals(Math.sqrt((300_001.0 * 300_001.0 - 1) / 12), found.std(), 1e-6);
    assertEquals(-150_000, found.min());
    assertEquals(150_000, found.max());
    assertEquals(1, found.zeros());
    assertEquals(count, Arrays.stream(found.histogram().counts()).sum());
  }

  @Test
  void leavesNanOutAndInfinityOutOfTheHistogram() throws IOException {
    TensorStatistics found =
        inspect(
            StoredType.F32,
            5,
            bytes ->
                bytes
                    .putFloat(Float.NaN)
                    .putFloat(-0.0f)
                    .putFloat(Float.POSITIVE_INFINITY)
                    .putFloat(2)
                    .putFloat(1));
    assertEquals(1, found.nan());
    assertEquals(1, found.zeros());
    assertEquals(Double.POSITIVE_INFINITY, found.mean());
    assertTrue(Double.isNaN(found.std()));
    assertEquals(0, found.min(), 0.0);
    assertEquals(Double.POSITIVE_INFINITY, found.max());
    assertEquals(3, Arrays.stream(found.histogram().counts()).sum());
    assertEquals(2, found.histogram().edges()[64]);
  }

  @Test
  void tensorsWithoutSpreadOrValues() throws IOException {
    TensorStatistics constant =
        inspect(StoredType.F64, 3, bytes -> bytes.putDouble(5).putDouble(5).putDouble(5));
    assertEquals(5, constant.mean());
    assertEquals(0, constant.std());
    assertEquals(4.5, constant.histogram().edges()[0]);
    assertEquals(5.5, constant.histogram().edges()[64]);
    assertEquals(3, constant.histogram().counts()[32]);
    TensorStatistics none = inspect(StoredType.F32, 0, bytes -> {});
    assertEquals(0, none.count());
    assertTrue(Double.isNaN(none.mean()));
    assertTrue(Double.isNaN(none.std()));
    assertTrue(Double.isNaN(none.min()));
    assertEquals(0, none.histogram().edges().length);
    assertEquals(0, none.histogram().counts().length);
  }

  /** NumPy: mean of 1 + 2i, 0, 3 - i is 1.3333 + 0.3333i, root mean square distance 1.7638. */
  @Test
  void complexByTheRootOfTheTotalVariance() throws IOException {
    TensorStatistics found =
        inspect(
            StoredType.C128,
            3,
            bytes -> {
              for (double part : new double[] {1, 2, 0, 0, 3, -1}) {
                bytes.putDouble(part);
              }
            });
    assertEquals(4.0 / 3, found.mean(), 1e-15);
    assertEquals(1.763834207376394, found.std(), 1e-15);
    assertEquals(-1, found.min());
    assertEquals(3, found.max());
    assertEquals(1, found.zeros());
    assertEquals(6, Arrays.stream(found.histogram().counts()).sum());
  }

  @Test
  void readsIntegersAndNarrowFloats() throws IOException {
    assertMean(StoredType.BOOL, 1, bytes -> bytes.put((byte) 1));
    assertMean(StoredType.U8, 200, bytes -> bytes.put((byte) 200));
    assertMean(StoredType.I8, -56, bytes -> bytes.put((byte) 200));
    assertMean(StoredType.U16, 65535, bytes -> bytes.putShort((short) -1));
    assertMean(StoredType.I16, -1, bytes -> bytes.putShort((short) -1));
    assertMean(StoredType.U32, 4294967295.0, bytes -> bytes.putInt(-1));
    assertMean(StoredType.I32, -1, bytes -> bytes.putInt(-1));
    assertMean(StoredType.I64, -1, bytes -> bytes.putLong(-1));
    assertMean(StoredType.U64, 0x1p64, bytes -> bytes.putLong(-1));
    assertMean(StoredType.F16, 1.5, bytes -> bytes.putShort((short) 0x3e00));
    assertMean(StoredType.BF16, 1.5, bytes -> bytes.putShort((short) 0x3fc0));
    assertMean(StoredType.F8_E4M3, 1.5, bytes -> bytes.put((byte) 0x3c));
    assertMean(StoredType.F8_E5M2, 1.5, bytes -> bytes.put((byte) 0x3e));
  }

  private void assertMean(StoredType type, double expected, Consumer<ByteBuffer> value)
      throws IOException {
    assertEquals(expected, inspect(type, 1, value).mean());
  }

  /** A range that is wider than the largest double. */
  @Test
  void theWidestRangeHasAHistogram() throws IOException {
    TensorStatistics found =
        inspect(
            StoredType.F64,
            3,
            bytes -> bytes.putDouble(-Double.MAX_VALUE).putDouble(0).putDouble(Double.MAX_VALUE));
    long[] counts = found.histogram().counts();
    assertEquals(1, counts[0]);
    assertEquals(1, counts[32]);
    assertEquals(1, counts[63]);
  }

  /** Zeros of both signs, all that is at the end of a type, and a few tiles of ordinary values. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "F16", "BF16", "F8_E4M3", "F8_E5M2", "I8", "U16", "C64"})
  void agreesWithOneValueAfterTheOther(StoredType type) throws IOException {
    for (int count : new int[] {70_001, 300_003}) { // of the narrow ones, codes are counted then
      long seed = count;
      byte[] content = content(type, count, seed, false);
      double[] values = new double[count * type.parts()];
      type.partValues(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN), values);
      TensorStatistics found = inspect(type, count, bytes -> bytes.put(content));
      assertSame(type, values, found, "seed " + seed);
    }
  }

  /** Infinities beside all that is finite; mean and spread do not exist. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "F16", "BF16", "F8_E5M2", "C64"})
  void tellsInfinitiesFromTheEndOfAType(StoredType type) throws IOException {
    for (int count : new int[] {70_001, 300_003}) {
      long seed = count;
      byte[] content = content(type, count, seed, true);
      double[] values = new double[count * type.parts()];
      type.partValues(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN), values);
      TensorStatistics found = inspect(type, count, bytes -> bytes.put(content));
      assertTrue(found.infinite() > 0 && found.largest() > 0, "seed " + seed);
      assertSame(type, values, found, "seed " + seed);
      assertEquals(Double.NaN, found.mean(), "seed " + seed);
      assertEquals(Double.NaN, found.std(), "seed " + seed);
    }
  }

  private static byte[] content(StoredType type, int count, long seed, boolean infinities) {
    Random random = new Random(seed);
    byte[] content = new byte[count * type.bytes()];
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count * type.parts(); i++) {
      double value = random.nextGaussian();
      double any = random.nextInt(999) == 0 ? rare(random, type, infinities) : value;
      switch (type) {
        case F32, C64 -> bytes.putFloat((float) any);
        case F64 -> bytes.putDouble(any);
        case F16 -> bytes.putShort((short) NarrowFloat.FLOAT16.encode((float) any));
        case BF16 -> bytes.putShort((short) NarrowFloat.BFLOAT16.encode((float) any));
        case F8_E4M3 -> bytes.put((byte) NarrowFloat.FLOAT8_E4M3.encode((float) any));
        case F8_E5M2 -> bytes.put((byte) NarrowFloat.FLOAT8_E5M2.encode((float) any));
        case U16 -> bytes.putShort((short) (value * 9999));
        default -> bytes.put((byte) (value * 50));
      }
    }
    return content;
  }

  private static double rare(Random random, StoredType type, boolean infinities) {
    double max = type.dtype().map(DType::maxValue).orElse(1.0);
    double end = infinities ? max : Math.min(max, 1e150); // whose squares have a sum
    double[] rare = {0, -0.0, 448, -448, end, -end, Float.MIN_VALUE, Double.NaN, 0, 0};
    if (infinities) {
      rare[8] = Double.POSITIVE_INFINITY;
      rare[9] = Double.NEGATIVE_INFINITY;
    }
    return rare[random.nextInt(rare.length)];
  }

  /** The definitions, one value after the other. */
  private static void assertSame(
      StoredType type, double[] values, TensorStatistics found, String message) {
    double end = type.dtype().map(DType::maxValue).orElse(Double.POSITIVE_INFINITY);
    double[] numbers = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    double[] finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
    int parts = type.parts();
    long zeros = 0;
    long nan = 0;
    long infinite = 0;
    long largest = 0;
    BigDecimal[] sums = {BigDecimal.ZERO, BigDecimal.ZERO};
    int[] counts = new int[2];
    for (int i = 0; i < values.length; i += parts) {
      double[] element = Arrays.copyOfRange(values, i, i + parts);
      zeros += Arrays.stream(element).allMatch(value -> value == 0) ? 1 : 0;
      nan += Arrays.stream(element).anyMatch(Double::isNaN) ? 1 : 0;
      boolean isInfinite = Arrays.stream(element).anyMatch(Double::isInfinite);
      infinite += isInfinite ? 1 : 0;
      boolean atEnd = Arrays.stream(element).anyMatch(value -> Math.abs(value) == end);
      largest += atEnd && !isInfinite ? 1 : 0;
      for (int part = 0; part < parts; part++) {
        if (Double.isFinite(element[part])) {
          sums[part] = sums[part].add(new BigDecimal(element[part]));
          counts[part]++;
        }
      }
    }
    assertEquals(zeros, found.zeros(), message);
    assertEquals(nan, found.nan(), message);
    assertEquals(infinite, found.infinite(), message);
    assertEquals(largest, found.largest(), message);
    assertEquals(Arrays.stream(numbers).min().orElseThrow(), found.min(), message);
    assertEquals(Arrays.stream(numbers).max().orElseThrow(), found.max(), message);
    double[] edges = found.histogram().edges();
    assertArrayEquals(
        Histogram.edges(
            Arrays.stream(finite).min().orElseThrow(),
            Arrays.stream(finite).max().orElseThrow(),
            64),
        edges,
        message);
    long[] bins = new long[64];
    for (double value : finite) {
      int bin = 0;
      while (bin < 63 && value >= edges[bin + 1]) {
        bin++;
      }
      bins[bin]++;
    }
    assertArrayEquals(bins, found.histogram().counts(), message);
    if (infinite > 0) {
      return; // mean and spread need not exist
    }
    BigDecimal squares = BigDecimal.ZERO;
    BigDecimal[] means = new BigDecimal[parts];
    for (int part = 0; part < parts; part++) {
      means[part] = sums[part].divide(BigDecimal.valueOf(counts[part]), MathContext.DECIMAL128);
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        BigDecimal distance = new BigDecimal(values[i]).subtract(means[i % parts]);
        squares = squares.add(distance.multiply(distance), MathContext.DECIMAL128);
      }
    }
    double std =
        squares
            .multiply(BigDecimal.valueOf(parts))
            .divide(BigDecimal.valueOf(counts[0] + counts[1]), MathContext.DECIMAL128)
            .sqrt(MathContext.DECIMAL64)
            .doubleValue();
    assertEquals(std, found.std(), std * 1e-13, message);
    assertEquals(means[0].doubleValue(), found.mean(), std * 1e-13, message);
  }

  @Test
  void doesNotDependOnTheNumberOfThreads() throws Exception {
    for (StoredType type : List.of(StoredType.F32, StoredType.BF16)) {
      byte[] content = content(type, 500_000, 1, true);
      List<Map<String, Object>> trees = new ArrayList<>();
      for (int threads : new int[] {1, 2, 5}) {
        ForkJoinPool pool = new ForkJoinPool(threads); // in which its parallel streams run
        try {
          trees.add(
              pool.submit(() -> inspect(type, 500_000, bytes -> bytes.put(content)).toTree())
                  .get());
        } finally {
          pool.shutdown();
        }
      }
      assertEquals(trees.get(0), trees.get(1));
      assertEquals(trees.get(0), trees.get(2));
    }
  }
}
