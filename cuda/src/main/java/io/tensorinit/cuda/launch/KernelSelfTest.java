package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.StagingPool;
import io.tensorinit.function.Quantile;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Float32Element;
import io.tensorinit.random.Float64Element;
import io.tensorinit.random.QuantileElement;
import io.tensorinit.random.Quantiles;
import io.tensorinit.random.SubStreams;
import io.tensorinit.random.UniformElement;
import io.tensorinit.random.UnitInterval;
import io.tensorinit.random.Words;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares, on the device at hand, the values of the kernels and the words of cuRAND with the law
 * as it is written in Java, at some thousand positions around 0, 2^32 and 2^33.
 */
public final class KernelSelfTest {
  private static final int COUNT = 4096;
  private static final long[] STARTS = {0, (1L << 32) - COUNT / 2, (1L << 33) + 4};
  private static final Shape SHAPE = Shape.of(1L << 34);
  private static final Key KEY = Key.raw(0x0123_4567_89ab_cdefL);

  private final Backend backend;
  private final List<String> faults = new ArrayList<>();

  private KernelSelfTest(Backend backend) {
    this.backend = backend;
  }

  /**
   * Compares the values of the backend's kernels.
   *
   * @param backend the backend
   * @return a line for each distribution, dtype and place where something differs: the first
   *     difference
   */
  public static List<String> ofValues(Backend backend) {
    KernelSelfTest test = new KernelSelfTest(backend);
    for (long start : STARTS) {
      test.compare(
          "uniform",
          new UniformFill(-1, 2, ComplexBounds.PER_PART),
          UniformElement.Float32.of(-1, 2),
          UniformElement.Float64.of(-1, 2),
          start);
      test.compare(
          "normal",
          new NormalFill(0, 1),
          QuantileElement.Float32.normal(0, 1),
          QuantileElement.Float64.normal(0, 1),
          start);
      test.compare(
          "truncated normal",
          new TruncatedNormalFill(0, 1, -2, 2, ComplexBounds.PER_PART),
          QuantileElement.Float32.truncatedNormal(0, 1, -2, 2),
          QuantileElement.Float64.truncatedNormal(0, 1, -2, 2),
          start);
      Quantile exponential = Quantiles.exponential(1);
      test.compare(
          "exponential",
          new QuantileFill(exponential),
          QuantileElement.Float32.of(exponential),
          QuantileElement.Float64.of(exponential),
          start);
    }
    return test.faults;
  }

  private void compare(
      String what, FillPlan plan, Float32Element float32, Float64Element float64, long start) {
    int[] words = words(KEY, start);
    int[] low = words(SubStreams.low(KEY), start);
    float[] floats = new float[COUNT];
    backend.fill(fill(plan, DType.F32, start), Destination.of(floats));
    double[] doubles = new double[COUNT];
    backend.fill(fill(plan, DType.F64, start), Destination.of(doubles));
    long[] made32 = new long[COUNT];
    long[] law32 = new long[COUNT];
    long[] made64 = new long[COUNT];
    long[] law64 = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      made32[i] = Float.floatToRawIntBits(floats[i]);
      law32[i] = Float.floatToRawIntBits(float32.at(words[i]));
      made64[i] = Double.doubleToRawLongBits(doubles[i]);
      law64[i] = Double.doubleToRawLongBits(float64.at(UnitInterval.digits(words[i], low[i])));
    }
    firstDifference(what + " F32", start, made32, law32).ifPresent(faults::add);
    firstDifference(what + " F64", start, made64, law64).ifPresent(faults::add);
  }

  private static Fill fill(FillPlan plan, DType dtype, long start) {
    return new Fill(plan, SHAPE, dtype, KEY, Region.range(start, COUNT));
  }

  private static int[] words(Key key, long start) {
    int[] words = new int[COUNT];
    Words.fill(key.value(), start, words, 0, COUNT);
    return words;
  }

  /**
   * Compares cuRAND's words, where it can be used.
   *
   * @param device the context, which is current
   * @return a line for each place where something differs, or the library's own failure
   */
  public static List<String> ofCurand(DeviceContext device) {
    if (!device.libraries().find(Library.CURAND).found()) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    Driver driver = device.driver();
    long stream = driver.createStream();
    try (CurandWords curand = new CurandWords(driver, device.libraries())) {
      for (long start : STARTS) {
        long[] made = generated(device, curand, start, stream);
        long[] law = new long[COUNT];
        int[] words = words(KEY, start);
        for (int i = 0; i < COUNT; i++) {
          law[i] = words[i];
        }
        firstDifference("words of cuRAND", start, made, law).ifPresent(faults::add);
      }
    } catch (BackendException e) {
      faults.add(Library.CURAND.title() + ": " + e.getMessage());
    } finally {
      driver.destroyStream(stream);
    }
    return faults;
  }

  private static long[] generated(
      DeviceContext device, CurandWords curand, long start, long stream) {
    int bytes = COUNT * Integer.BYTES;
    DevicePool.Block block = device.memory().pool().take(bytes, stream, "words from cuRAND");
    try {
      StagingPool.Buffer host = device.memory().staging().take(bytes);
      try {
        curand.generate(KEY.value(), start, block.address(), COUNT, stream);
        device.driver().copyToHost(host.first(bytes), block.address(), stream);
        device.driver().synchronize(stream, "waiting for words from cuRAND");
        long[] words = new long[COUNT];
        for (int i = 0; i < COUNT; i++) {
          words[i] = host.first(bytes).getInt(i * Integer.BYTES);
        }
        return words;
      } finally {
        device.memory().staging().giveBack(host, stream);
      }
    } finally {
      device.memory().pool().giveBack(block, stream);
    }
  }

  private static Optional<String> firstDifference(
      String what, long start, long[] made, long[] law) {
    for (int i = 0; i < COUNT; i++) {
      if (made[i] != law[i]) {
        return Optional.of(
            what
                + ": position "
                + (start + i)
                + " is 0x"
                + Long.toHexString(made[i])
                + " on the device, 0x"
                + Long.toHexString(law[i])
                + " by the law");
      }
    }
    return Optional.empty();
  }
}
