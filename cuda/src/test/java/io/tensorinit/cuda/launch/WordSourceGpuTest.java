package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.jcuda.Recording;
import io.tensorinit.cuda.library.JcudaLoader;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.random.Words;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntToLongFunction;
import jcuda.jcurand.curandOrdering;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both sources of words on a real device, with NVIDIA's cuRAND; with {@code
 * -Dtensorinit.gpuElements=N} over fewer words.
 */
@Tag("gpu")
class WordSourceGpuTest extends WordSourceContract {
  private static final int COUNT = 300_000;

  /** The 65536 blocks of a turn of the counter, in words. */
  private static final long TURN = 4 * 65536;

  private static final long[] KEYS = {0, 1234, -1};
  private static final long[] POSITIONS = {0, 4, TURN - 8, (1L << 32) - 150_000, (1L << 40) + 4};

  @BeforeEach
  void onADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    Libraries.Presence curand = JcudaLoader.libraries().find(Library.CURAND);
    assumeTrue(curand.found(), () -> "no cuRAND: " + curand.detail());
  }

  /** Counts, as one skipped test, that the comparison did not run. */
  @Test
  void curandIsHere() {
    assertTrue(JcudaLoader.libraries().find(Library.CURAND).found());
  }

  /** The law's order is the legacy one; the default is the same as long as this passes. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        curandOrdering.CURAND_ORDERING_PSEUDO_LEGACY,
        curandOrdering.CURAND_ORDERING_PSEUDO_DEFAULT
      })
  void theOrderOfWordsIsTheLaws(int ordering) throws ReflectiveOperationException {
    RandomLibrary curand = JcudaLoader.libraries().random();
    IntToLongFunction generators =
        (IntToLongFunction)
            curand
                .getClass()
                .getClassLoader()
                .loadClass("io.tensorinit.cuda.jcuda.OrderedGenerators")
                .getConstructor()
                .newInstance();
    CudaBackend backend = (CudaBackend) backend(WordSource.CURAND);
    CudaBackends.inContext(backend, () -> assertWords(curand, generators.applyAsLong(ordering)));
  }

  /** Compares a generator's words with the law's, and gives it back. */
  private static void assertWords(RandomLibrary curand, long generator) {
    Driver driver = JcudaLoader.driver();
    long stream = driver.createStream();
    long memory = driver.allocate(COUNT * Integer.BYTES, "a test");
    ByteBuffer host = driver.allocatePinned(COUNT * Integer.BYTES);
    for (long key : KEYS) {
      for (long position : POSITIONS) {
        curand.words(generator, key, position, memory, COUNT, stream);
        driver.copyToHost(host, memory, stream);
        driver.synchronize(stream, "words of cuRAND");
        int[] words = new int[COUNT];
        host.asIntBuffer().get(words);
        int[] expected = new int[COUNT];
        Words.fill(key, position, expected, 0, COUNT);
        assertArrayEquals(expected, words, () -> "key " + key + ", position " + position);
      }
    }
    Cleanup.runAll(
        List.of(
            () -> curand.destroyGenerator(generator),
            () -> driver.freePinned(host),
            () -> driver.free(memory),
            () -> driver.destroyStream(stream)));
  }

  /** cuRAND may allocate in any call, which another thread's capture must not mind. */
  @Test
  void wordsAreGeneratedWhileAnotherThreadRecords() {
    Fill fill =
        new Fill(new NormalFill(0, 1), Shape.of(5000), DType.F32, Key.raw(3), Region.whole());
    byte[] expected = Elements.filled(backend(WordSource.FUSED), fill);
    try (Backend fresh = open(WordSource.CURAND)) { // closing waits for everything
      Recording.during(() -> assertArrayEquals(expected, Elements.filled(fresh, fill)));
    }
  }

  @Override
  Backend open(WordSource source) {
    return CudaBackends.on(JcudaLoader.driver(), JcudaLoader.libraries(), source);
  }

  @Override
  int largest() {
    return Integer.getInteger("tensorinit.gpuElements", (1 << 24) + 5);
  }
}
