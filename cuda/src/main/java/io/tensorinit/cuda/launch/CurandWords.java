package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.library.LibraryHandle;

/**
 * cuRAND's generator of one context, made when first needed. It serves one thread at a time and one
 * stream after the other: a stream waits for what the generator does on the one before, the host
 * waits for nothing. Safe for use by several threads, the context being current to each.
 */
final class CurandWords implements AutoCloseable {
  private final LibraryHandle<RandomLibrary> generator;

  CurandWords(Driver driver, Libraries libraries) {
    this.generator =
        new LibraryHandle<>(
            driver,
            libraries,
            Library.CURAND,
            Libraries::random,
            RandomLibrary::createGenerator,
            RandomLibrary::destroyGenerator);
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
   * @throws io.tensorinit.backend.BackendException if cuRAND cannot be used, or fails
   */
  void generate(long key, long position, long address, long count, long stream) {
    generator.enqueue(
        stream, (curand, handle) -> curand.words(handle, key, position, address, count, stream));
  }

  /** Gives the generator back. The context has passed all work. */
  @Override
  public void close() {
    generator.close();
  }
}
