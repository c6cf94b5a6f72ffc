package io.tensorinit.cuda;

/** cuRAND's Philox4x32-10 on the host, without a device. */
public interface HostGenerator extends AutoCloseable {
  /**
   * Writes words (curandGenerate).
   *
   * @param key cuRAND's seed
   * @param position cuRAND's offset
   * @param out where they go
   */
  void words(long key, long position, int[] out);

  /**
   * Writes units (curandGenerateUniform).
   *
   * @param key cuRAND's seed
   * @param position cuRAND's offset
   * @param out where they go
   */
  void units(long key, long position, float[] out);

  @Override
  void close();
}
