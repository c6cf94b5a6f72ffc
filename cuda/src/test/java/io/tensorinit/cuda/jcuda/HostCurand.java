package io.tensorinit.cuda.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.cuda.HostGenerator;
import jcuda.Pointer;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandRngType;

/** The host generator, loaded by the loader that loaded cuRAND for the backend. */
public final class HostCurand implements HostGenerator {
  private final curandGenerator generator = new curandGenerator();

  /** Makes the generator. */
  public HostCurand() {
    check(
        JCurand.curandCreateGeneratorHost(
            generator, curandRngType.CURAND_RNG_PSEUDO_PHILOX4_32_10));
  }

  private static void check(int status) {
    assertEquals(0, status, "cuRAND's status");
  }

  private void moveTo(long key, long position) {
    check(JCurand.curandSetPseudoRandomGeneratorSeed(generator, key));
    check(JCurand.curandSetGeneratorOffset(generator, position));
  }

  @Override
  public void words(long key, long position, int[] out) {
    moveTo(key, position);
    check(JCurand.curandGenerate(generator, Pointer.to(out), out.length));
  }

  @Override
  public void units(long key, long position, float[] out) {
    moveTo(key, position);
    check(JCurand.curandGenerateUniform(generator, Pointer.to(out), out.length));
  }

  @Override
  public void close() {
    check(JCurand.curandDestroyGenerator(generator));
  }
}
