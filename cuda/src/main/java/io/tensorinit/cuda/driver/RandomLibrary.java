package io.tensorinit.cuda.driver;

/**
 * The calls of cuRAND that the backend needs. Every method throws {@link CudaException}, naming the
 * call, the code and its name, where the library reports a failure. A generator belongs to the
 * context that was current when it was made and serves one thread at a time.
 */
public interface RandomLibrary {
  /**
   * Makes a generator of CURAND_RNG_PSEUDO_PHILOX4_32_10 in the order CURAND_ORDERING_PSEUDO_LEGACY
   * (curandCreateGenerator, curandSetGeneratorOrdering).
   *
   * @return the generator
   */
  long createGenerator();

  /**
   * Gives a generator back (curandDestroyGenerator).
   *
   * @param generator the generator
   */
  void destroyGenerator(long generator);

  /**
   * Writes consecutive words of a key's sequence (curandSetStream,
   * curandSetPseudoRandomGeneratorSeed, curandSetGeneratorOffset, curandGenerate). cuRAND 10.3 has
   * a fault, seen on the host: where the position is a multiple of 4, but not 0, the last count % 4
   * words are not written; so ask for whole blocks of four.
   *
   * @param generator the generator
   * @param key the key, cuRAND's seed
   * @param position the first word's position, cuRAND's offset; 0 or more
   * @param address where they go: device memory, 4 bytes a word
   * @param count how many, 1 or more
   * @param stream the stream
   */
  void words(long generator, long key, long position, long address, long count, long stream);
}
