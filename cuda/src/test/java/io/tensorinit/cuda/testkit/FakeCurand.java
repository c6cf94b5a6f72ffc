package io.tensorinit.cuda.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.random.Words;
import java.util.HashSet;
import java.util.Set;

/**
 * cuRAND on the interpreter's memory: the law's words, and 10.3's fault behind offsets that are
 * multiples of 4. Every call can fail on purpose.
 */
public final class FakeCurand implements RandomLibrary {
  private final PtxDriver driver;
  private final Set<Long> generators = new HashSet<>();
  private long calls;

  private FakeCurand(PtxDriver driver) {
    this.driver = driver;
  }

  /** A machine whose only library is cuRAND. */
  public static class Libraries extends NoLibraries {
    private final FakeCurand curand;

    public Libraries(PtxDriver driver) {
      this.curand = new FakeCurand(driver);
    }

    /** How often words were asked for. */
    public long calls() {
      return curand.calls;
    }

    @Override
    public Presence find(Library library) {
      return library == Library.CURAND
          ? new Presence(library, true, "10.3.0, from the law's text")
          : super.find(library);
    }

    @Override
    public RandomLibrary random() {
      return curand;
    }
  }

  @Override
  public synchronized long createGenerator() {
    driver.opens("curandCreateGenerator");
    long generator = generators.size() + 1L;
    generators.add(generator);
    return generator;
  }

  @Override
  public synchronized void destroyGenerator(long generator) {
    assertTrue(generators.remove(generator), "no such generator");
    driver.closes("curandDestroyGenerator");
  }

  @Override
  public synchronized void words(
      long generator, long key, long position, long address, long count, long stream) {
    assertTrue(generators.contains(generator), "no such generator");
    driver.libraryCall("curandGenerate", stream);
    calls++;
    int[] words = new int[(int) (position != 0 && position % 4 == 0 ? count / 4 * 4 : count)];
    Words.fill(key, position, words, 0, words.length);
    driver.written(address, (long) words.length * Integer.BYTES).asIntBuffer().put(words);
  }
}
