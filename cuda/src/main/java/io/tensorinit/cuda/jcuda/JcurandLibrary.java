package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.RandomLibrary;
import io.tensorinit.cuda.driver.Versioned;
import jcuda.Pointer;
import jcuda.jcurand.JCurand;
import jcuda.jcurand.curandGenerator;
import jcuda.jcurand.curandOrdering;
import jcuda.jcurand.curandRngType;
import jcuda.jcurand.curandStatus;
import jcuda.runtime.cudaStream_t;

/** cuRAND of this machine. */
public final class JcurandLibrary implements RandomLibrary, Versioned {
  /**
   * Loads JCurand's native library, and cuRAND with it.
   *
   * @param library the native library, an absolute path
   * @throws UnsatisfiedLinkError if the file, or a library it needs, cannot be loaded
   */
  public JcurandLibrary(String library) {
    System.load(library);
  }

  private static void check(int status, String call, String what) {
    if (status != curandStatus.CURAND_STATUS_SUCCESS) {
      throw new CudaException(call, status, curandStatus.stringFor(status), what);
    }
  }

  private static curandGenerator generator(long generator) {
    return Handles.with(new curandGenerator(), generator);
  }

  @Override
  public String version() {
    return JcudaNatives.version(
        "curandGetProperty", JCurand::curandGetProperty, curandStatus::stringFor);
  }

  @Override
  public long createGenerator() {
    return createGenerator(curandOrdering.CURAND_ORDERING_PSEUDO_LEGACY);
  }

  /**
   * Makes a generator whose words come in an order. The law's is the legacy one, which cuRAND
   * promises to keep; of the default order it says that it may change.
   *
   * @param ordering one of curandOrdering
   * @return the generator
   */
  static long createGenerator(int ordering) {
    curandGenerator generator = new curandGenerator();
    check(
        CaptureMode.relaxed(
            () ->
                JCurand.curandCreateGenerator(
                    generator, curandRngType.CURAND_RNG_PSEUDO_PHILOX4_32_10)),
        "curandCreateGenerator",
        "Philox4x32-10");
    int ordered =
        CaptureMode.relaxed(() -> JCurand.curandSetGeneratorOrdering(generator, ordering));
    if (ordered != curandStatus.CURAND_STATUS_SUCCESS) {
      destroy(generator);
    }
    check(ordered, "curandSetGeneratorOrdering", "ordering " + ordering);
    return Handles.of(generator);
  }

  @Override
  public void destroyGenerator(long generator) {
    check(destroy(generator(generator)), "curandDestroyGenerator", "");
  }

  private static int destroy(curandGenerator generator) {
    return CaptureMode.relaxed(() -> JCurand.curandDestroyGenerator(generator));
  }

  @Override
  public void words(
      long generator, long key, long position, long address, long count, long stream) {
    curandGenerator philox = generator(generator);
    String what = count + " words from position " + position;
    check(
        CaptureMode.relaxed(
            () -> JCurand.curandSetStream(philox, Handles.with(new cudaStream_t(), stream))),
        "curandSetStream",
        what);
    check(
        CaptureMode.relaxed(() -> JCurand.curandSetPseudoRandomGeneratorSeed(philox, key)),
        "curandSetPseudoRandomGeneratorSeed",
        what);
    check(
        CaptureMode.relaxed(() -> JCurand.curandSetGeneratorOffset(philox, position)),
        "curandSetGeneratorOffset",
        what);
    check(
        CaptureMode.relaxed(
            () -> JCurand.curandGenerate(philox, Handles.with(new Pointer(), address), count)),
        "curandGenerate",
        what);
  }
}
