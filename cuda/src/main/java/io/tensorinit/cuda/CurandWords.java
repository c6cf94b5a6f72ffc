package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.RandomLibrary;
import java.util.List;

/**
 * cuRAND's generator of one context, made when first needed. It serves one thread at a time and one
 * stream after the other: a stream waits for what the generator does on the one before, the host
 * waits for nothing. Safe for use by several threads, the context being current to each.
 */
final class CurandWords implements AutoCloseable {
  private final Driver driver;
  private final Libraries libraries;
  private long generator;
  private long event;

  CurandWords(Driver driver, Libraries libraries) {
    this.driver = driver;
    this.libraries = libraries;
  }

  /**
   * Writes words of a key's sequence, whole blocks of four: behind an offset that is a multiple of
   * 4, but not 0, cuRAND 10.3 does not write the last count % 4 words.
   *
   * @param key the key
   * @param position the first word's position, a multiple of 4
   * @param address where they go, 4 bytes a word
   * @param count how many, a multiple of 4
   * @param stream the stream
   * @throws io.tensorinit.spi.BackendException if cuRAND cannot be used, or fails
   */
  synchronized void generate(long key, long position, long address, long count, long stream) {
    RandomLibrary curand = libraries.random();
    if (generator == 0) {
      generator = curand.createGenerator();
    }
    if (event == 0) {
      event = driver.createEvent();
    } else {
      // Also where the handle is the last one's, which may be that of another stream by now.
      driver.waitForEvent(stream, event);
    }
    curand.words(generator, key, position, address, count, stream);
    driver.recordEvent(event, stream);
  }

  /** Gives the generator back. The context has passed all work. */
  @Override
  public synchronized void close() {
    Cleanup.runAll(
        List.of(
            () -> {
              if (event != 0) {
                driver.destroyEvent(event);
              }
            },
            () -> {
              if (generator != 0) {
                libraries.random().destroyGenerator(generator);
              }
            }));
    event = 0;
    generator = 0;
  }
}
