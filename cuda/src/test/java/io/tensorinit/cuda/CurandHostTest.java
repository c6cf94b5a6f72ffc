package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.library.JcudaLoader;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.Words;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * NVIDIA's real cuRAND, found and loaded as the backend finds it, on the host: its words are the
 * law's, its units the CPU backend's. Needs no device. One skipped test where cuRAND is not here;
 * {@code -Pcurand} puts it on the class path and makes its absence a failure.
 *
 * <p>cuRAND 10.3 has a fault: behind an offset that is a multiple of 4, but not 0, it does not
 * write the last count % 4 words. Behind such an offset only whole blocks are compared here, and
 * the backend asks for whole blocks only.
 */
@Tag("curand")
class CurandHostTest {
  private static final int COUNT = 300_003;

  private static final long[] KEYS = {
    0, 1, 1234, (1L << 32) + 5, 0x0123_4567_89ab_cdefL, Long.MAX_VALUE, Long.MIN_VALUE + 1, -1
  };

  /** The 65536 blocks of a turn of the counter, in words. */
  private static final long TURN = 4 * 65536;

  private static final long[] POSITIONS = {
    0,
    1,
    3,
    TURN - 1,
    TURN,
    7 * TURN + 1,
    1_000_003,
    (1L << 32) - 150_000,
    (1L << 32) + 2,
    (1L << 33) + 3,
    123_456_789 * TURN - 1,
    (1L << 40) + 1,
    (1L << 55) + 7
  };

  private static final Libraries LIBRARIES = JcudaLoader.libraries();

  @Test
  void curandIsHere() {
    Libraries.Presence curand = LIBRARIES.find(Library.CURAND);
    assumeTrue(
        curand.found() || Boolean.getBoolean("tensorinit.requireCurand"),
        () -> "words and units were not compared with NVIDIA's library: " + curand.detail());
    assertTrue(curand.found(), curand::detail);
  }

  @TestFactory
  Stream<DynamicTest> wordsAndUnits() {
    if (!LIBRARIES.find(Library.CURAND).found()) {
      return Stream.empty();
    }
    Stream<DynamicTest> versions =
        Arrays.stream(Library.values())
            .map(
                library ->
                    dynamicTest("version of " + library.title(), () -> assertVersion(library)));
    Stream<DynamicTest> sequences =
        LongStream.of(KEYS)
            .mapToObj(
                key ->
                    dynamicTest("key " + Long.toUnsignedString(key), () -> assertSequences(key)));
    return Stream.concat(versions, sequences);
  }

  private static void assertVersion(Library library) {
    Libraries.Presence presence = LIBRARIES.find(library);
    assertEquals(
        presence.found() || Boolean.getBoolean("tensorinit.requireCurand"),
        presence.detail().matches("[0-9]+\\.[0-9]+\\.[0-9]+, from the .+"),
        presence::detail);
    System.out.println(library.title() + ": " + presence.detail());
  }

  /** The generator's class must come from the loader that loaded cuRAND. */
  private static HostGenerator generator() throws ReflectiveOperationException {
    return (HostGenerator)
        LIBRARIES
            .random()
            .getClass()
            .getClassLoader()
            .loadClass("io.tensorinit.cuda.jcuda.HostCurand")
            .getConstructor()
            .newInstance();
  }

  private static void assertSequences(long key) throws ReflectiveOperationException {
    try (HostGenerator curand = generator();
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      for (long position : POSITIONS) {
        int count = position != 0 && position % 4 == 0 ? COUNT / 4 * 4 : COUNT;
        int[] words = new int[count];
        Words.fill(key, position, words, 0, count);
        int[] curandWords = new int[count];
        curand.words(key, position, curandWords);
        assertArrayEquals(words, curandWords, () -> "words from position " + position);

        float[] units = new float[count];
        cpu.fill(
            new Fill(
                new UniformFill(0, 1, ComplexBounds.PER_PART),
                Shape.of(1L << 60),
                DType.F32,
                Key.raw(key),
                Region.range(position, count)),
            Destination.of(units));
        float[] curandUnits = new float[count];
        curand.units(key, position, curandUnits);
        assertArrayEquals(bits(units), bits(curandUnits), () -> "units from position " + position);
      }
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
